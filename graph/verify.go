package graph

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"

	"relata/schema"
)

// Retract takes an article out of the store, in one commit: its claims, what it says of
// entities, and its text; and with it the copies of the same text under other URLs, which
// have no claims of their own. It tells how many quads went; none if the store hasn't it.
func (s *Store) Retract(ctx context.Context, id string) (int, error) {
	s.write.Lock()
	defer s.write.Unlock()
	if s.opt.ReadOnly {
		return 0, fmt.Errorf("%s: %w", s.location, ErrReadOnly)
	}
	now, end, err := s.reader()
	if err != nil {
		return 0, err
	}
	defer end()
	var deltas []graph.Delta
	sum := ""
	for q, err := range now.find(ctx, quad.Quad{Label: quad.IRI(id)}) {
		if err != nil {
			return 0, err
		}
		deltas = append(deltas, graph.Delta{Quad: q, Action: graph.Delete})
		if v, ok := q.Object.(quad.String); ok && q.Predicate == termSHA256 && q.Subject == q.Label {
			sum = string(v)
		}
	}
	if len(deltas) == 0 {
		return 0, nil
	}
	shared := false // an import may bring one text under two ids
	for q, err := range now.find(ctx, quad.Quad{Predicate: termSHA256, Object: quad.String(sum)}) {
		if err != nil {
			return 0, err
		}
		if q.Label == quad.IRI(id) {
			continue
		}
		label, _ := q.Label.(quad.IRI)
		a, err := now.article(ctx, label)
		if err != nil {
			return 0, err
		}
		if a.CopyOf != id {
			shared = true
			continue
		}
		for q, err := range now.find(ctx, quad.Quad{Label: label}) {
			if err != nil {
				return 0, err
			}
			deltas = append(deltas, graph.Delta{Quad: q, Action: graph.Delete})
		}
	}
	if err := s.apply(deltas); err != nil {
		return 0, fmt.Errorf("%s: %w", id, err)
	}
	if err := s.originals.remove(id); err != nil {
		return len(deltas), fmt.Errorf("%s: what was read first: %w", id, err)
	}
	if isSHA256(sum) && !shared {
		if err := s.texts.remove(sum); err != nil {
			return len(deltas), fmt.Errorf("%s: its text: %w", id, err)
		}
	}
	return len(deltas), nil
}

// Problem is something in the store that should not be.
type Problem struct {
	Article string // id, or file
	What    string
	Note    bool // nothing is wrong, but something can't be done or is left over
}

func (p Problem) String() string { return p.Article + ": " + p.What }

// Verify looks at everything in the store: that its indexes agree; that every article has its text, unchanged;
// every claim its parts and an edge, if it asserts one; every edge a claim; and every
// sentence the words that stand at its place in the text. The problems come ordered by
// article; an error means that the store can't be read.
func (s *Store) Verify(ctx context.Context) ([]Problem, error) {
	var problems []Problem
	known, textless := map[string]bool{}, 0
	r, end, err := s.reader()
	if err != nil {
		return nil, err
	}
	defer end()
	if _, err := r.qs.Verify(ctx); errors.Is(err, ErrCorrupt) {
		problems = append(problems, Problem{Article: quadsDir, What: err.Error()})
	} else if err != nil {
		return nil, err
	}
	for quads, err := range r.allGroups(ctx) {
		if err != nil {
			return problems, err
		}
		if len(quads) == 0 {
			continue
		}
		v := verifier{s: s, quads: quads, by: map[quad.Value]props{}}
		if !v.article(known) {
			textless++
		}
		problems = append(problems, v.problems...)
	}
	if textless > 0 {
		problems = append(problems, Problem{Article: textsDir, Note: true,
			What: fmt.Sprintf("%d of the articles have no text here (not archived, or imported), so that their sentences can't be checked and relata can't read them again", textless)})
	}
	stray, err := s.texts.list()
	if err != nil {
		return problems, err
	}
	for _, sum := range stray {
		if !known[sum] {
			problems = append(problems, Problem{Article: "articles/" + sum, Note: true, What: "the text of no article (a load that was cut short leaves one; harmless)"})
		}
	}
	return problems, nil
}

// verifier looks at the quads of one label.
type verifier struct {
	s        *Store
	quads    []quad.Quad
	by       map[quad.Value]props
	problems []Problem
}

func (v *verifier) fault(format string, args ...any) {
	v.problems = append(v.problems, Problem{Article: shown(v.quads[0].Label), What: fmt.Sprintf(format, args...)})
}

