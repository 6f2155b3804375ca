package graph

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/cayleygraph/quad"
	"github.com/piprate/json-gold/ld"

	"relata/schema"
)

// maxJSONLD bounds a file of JSON-LD, which is held in memory.
const maxJSONLD = 256 << 20

// noRemote refuses contexts that would have to be fetched.
type noRemote struct{ err error }

func (n *noRemote) LoadDocument(u string) (*ld.RemoteDocument, error) {
	n.err = fmt.Errorf("the context %s is not in the file, and none is fetched", clip(u))
	return nil, n.err
}

// readJSONLD has the file expanded, after https://www.w3.org/TR/json-ld11-api/, and turns
// it into quads itself, so that blank nodes keep their labels and nothing is left out in
// silence.
func (in *importer) readJSONLD(r io.Reader) error {
	data, err := io.ReadAll(io.LimitReader(r, maxJSONLD+1))
	if err != nil {
		return err
	}
	if len(data) > maxJSONLD {
		return fmt.Errorf("the file is longer than %d MB; TriG and N-Quads may be", maxJSONLD>>20)
	}
	var doc any
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if err := json.Unmarshal(data, &doc); err != nil {
		return jsonFault(err, data)
	}
	if top, ok := doc.(map[string]any); ok {
		if terms, ok := top["@context"].(map[string]any); ok {
			prefixes := map[string]string{}
			for name, v := range terms {
				prefixes[name], _ = v.(string)
			}
			in.ours(prefixes, "k")
		}
	}
	keepTags(doc)
	nodes, err := expandJSONLD(doc)
	if err != nil {
		return fmt.Errorf("JSON-LD: %w", err)
	}
	j := jsonReader{in: in}
	return j.nodes(nodes, nil)
}

// keepTags notes the tags of languages in the index of their values: expansion puts them
// in lower case, and keeps an index that says nothing in RDF.
func keepTags(v any) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			keepTags(item)
		}
	case map[string]any:
		tag, tagged := v["@language"].(string)
		if _, indexed := v["@index"]; tagged && !indexed && v["@value"] != nil {
			v["@index"] = tag
			return
		}
		for _, item := range v {
			keepTags(item)
		}
	}
}

// expandJSONLD makes an error of a panic: what is expanded may be anything.
func expandJSONLD(doc any) (nodes []any, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("can't be expanded: %v", p)
		}
	}()
	opt := ld.NewJsonLdOptions("")
	var remote noRemote
	opt.DocumentLoader = &remote
	nodes, err = ld.NewJsonLdProcessor().Expand(doc, opt)
	if remote.err != nil { // which the other error doesn't say
		return nil, remote.err
	}
	return nodes, err
}

// jsonFault tells line and column of an error of encoding/json.
func jsonFault(err error, data []byte) error {
	var syntax *json.SyntaxError
	if !errors.As(err, &syntax) {
		return err
	}
	read := data[:min(max(int(syntax.Offset)-1, 0), len(data))]
	line := bytes.Count(read, []byte("\n")) + 1
	column := utf8.RuneCount(read[bytes.LastIndexByte(read, '\n')+1:]) + 1
	return &SyntaxError{line, column, syntax.Error()}
}

// jsonReader turns expanded JSON-LD into quads.
type jsonReader struct {
	in     *importer
	blanks int
}

func (j *jsonReader) fault(format string, args ...any) error {
	return j.in.fault(&SyntaxError{What: fmt.Sprintf(format, args...)})
}

func (j *jsonReader) nodes(list any, label quad.Value) error {
	for _, item := range ld.Arrayify(list) {
		m, ok := item.(map[string]any)
		if !ok || ld.IsValue(item) {
			continue
		}
		if _, err := j.node(m, label); err != nil {
			return err
		}
	}
	return nil
}

// name gives what an @id stands for; nil, after a fault is noted, if it is none.
func (j *jsonReader) name(v any, compress func(string) (quad.IRI, error)) (quad.Value, error) {
	s, _ := v.(string)
	if label, ok := strings.CutPrefix(s, "_:"); ok && label != "" {
		return quad.BNode(label), nil
	}
	if !absolute(s) {
		return nil, j.fault("the IRI <%s> is not absolute", clip(s))
	}
	id, err := compress(s)
	if err != nil {
		return nil, j.fault("the IRI <%s>: %v", clip(s), err)
	}
	return id, nil
}

