package extract

import (
	"slices"
	"strings"

	"relata/loaders/nlp/coref"
	"relata/schema"
)

// calledNational reads a person's nationality before the callings before the name: "French
// inventor X", "US singer and lyricist X", "Canadian-US chemist X".
func (r *run) calledNational(s *sentence, mi int) {
	m := &r.v.doc.Mentions[mi]
	person := r.v.own(s, m.Head)
	last := m.First - 1
	if person.ent == nil || person.ent.Type != schema.Person || !named(person.ent) || m.Last-m.First < 2 || last < 1 || !s.noun(last) || s.name[last] >= 0 {
		return
	}
	listed := false
	for i := last; i >= 0 && i > last-14; i-- {
		if n := s.name[i]; n >= 0 {
			r.nationOf(s, n, i, last, person)
			return
		}
		switch tok := s.tok(i); {
		case s.noun(i):
			if p, _ := r.postAt(s, i); p != "" && !occupations[s.low[i]] || coref.Plural(tok) && (i == last || s.class(i).Kind == "person") || s.class(i).Kind == "org" || s.class(i).Kind == "group" || (i == last && s.class(i).Kind != "person" && s.class(i).Kind != "") {
				return
			}
		case tok.UPOS == "CCONJ":
			listed = true
		case tok.Form == ",":
			if !listed {
				return
			}
		case tok.UPOS == "ADJ", tok.Form == "-", tok.UPOS == "NUM", tok.UPOS == "VERB" && s.rel[i] == "amod":
		default:
			return
		}
	}
}

// nationOf states the nationality that the name n at the token i tells of a person whose calling
// ends at last; two with a hyphen between them are both told.
func (r *run) nationOf(s *sentence, n, i, last int, person arg) {
	first := r.v.doc.Mentions[n].First
	state := r.v.own(s, r.v.doc.Mentions[n].Head)
	if state.ent == nil || state.ent.Type != schema.Country || state.city != nil || !nationality(s, i) || topical[s.low[last]] && s.Tokens[i].UPOS != "ADJ" || slices.Contains([]string{"-", "/"}, s.Tokens[i+1].Form) || s.Tokens[i+1].XPOS == "POS" {
		return
	}
	if first > 0 && continental[s.Tokens[first-1].Form] || strings.HasSuffix(s.low[i+1], "based") || strings.HasSuffix(s.low[i+1], "born") {
		return
	}
	r.fact(s, "citizen-of", last, first, last+1, person, state, "", "nationality")
	if first >= 2 && s.Tokens[first-1].Form == "-" && s.name[first-2] >= 0 {
		if b := r.v.own(s, first-2); b.ent != nil && b.ent.Type == schema.Country && b.city == nil {
			r.fact(s, "citizen-of", last, first-2, last+1, person, b, "", "nationality")
		}
	}
}