// article checks an article; it is false if its text is missing.
func (v *verifier) article(known map[string]bool) bool {
	for _, q := range v.quads {
		if err := checkQuad(q); err != nil {
			v.fault("%v", err)
			return true
		}
		v.by[q.Subject] = append(v.by[q.Subject], property{q.Predicate.(quad.IRI), q.Object})
	}
	label := v.quads[0].Label
	doc, ok := v.by[label]
	if !ok || !doc.has(rdfType, classArticle) {
		return true // quads of somebody else's
	}
	sum := doc.text(termSHA256)
	text, err := "", fs.ErrNotExist
	if sum != "" { // else claims that came alone
		text, err = v.s.Text(sum)
		known[sum] = true
	}
	gone := errors.Is(err, fs.ErrNotExist)
	if err != nil && !gone {
		v.fault("its text: %v", err)
	}
	asserted := map[quad.Quad]bool{}
	for _, q := range v.quads {
		if q.Predicate != rdfType {
			continue
		}
		switch p := v.by[q.Subject]; q.Object {
		case classClaim:
			v.claim(q.Subject, p, asserted)
		case classSentence:
			at := p.span(termStart, termEnd)
			if at.Start < 0 || at.End < at.Start || at.End > len(text) {
				if err == nil {
					v.fault("%s: bytes %d to %d are not in the text", shown(q.Subject), at.Start, at.End)
				}
			} else if got := text[at.Start:at.End]; strings.Join(strings.Fields(got), " ") != strings.Join(strings.Fields(p.text(termText)), " ") {
				v.fault("%s: the text has other words there", shown(q.Subject))
			}
		}
	}
	for _, q := range v.quads {
		if !terms[q.Predicate] && !asserted[q] {
			v.fault("the edge %s %s %s has no claim", shown(q.Subject), shown(q.Predicate), shown(q.Object))
		}
		delete(asserted, q)
	}
	for q := range asserted {
		v.fault("the edge %s %s %s is missing", shown(q.Subject), shown(q.Predicate), shown(q.Object))
	}
	slices.SortStableFunc(v.problems, func(a, b Problem) int { return strings.Compare(a.What, b.What) })
	return !gone
}

// claimTerms are what every claim has, once.
var claimTerms = []quad.IRI{rdfSubject, rdfPredicate, rdfObject, termStatus, termConfidence, termEvidence}

func (v *verifier) claim(id quad.Value, p props, asserted map[quad.Quad]bool) {
	for _, status := range p.all(termStatus) {
		if s, ok := status.(quad.String); ok && schema.Status(s).Asserted() {
			asserted[quad.Quad{Subject: p.first(rdfSubject), Predicate: p.first(rdfPredicate),
				Object: p.first(rdfObject), Label: v.quads[0].Label}] = true
		} else if s != quad.String(schema.Denied) {
			v.fault("%s has the unknown status %s", shown(id), shown(status))
		}
	}
	for _, term := range claimTerms {
		if n := len(p.all(term)); n != 1 {
			v.fault("%s has %d values of %s, not one", shown(id), n, shown(term))
		}
	}
	if len(p.all(termEvidence)) != 1 {
		return
	}
	if sent := v.by[p.first(termEvidence)]; sent == nil || len(sent.all(termText)) != 1 {
		v.fault("%s: its sentence %s is missing", shown(id), shown(p.first(termEvidence)))
	}
}

// terms are all predicates of the vocabulary; any other is an edge.
var terms = map[quad.Value]bool{
	rdfType: true, rdfSubject: true, rdfPredicate: true, rdfObject: true, termStatus: true, termSource: true,
	termSourceName: true, termWhen: true, termAbout: true, termRole: true, termEvent: true, termConfidence: true,
	termParts: true, termMethod: true, termEvidence: true, termSubjectMention: true, termSubjectStart: true,
	termSubjectEnd: true, termObjectMention: true, termObjectStart: true, termObjectEnd: true,
	termPredicateStart: true, termPredicateEnd: true, termText: true, termStart: true, termEnd: true,
	termArticle: true, termHeadline: true, termURL: true, termPublisher: true, termAuthor: true, termLanguage: true,
	termPublished: true, termLoaded: true, termSHA256: true, termSentences: true, termUnread: true, termLine: true, termCopyOf: true, termSubjectWas: true, termObjectWas: true, termLikeness: true,
	termName: true, termAlias: true, termCountry: true, termWikidata: true,
}