// node reads a node object and gives its subject; nil if it has none that can be kept.
func (j *jsonReader) node(m map[string]any, label quad.Value) (subject quad.Value, err error) {
	if id, ok := m["@id"]; ok {
		if subject, err = j.name(id, j.in.names.Compress); err != nil || subject == nil {
			return nil, err
		}
	} else {
		j.blanks++
		subject = quad.BNode(fmt.Sprintf(" %d", j.blanks)) // no label can be that
	}
	for _, key := range sortedKeys(m) {
		switch key {
		case "@id", "@index":
		case "@graph":
			err = j.nodes(m[key], subject)
		case "@included":
			err = j.nodes(m[key], label)
		case "@type":
			for _, v := range ld.Arrayify(m[key]) {
				class, err := j.name(v, j.in.names.Compress)
				if err == nil && class != nil {
					err = j.in.add(quad.Quad{Subject: subject, Predicate: rdfType, Object: class, Label: label})
				}
				if err != nil {
					return nil, err
				}
			}
		case "@reverse":
			reverse, _ := m[key].(map[string]any)
			for _, key := range sortedKeys(reverse) {
				if err := j.member(subject, key, reverse[key], label, true); err != nil {
					return nil, err
				}
			}
		default:
			err = j.member(subject, key, m[key], label, false)
		}
		if err != nil {
			return nil, err
		}
	}
	return subject, nil
}

func (j *jsonReader) member(subject quad.Value, key string, values any, label quad.Value, reverse bool) error {
	predicate, err := j.name(key, j.in.names.CompressPredicate)
	if err != nil || predicate == nil {
		return err
	}
	term, ok := predicate.(quad.IRI)
	if !ok {
		return j.fault("the blank node %s is no predicate", clip(key))
	}
	for _, v := range ld.Arrayify(values) {
		object, err := j.object(term, v, label)
		if err != nil {
			return err
		}
		q := quad.Quad{Subject: subject, Predicate: predicate, Object: object, Label: label}
		if reverse {
			q.Subject, q.Object = object, subject
		}
		if object == nil {
			continue
		}
		if err := j.in.add(q); err != nil {
			return err
		}
	}
	return nil
}

// object gives nil if there is none that can be kept.
func (j *jsonReader) object(predicate quad.IRI, v any, label quad.Value) (quad.Value, error) {
	m, ok := v.(map[string]any)
	switch {
	case !ok:
		return nil, nil
	case ld.IsValue(v):
		return j.literal(predicate, m)
	case ld.IsList(v):
		return j.list(ld.Arrayify(m["@list"]), label)
	}
	if id, ok := m["@id"]; ok && predicate == rdfPredicate && len(m) == 1 {
		return j.name(id, j.in.names.CompressPredicate)
	}
	return j.node(m, label)
}

func (j *jsonReader) list(items []any, label quad.Value) (quad.Value, error) {
	var head quad.Value = rdfNil
	for _, item := range slices.Backward(items) {
		object, err := j.object(rdfFirst, item, label)
		if err != nil {
			return nil, err
		}
		if object == nil {
			continue
		}
		j.blanks++
		node := quad.BNode(fmt.Sprintf(" %d", j.blanks))
		for _, q := range []quad.Quad{
			{Subject: node, Predicate: rdfFirst, Object: object, Label: label},
			{Subject: node, Predicate: rdfRest, Object: head, Label: label},
		} {
			if err := j.in.add(q); err != nil {
				return nil, err
			}
		}
		head = node
	}
	return head, nil
}

func (j *jsonReader) literal(predicate quad.IRI, m map[string]any) (quad.Value, error) {
	var text, datatype string
	switch v := m["@value"].(type) {
	case string:
		text = v
	case bool:
		text, datatype = strconv.FormatBool(v), "xsd:boolean"
	case float64:
		if text, datatype = formatDouble(v), "xsd:double"; v == float64(int64(v)) && m["@type"] != xsdDouble {
			text, datatype = strconv.FormatInt(int64(v), 10), "xsd:integer"
		}
	}
	if lang, ok := m["@language"].(string); ok {
		if tag, ok := m["@index"].(string); ok && strings.EqualFold(tag, lang) {
			lang = tag
		}
		if !validLang(lang) {
			return nil, j.fault("%q is not a language tag", clip(lang))
		}
		return quad.LangString{Value: quad.String(text), Lang: lang}, nil
	}
	name, _ := m["@type"].(string)
	switch name {
	case "":
		return typedValue(predicate, text, quad.IRI(datatype)), nil
	case "@json":
		b, err := marshalJSON(m["@value"])
		if err != nil {
			return nil, err
		}
		return typedValue(predicate, string(b), "rdf:JSON"), nil
	}
	v, err := j.name(name, j.in.names.Compress)
	if err != nil || v == nil {
		return nil, err
	}
	id, ok := v.(quad.IRI)
	if !ok {
		return nil, j.fault("the blank node %s is no datatype", clip(name))
	}
	return typedValue(predicate, text, id), nil
}

const xsdDouble = "http://www.w3.org/2001/XMLSchema#double"

