package schema

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
)

// PLOVERClasses lists the classes that Predicate.Event may name: those of the Political
// Language Ontology for Verifiable Event Records, with CONCEDE and RETREAT as YIELD.
var PLOVERClasses = []string{
	"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "YIELD", "REQUEST", "ACCUSE",
	"REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
}

// Ontology is the set of predicates. It is read-only once loaded, and safe for use by
// several goroutines.
//
//	o := schema.Default()
//	ok, why := o.Accepts("buys-from", schema.Country, schema.Place)
type Ontology struct {
	Sets       []TypeSet   // names for several types, in the order of the file
	Predicates []Predicate // in the order of the file
	index      map[string]int
}

// TypeSet is a name for several types: "actor".
type TypeSet struct {
	Name  string
	Types []EntityType
}

// Predicate is a relation that claims may state.
type Predicate struct {
	Name       string // "buys-from"
	Label      string // "buys from"
	From, To   []EntityType
	Symmetric  bool
	Inverse    string // of two inverses the first in the file is the forward form
	Event      string // of PLOVERClasses, empty where none fits
	Definition string
	Frames     []Frame
}

// FrameKind is the part of speech of a frame's lemmas.
type FrameKind string

// The kinds of frames.
const (
	VerbFrame      FrameKind = "verb"
	NounFrame      FrameKind = "noun"
	AdjectiveFrame FrameKind = "adjective"
)

// Frame describes a clause that expresses a predicate: its word and, for each argument,
// the relations in which it may stand to the word. Of several relations the first that is
// there counts. ontology.yaml lists the relations.
type Frame struct {
	Kind     FrameKind
	Lemmas   []string
	Subject  []string
	Object   []string
	About    []string     // may be empty
	Role     []string     // may be empty
	From, To []EntityType // narrower than the predicate's; empty: the same
	Status   Status       // of what the words say by themselves; empty: the clause's
}

//go:embed ontology.yaml
var defaultYAML []byte

// Default is the ontology that relata comes with.
var Default = sync.OnceValue(func() *Ontology {
	o, faults := parseOntology("ontology.yaml", defaultYAML, nil)
	if len(faults) > 0 {
		panic(faults[0].String()) // the file is part of the program, and a test reads it
	}
	return o
})

// LoadOntology reads an ontology. name stands in the error, which gives the first fault
// and the number of the others; Check gives them all.
func LoadOntology(name string, data []byte) (*Ontology, error) {
	o, faults := parseOntology(name, data, Default)
	switch len(faults) {
	case 0:
		return o, nil
	case 1:
		return nil, fmt.Errorf("%s", faults[0])
	}
	return nil, fmt.Errorf("%s (and %d more)", faults[0], len(faults)-1)
}

// OpenOntology reads the ontology of a file.
func OpenOntology(path string) (*Ontology, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxOntology+1))
	if err != nil {
		return nil, err
	}
	return LoadOntology(path, data)
}

// Predicate finds a predicate by name; nil if there is none.
func (o *Ontology) Predicate(name string) *Predicate {
	if i, ok := o.index[name]; ok {
		return &o.Predicates[i]
	}
	return nil
}

// Event is the PLOVER class of a predicate, empty where it has none.
func (o *Ontology) Event(predicate string) string {
	if p := o.Predicate(predicate); p != nil {
		return p.Event
	}
	return ""
}

// Forward gives the forward form of a predicate; turned says that subject and object
// change places. A predicate without an inverse, or an unknown one, is its own.
func (o *Ontology) Forward(name string) (forward string, turned bool) {
	i, ok := o.index[name]
	if !ok || o.Predicates[i].Inverse == "" {
		return name, false
	}
	if j := o.index[o.Predicates[i].Inverse]; j < i {
		return o.Predicates[j].Name, true
	}
	return name, false
}

// Accepts says whether a predicate may tie things of these types, and if not, why.
func (o *Ontology) Accepts(predicate string, subject, object EntityType) (ok bool, reason string) {
	p := o.Predicate(predicate)
	if p == nil {
		return false, fmt.Sprintf("%s is no predicate of the ontology", predicate)
	}
	if !slices.Contains(p.From, subject) {
		return false, fmt.Sprintf("%s needs %s as subject, got %s", predicate, o.orTypes(p.From), subject)
	}
	if !slices.Contains(p.To, object) {
		return false, fmt.Sprintf("%s needs %s as object, got %s", predicate, o.orTypes(p.To), object)
	}
	return true, ""
}

