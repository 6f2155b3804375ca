package graph

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"relata/schema"
)

// Action is what a correction does.
type Action string

// The actions, with what stands in A and B of a correction.
const (
	Merge       Action = "merge"        // entity, and the entity that becomes it
	Split       Action = "split"        // entity, and the words of a mention that mean another
	Rename      Action = "rename"       // entity, and its name
	Retype      Action = "type"         // entity, and its type
	AliasAdd    Action = "alias-add"    // entity, and another name of it: what has it as its name is the entity
	AliasRemove Action = "alias-remove" // entity, and a name that it hasn't
	NotSame     Action = "not-same"     // two entities that must not be merged
	Reject      Action = "reject"       // claim that is wrong
	Confirm     Action = "confirm"      // claim that is right
	Edit        Action = "edit"         // claim, and what it should say: "status=planned; when=2024"
	Undo        Action = "undo"         // number of a correction
)

var actions = []Action{Merge, Split, Rename, Retype, AliasAdd, AliasRemove, NotSame, Reject, Confirm, Edit, Undo}

// Correction is a person's fix of what was read. Corrections are kept in their order and
// never taken back: Undo is one itself.
type Correction struct {
	N      int       `json:"n"` // from 1
	Time   time.Time `json:"time"`
	Author string    `json:"author"`
	Action Action    `json:"action"`
	A      string    `json:"a"`
	B      string    `json:"b,omitempty"`
	Why    string    `json:"why,omitempty"`
}

// String is the correction as a line: number, time, author, action, A, B and why, parted by
// tabs.
func (c Correction) String() string {
	return strings.Join([]string{strconv.Itoa(c.N), c.Time.UTC().Format(time.RFC3339), c.Author, string(c.Action), c.A, c.B, c.Why}, "\t")
}

func (c Correction) check() error {
	for _, field := range []string{c.Author, c.A, c.B, c.Why} {
		if !utf8.ValidString(field) || strings.ContainsAny(field, "\t\n\r") {
			return fmt.Errorf("%q: tabs and line ends can't stand in a correction", field)
		}
	}
	fault := func(format string, args ...any) error {
		return fmt.Errorf("%s: %s", c.Action, fmt.Sprintf(format, args...))
	}
	if c.A == "" {
		return fault("of what?")
	}
	switch c.Action {
	case Merge, NotSame:
		if c.A == c.B {
			return fault("%s and itself", c.A)
		}
		if err := checkIRI(c.B); err != nil {
			return fault("%q: %v", c.B, err)
		}
	case Split, Rename, AliasAdd, AliasRemove:
		if strings.TrimSpace(c.B) == "" {
			return fault("a name is missing")
		}
	case Retype:
		if !slices.Contains(schema.EntityTypes, schema.EntityType(c.B)) {
			names := make([]string, len(schema.EntityTypes))
			for i, t := range schema.EntityTypes {
				names[i] = string(t)
			}
			return fault("unknown type %q: one of %s", c.B, strings.Join(names, ", "))
		}
	case Reject, Confirm, Edit:
		if !strings.HasPrefix(c.A, "claim/") {
			return fault("%q is no claim's id", c.A)
		}
		if c.Action == Edit {
			_, err := edits(c.B)
			return err
		}
		return nil
	case Undo:
		if n, err := strconv.Atoi(c.A); err != nil || n < 1 || n >= c.N {
			return fault("%q is no number of an earlier correction", c.A)
		}
		return nil
	default:
		return fmt.Errorf("unknown action %q: one of %v", c.Action, actions)
	}
	if err := checkIRI(c.A); err != nil {
		return fault("%q: %v", c.A, err)
	}
	return nil
}

// ReadCorrections reads lines as Correction.String writes them. Empty lines and those that
// begin with # are passed over.
func ReadCorrections(r io.Reader) ([]Correction, error) {
	var list []Correction
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSuffix(lines.Text(), "\r")
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 7 {
			return nil, fmt.Errorf("line %d: %d fields parted by tabs, not 7: number, time, author, action, two of the action, why", n, len(f))
		}
		c := Correction{Author: f[2], Action: Action(f[3]), A: f[4], B: f[5], Why: f[6]}
		var err error
		if c.N, err = strconv.Atoi(f[0]); err != nil || c.N != len(list)+1 {
			return nil, fmt.Errorf("line %d: its number is %q, not %d", n, f[0], len(list)+1)
		}
		if c.Time, err = time.Parse(time.RFC3339, f[1]); err != nil {
			return nil, fmt.Errorf("line %d: %q is no time as 2024-01-05T00:00:00Z", n, f[1])
		}
		c.Time = c.Time.UTC().Truncate(time.Second)
		if y := c.Time.Year(); y < 0 || y > 9999 {
			return nil, fmt.Errorf("line %d: the year %d", n, y)
		}
		if err := c.check(); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		list = append(list, c)
	}
	return list, lines.Err()
}