// ftmTypes give the type of entity for the schemata of FollowTheMoney that have one.
var ftmTypes = map[string]schema.EntityType{
	"Person": schema.Person, "Organization": schema.Organization, "Company": schema.Organization, "PublicBody": schema.Organization,
	"LegalEntity": schema.Group, "Address": schema.Place, "Event": schema.Event,
}

// ftmTerms give our word for a property; all others are written as <ftm/PROPERTY>.
var ftmTerms = map[string]quad.IRI{"name": termName, "alias": termAlias, "country": termCountry, "wikidataId": termWikidata}

// ftmEnds give the properties of FollowTheMoney's own links that name their ends, beside
// those of ftmLinks, and the predicate.
var ftmEnds = map[string]struct{ predicate, subject, object string }{
	"Ownership":      {"owns", "owner", "asset"},
	"UnknownLink":    {"", "subject", "object"}, // its role is the predicate
	"Succession":     {"succeeds", "successor", "predecessor"},
	"Representation": {"ftm/Representation", "agent", "client"},
	"Associate":      {"ftm/Associate", "person", "associate"},
	"Payment":        {"ftm/Payment", "payer", "beneficiary"},
	"Debt":           {"ftm/Debt", "debtor", "creditor"},
}

// ftmSays is the predicate and the ends of a schema that links two entities.
func ftmSays(schemaName string, props map[string][]string) (predicate, subject, object string, ok bool) {
	for name, link := range ftmLinks {
		if link.schema == schemaName {
			return name, link.subject, link.object, true
		}
	}
	ends, ok := ftmEnds[schemaName]
	if !ok {
		return "", "", "", false
	}
	if ends.predicate == "" {
		role := "linked to"
		if len(props["role"]) > 0 && strings.TrimSpace(props["role"][0]) != "" {
			role = props["role"][0]
		}
		ends.predicate = schema.OpenPrefix + strings.Join(strings.Fields(role), "_")
		if schema.Default().Predicate(role) != nil {
			ends.predicate = role
		}
	}
	return ends.predicate, ends.subject, ends.object, true
}

// readFTM reads FollowTheMoney entities: what each is, its properties, and for a link
// also the edge itself.
func (in *importer) readFTM(r io.Reader) error {
	lines := newScanner(r, in.names)
	for {
		line, err := lines.readLine()
		var fault *SyntaxError
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, &fault):
			if err := in.fault(fault); err != nil {
				return err
			}
			continue
		case err != nil:
			return err
		}
		if err := in.stopped(lines.line); err != nil {
			return err
		}
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		quads, err := ftmQuads(line)
		if err != nil {
			fault := &SyntaxError{lines.line, 1, err.Error()}
			var syntax *json.SyntaxError
			if errors.As(err, &syntax) {
				fault.Column = utf8.RuneCount(line[:min(max(int(syntax.Offset)-1, 0), len(line))]) + 1
			}
			if err := in.fault(fault); err != nil {
				return err
			}
			continue
		}
		for _, q := range quads {
			if err := in.add(q); err != nil {
				return err
			}
		}
	}
}

func ftmQuads(line []byte) ([]quad.Quad, error) {
	var entity struct {
		ID         string
		Schema     string
		Properties map[string][]string
	}
	if !utf8.Valid(line) {
		return nil, errors.New("invalid UTF-8")
	}
	if err := json.Unmarshal(line, &entity); err != nil {
		return nil, err
	}
	if entity.ID == "" || entity.Schema == "" {
		return nil, errors.New("an entity needs an id and a schema")
	}
	node := func(id string) quad.IRI { return quad.IRI("ftm/" + id) }
	id := node(entity.ID)
	quads := []quad.Quad{{Subject: id, Predicate: quad.IRI("ftm/schema"), Object: quad.String(entity.Schema)}}
	if kind := ftmTypes[entity.Schema]; kind != "" {
		quads = append(quads, quad.Quad{Subject: id, Predicate: rdfType, Object: quad.IRI(kind)})
	}
	predicate, subject, object, link := ftmSays(entity.Schema, entity.Properties)
	for _, name := range sortedKeys(entity.Properties) {
		term, ok := ftmTerms[name]
		if !ok {
			term = quad.IRI("ftm/" + name)
		}
		for _, text := range entity.Properties[name] {
			var value quad.Value = quad.String(text)
			if link && (name == subject || name == object) || name == "proof" {
				value = node(text)
			}
			quads = append(quads, quad.Quad{Subject: id, Predicate: term, Object: value})
		}
	}
	if link {
		for _, from := range entity.Properties[subject] {
			for _, to := range entity.Properties[object] {
				quads = append(quads, quad.Quad{Subject: node(from), Predicate: quad.IRI(predicate), Object: node(to)})
			}
		}
	}
	for _, q := range quads {
		if err := checkQuad(q); err != nil {
			return nil, err
		}
	}
	return quads, nil
}