// orTypes lists types for a sentence: "Person, Country or Place".
func (o *Ontology) orTypes(types []EntityType) string {
	names := o.typeNames(types)
	if len(names) == 1 {
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}

// typeNames names types as the file does: a whole set by its name, the rest one by one.
func (o *Ontology) typeNames(types []EntityType) []string {
	var names []string
	rest := slices.Clone(types)
	for _, set := range o.Sets {
		if len(set.Types) > 1 && !slices.ContainsFunc(set.Types, func(t EntityType) bool { return !slices.Contains(rest, t) }) {
			names = append(names, set.Name)
			rest = slices.DeleteFunc(rest, func(t EntityType) bool { return slices.Contains(set.Types, t) })
		}
	}
	for _, t := range rest {
		names = append(names, string(t))
	}
	return names
}

// Table gives the predicates as a table for people.
func (o *Ontology) Table() (header []string, rows [][]string) {
	for _, p := range o.Predicates {
		ties := "-"
		switch {
		case p.Symmetric:
			ties = "symmetric"
		case p.Inverse != "":
			ties = "inverse " + p.Inverse
		}
		event := p.Event
		if event == "" {
			event = "-"
		}
		rows = append(rows, []string{p.Name, strings.Join(o.typeNames(p.From), ", "), strings.Join(o.typeNames(p.To), ", "), ties, event, p.Definition})
	}
	return []string{"predicate", "from", "to", "ties", "event", "definition"}, rows
}

// predicateFile is a predicate as files have it, in their key order.
type predicateFile struct {
	Name       string   `yaml:"-" json:"name"`
	Label      string   `yaml:"label" json:"label"`
	From       []string `yaml:"from,flow" json:"from"`
	To         []string `yaml:"to,flow" json:"to"`
	Symmetric  bool     `yaml:"symmetric,omitempty" json:"symmetric,omitempty"`
	Inverse    string   `yaml:"inverse,omitempty" json:"inverse,omitempty"`
	Event      string   `yaml:"event,omitempty" json:"event,omitempty"`
	Definition string   `yaml:"definition" json:"definition"`
	Frames     []any    `yaml:"frames,omitempty" json:"frames,omitempty"`
}

// frameFile is a frame as files have it: the lemmas stand under their kind.
type frameFile struct {
	Verb      []string `yaml:"verb,flow,omitempty" json:"verb,omitempty"`
	Noun      []string `yaml:"noun,flow,omitempty" json:"noun,omitempty"`
	Adjective []string `yaml:"adjective,flow,omitempty" json:"adjective,omitempty"`
	Subject   []string `yaml:"subject,flow,omitempty" json:"subject,omitempty"`
	Object    []string `yaml:"object,flow,omitempty" json:"object,omitempty"`
	About     []string `yaml:"about,flow,omitempty" json:"about,omitempty"`
	Role      []string `yaml:"role,flow,omitempty" json:"role,omitempty"`
	From      []string `yaml:"from,flow,omitempty" json:"from,omitempty"`
	To        []string `yaml:"to,flow,omitempty" json:"to,omitempty"`
	Status    []string `yaml:"status,flow,omitempty" json:"status,omitempty"`
}

func (o *Ontology) file(p *Predicate) predicateFile {
	f := predicateFile{
		Name: p.Name, Label: p.Label, From: o.typeNames(p.From), To: o.typeNames(p.To),
		Symmetric: p.Symmetric, Inverse: p.Inverse, Event: p.Event, Definition: p.Definition,
	}
	for _, fr := range p.Frames {
		ff := frameFile{Subject: fr.Subject, Object: fr.Object, About: fr.About, Role: fr.Role, From: o.typeNames(fr.From), To: o.typeNames(fr.To)}
		if fr.Status != "" {
			ff.Status = []string{string(fr.Status)}
		}
		switch fr.Kind {
		case VerbFrame:
			ff.Verb = fr.Lemmas
		case NounFrame:
			ff.Noun = fr.Lemmas
		case AdjectiveFrame:
			ff.Adjective = fr.Lemmas
		}
		f.Frames = append(f.Frames, ff)
	}
	return f
}

// WriteYAML prints the ontology as a file that LoadOntology reads back.
func (o *Ontology) WriteYAML(w io.Writer) error {
	var predicates, sets yaml.MapSlice
	for i := range o.Predicates {
		predicates = append(predicates, yaml.MapItem{Key: o.Predicates[i].Name, Value: o.file(&o.Predicates[i])})
	}
	for _, s := range o.Sets {
		sets = append(sets, yaml.MapItem{Key: s.Name, Value: s.Types})
	}
	var file yaml.MapSlice
	if len(sets) > 0 {
		file = append(file, yaml.MapItem{Key: "sets", Value: sets})
	}
	return yaml.NewEncoder(w, yaml.IndentSequence(true)).Encode(append(file, yaml.MapItem{Key: "predicates", Value: predicates}))
}

// Version names what the ontology says: twelve hex digits of the SHA-256 of its YAML, so
// that two files that say the same, however laid out, have one version.
func (o *Ontology) Version() string {
	sum := sha256.New()
	if err := o.WriteYAML(sum); err != nil {
		panic(err) // a hash takes every byte, and an ontology that was read can be written
	}
	return hex.EncodeToString(sum.Sum(nil))[:12]
}

// WriteJSON prints the predicates as JSON lines, one predicate a line.
func (o *Ontology) WriteJSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for i := range o.Predicates {
		if err := enc.Encode(o.file(&o.Predicates[i])); err != nil {
			return err
		}
	}
	return nil
}