// inForce leaves out corrections that were undone, and the undoing.
func inForce(list []Correction) []Correction {
	undone := map[int]bool{}
	var out []Correction
	for _, c := range slices.Backward(list) {
		switch {
		case undone[c.N]:
		case c.Action == Undo:
			n, _ := strconv.Atoi(c.A)
			undone[n] = true
		default:
			out = append(out, c)
		}
	}
	slices.Reverse(out)
	return out
}

// edits reads what an Edit changes: "status=planned; when=2024".
func edits(s string) (map[string]string, error) {
	out := map[string]string{}
	for part := range strings.SplitSeq(s, "; ") {
		key, value, ok := strings.Cut(part, "=")
		switch {
		case !ok || !slices.Contains([]string{"subject", "predicate", "object", "status", "when", "about", "role"}, key):
			return nil, fmt.Errorf("edit %q: want subject, predicate, object, status, when, about or role, = and a value", part)
		case key == "status" && !slices.Contains(schema.Statuses, schema.Status(value)):
			return nil, fmt.Errorf("edit: unknown status %q: one of %s", value, strings.Trim(fmt.Sprint(schema.Statuses), "[]"))
		case (key == "subject" || key == "predicate" || key == "object") && checkIRI(value) != nil:
			return nil, fmt.Errorf("edit %s: %q is no id", key, value)
		case key == "when" && value != "":
			if _, err := schema.ParseWhen(value); err != nil {
				return nil, fmt.Errorf("edit: %w", err)
			}
		}
		out[key] = value
	}
	return out, nil
}

// Correct gives a reading as corrections make it, those that were undone left out, and
// whether any changed it. The reading itself stays as it is. Claims keep their ids, and
// arguments the entity that they were first given, in Was.
func Correct(list []Correction, r *schema.Reading) (*schema.Reading, bool) {
	if len(list) == 0 {
		return r, false
	}
	x := corrector{ents: map[string]*schema.Entity{}, out: *r}
	for _, ent := range r.Entities {
		x.keep(ent)
	}
	x.out.Claims = slices.Clone(r.Claims)
	for i := range x.out.Claims {
		for _, arg := range arguments(&x.out.Claims[i]) {
			arg.Entity = x.keep(arg.Entity)
		}
	}
	force := inForce(list)
	for i, c := range force {
		if !overruled(c, force[i+1:]) {
			x.apply(c)
		}
		x.done = force[:i+1]
	}
	if !x.changed {
		return r, false
	}
	x.out.Entities = nil
	for _, id := range sortedKeys(x.ents) {
		ent := x.ents[id]
		slices.Sort(ent.Aliases)
		ent.Aliases = slices.DeleteFunc(slices.Compact(ent.Aliases), func(a string) bool { return a == ent.Name || a == "" })
		x.out.Entities = append(x.out.Entities, ent)
	}
	return &x.out, true
}

// corrector is a reading in the making.
type corrector struct {
	ents    map[string]*schema.Entity
	out     schema.Reading
	changed bool
	done    []Correction // that were applied
}

// overruled says whether a later correction, which another analyst may have made without
// knowing, takes a merge or a name back.
func overruled(c Correction, later []Correction) bool {
	return slices.ContainsFunc(later, func(l Correction) bool {
		switch c.Action {
		case Merge:
			return l.Action == NotSame && samePair(c, l)
		case AliasAdd:
			return l.Action == AliasRemove && l.A == c.A && l.B == c.B
		}
		return false
	})
}

func samePair(a, b Correction) bool { return a.A == b.A && a.B == b.B || a.A == b.B && a.B == b.A }

func (x *corrector) keep(ent *schema.Entity) *schema.Entity {
	if x.ents[ent.ID] == nil {
		own := *ent
		own.Aliases = slices.Clone(ent.Aliases)
		x.ents[ent.ID] = &own
	}
	return x.ents[ent.ID]
}

// arguments are those of a claim that are entities.
func arguments(claim *schema.Claim) []*schema.Argument {
	if claim.Object.Entity == nil {
		return []*schema.Argument{&claim.Subject}
	}
	return []*schema.Argument{&claim.Subject, &claim.Object}
}

// give makes an argument mean another entity.
func give(arg *schema.Argument, ent *schema.Entity) {
	arg.Was = cmp.Or(arg.Was, arg.Entity.ID)
	arg.Entity = ent
	if arg.Was == ent.ID {
		arg.Was = ""
	}
}

// nameOf is the name of which an id was made, but for signs that ids can't have.
func nameOf(id string) string { return strings.ReplaceAll(id, "_", " ") }

// SplitID is the id of what the words of a mention mean that a Split frees an entity from.
func SplitID(entity, mention string) string {
	if id := schema.EntityID(mention); id != entity && id != "" {
		return id
	}
	return entity + "_(2)"
}

