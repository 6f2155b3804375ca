// Package extract reads claims from annotated documents: who does what to whom, who says
// so, how sure, and when.
//
//	x, err := extract.New(extract.Options{Analyser: analyser})
//	reading, err := x.Extract(ctx, doc)
//
// Verbs, nouns and adjectives are matched against the frames of the ontology; titles,
// appositions and places are read by rules of their own; each clause also gives an open
// triple. What looked like a claim and was none is kept with its reason. The same
// document gives the same reading. An Extractor may be used by several goroutines; its
// cost is linear in the text, for extraction alone some microseconds a word.
//
// The files, by what they look at:
//
//	the document         extract, view, claim, confidence, whynot, dateline
//	trees, mended        mend, mendagents, mendhang, mendheadlines, mendobjects, mendsaying, mendsubjects, mendverbs
//	clauses              clause, frames, relation, subject, object, argument, nominal, aspects, selects, open, drawn
//	clauses, by matter   aims, indirect, judged, sides, there, justice, mainevent, contests, interviews, outlets, scenes, settlements, reviled, happens, candidacies, saidof, accusations, demands, authors
//	who is meant         resolve, counted, summed, introduced, statearound, peopleof, listings
//	persons              titles, posts, rank, bearers, bodies, whose, appos, callings, tickets, staff, unnamed, constituencies, partisans, reigns, offices, insets, kin, nationality, callednational, successions
//	bodies and places    static, parts, committees, membership, ownership, within, places, placelists, quarters, whereabouts, makers
//	events               event, attendance, ownevents
//	what is no claim     weak, unlikely, particular, misread
//	how sure, who, when  status, source, quotes, saidbeside, statements, when, dated, carried, headline, leadday, setday, eventday, eventyear, spokentime, sourcename
package extract

import (
	"context"
	"errors"
	"fmt"

	"relata/loaders/link"
	"relata/loaders/nlp"
	"relata/loaders/nlp/coref"
	"relata/schema"
)

// Version stands in the method of each claim.
const Version = "1"

// Analyser makes the annotated document of a text: sentences, tags, trees, names.
type Analyser interface {
	Analyse(ctx context.Context, text string) (*nlp.Doc, error)
}

// Options are the settings of an Extractor.
type Options struct {
	Ontology *schema.Ontology // nil means schema.Default
	Analyser Analyser         // needed by Extract, not by FromDoc
	Open     bool             // give open triples too
	WhyNot   bool             // give a reason for every pair of names in a sentence without a claim
}

// Extractor reads documents.
type Extractor struct {
	opt    Options
	frames *frames
}

// New makes an Extractor.
func New(opt Options) (*Extractor, error) {
	if opt.Ontology == nil {
		opt.Ontology = schema.Default()
	}
	return &Extractor{opt, compile(opt.Ontology)}, nil
}

var errNoAnalyser = errors.New("extract: no analyser given")

// Extract analyses the text of doc and reads its claims.
func (x *Extractor) Extract(ctx context.Context, doc *schema.Document) (*schema.Reading, error) {
	if x.opt.Analyser == nil {
		return nil, errNoAnalyser
	}
	ann, err := x.opt.Analyser.Analyse(ctx, withoutDatelines(doc.Text))
	if err != nil {
		return nil, fmt.Errorf("analyse: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	reading := x.FromDoc(doc, ann)
	reading.Unread = ann.Unread
	return reading, nil
}

const suffixBytes = 6

// FromDoc reads the claims of a document that is analysed already. It adds mentions and
// chains to ann; chains that are there already are kept.
func (x *Extractor) FromDoc(doc *schema.Document, ann *nlp.Doc) *schema.Reading {
	if len(ann.Chains) == 0 {
		link.Annotate(ann)
		coref.AddMentions(ann)
		coref.Resolve(ann)
	}
	suffix := ""
	if len(doc.SHA256) >= suffixBytes {
		suffix = doc.SHA256[:suffixBytes]
	}
	links := link.Resolve(ann, suffix)
	r := &run{x: x, v: newView(ann, links, doc.Published), doc: doc, seen: map[claimKey]int{}, matched: map[[2]int]bool{}}
	r.reading = &schema.Reading{Document: doc}
	for i := range ann.Sentences {
		r.reading.Sentences = append(r.reading.Sentences, ann.Sentences[i].Span)
	}
	r.static()
	r.countries(false)
	for i := range r.v.sents {
		r.clauses(&r.v.sents[i])
		r.openClauses(&r.v.sents[i])
	}
	if x.opt.Open {
		for i := range r.v.sents {
			r.triples(&r.v.sents[i])
		}
	}
	r.finish()
	return r.reading
}