func (x *corrector) apply(c Correction) {
	if c.Action == Reject || c.Action == Confirm || c.Action == Edit {
		for i := range x.out.Claims {
			if x.out.Claims[i].ID == c.A {
				x.changed = true
				x.claim(i, c)
				return
			}
		}
		return
	}
	if c.Action == Merge {
		x.merge(c.A, c.B)
		return
	}
	if c.Action == AliasAdd {
		x.called(c)
	}
	ent := x.ents[c.A]
	if ent == nil || c.Action == NotSame {
		return
	}
	switch c.Action {
	case Rename:
		ent.Aliases = append(ent.Aliases, ent.Name)
		ent.Name = c.B
	case Retype:
		ent.Type = schema.EntityType(c.B)
	case AliasAdd:
		ent.Aliases = append(ent.Aliases, c.B)
	case AliasRemove:
		if !slices.Contains(ent.Aliases, c.B) {
			return
		}
		ent.Aliases = slices.DeleteFunc(ent.Aliases, func(a string) bool { return a == c.B })
	case Split:
		if !x.split(ent, c.B) {
			return
		}
	}
	x.changed = true
}

// called makes what goes by a name that is an alias of an entity that entity, unless a
// correction says that they aren't the same.
func (x *corrector) called(c Correction) {
	for _, id := range sortedKeys(x.ents) {
		if id == c.A || x.ents[id].Name != c.B && id != schema.EntityID(c.B) {
			continue
		}
		apart := Correction{A: c.A, B: id}
		if slices.ContainsFunc(x.done, func(d Correction) bool { return d.Action == NotSame && samePair(d, apart) }) {
			continue
		}
		if x.ents[c.A] == nil {
			x.make(c.A, "") // its type stands in other articles
		}
		x.merge(c.A, id)
	}
}

// make makes an entity that a reading hasn't, as earlier corrections have it.
func (x *corrector) make(id string, typ schema.EntityType) *schema.Entity {
	ent := x.keep(&schema.Entity{ID: id, Name: nameOf(id), Type: typ})
	for _, c := range x.done {
		if c.A == id && (c.Action == Rename || c.Action == Retype) {
			x.apply(c)
		}
	}
	return ent
}

func (x *corrector) merge(into, from string) {
	gone := x.ents[from]
	if gone == nil {
		return
	}
	x.changed = true
	ent := x.ents[into]
	if ent == nil {
		ent = x.make(into, gone.Type)
	}
	ent.Aliases = append(append(ent.Aliases, gone.Name), gone.Aliases...)
	ent.Country, ent.Wikidata = cmp.Or(ent.Country, gone.Country), cmp.Or(ent.Wikidata, gone.Wikidata)
	delete(x.ents, from)
	for i := range x.out.Claims {
		claim := &x.out.Claims[i]
		for _, arg := range arguments(claim) {
			if arg.Entity.ID == from {
				give(arg, ent)
			}
		}
		if claim.Source.ID == from {
			claim.Source.ID = into
		}
	}
}

// split is false where the words name the entity nowhere.
func (x *corrector) split(ent *schema.Entity, mention string) (done bool) {
	for i := range x.out.Claims {
		for _, arg := range arguments(&x.out.Claims[i]) {
			if arg.Entity == ent && arg.Mention == mention {
				give(arg, x.keep(&schema.Entity{ID: SplitID(ent.ID, mention), Name: mention, Type: ent.Type}))
				done = true
			}
		}
	}
	if done {
		ent.Aliases = slices.DeleteFunc(ent.Aliases, func(a string) bool { return a == mention })
	}
	return done
}

func (x *corrector) claim(i int, c Correction) {
	claim := &x.out.Claims[i]
	switch c.Action {
	case Reject:
		x.out.Rejections = append(slices.Clone(x.out.Rejections), schema.Rejection{Sentence: claim.Evidence.Sentence, Text: claim.Evidence.Text,
			Subject: claim.Subject.ID(), Object: claim.Object.ID(), Reason: strings.TrimSuffix("rejected by "+c.Author+": "+c.Why, ": ")})
		x.out.Claims = slices.Delete(x.out.Claims, i, i+1)
	case Confirm:
		claim.Confidence = 1
		claim.Parts = append(slices.Clone(claim.Parts), schema.Part{Name: "confirmed by " + c.Author, Value: 1})
	case Edit:
		changes, _ := edits(c.B) // checked when it was made
		for _, key := range slices.Sorted(maps.Keys(changes)) {
			value := changes[key]
			switch key {
			case "subject", "object":
				arg := &claim.Subject
				if key == "object" {
					arg = &claim.Object
				}
				ent := x.keep(&schema.Entity{ID: value, Name: nameOf(value)})
				if arg.Entity == nil {
					arg.Literal, arg.Entity = nil, ent
				} else {
					give(arg, ent)
				}
			case "predicate":
				claim.Predicate = value
			case "status":
				claim.Status = schema.Status(value)
			case "when":
				claim.When = value
			case "about":
				claim.About = value
			case "role":
				claim.Role = value
			}
		}
	}
}

// errNoCorrection is told where the graph has nothing that a correction is about.
var errNoCorrection = errors.New("not in the graph")
