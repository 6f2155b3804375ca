package extract

import (
	"strings"

	"relata/loaders/nlp"
	"relata/schema"
)

// Verbs by which a text hands over to a statement: "X said:", "X released the following
// statement:".
var (
	handing = wordSet("say add state write comment continue conclude reply respond declare announce tell explain stress remark")
	issuing = wordSet("issue release make provide give deliver publish read post present send file submit put")
	stating = wordSet("statement remark remarks comment comments message declaration tweet letter")
)

// Verbs that name another who speaks, within what may be a statement.
var othersSay = wordSet("say add tell comment reply respond write tweet")

// The first words of paragraphs that stand under a statement and are none of it.
var underneath = []string{"notes to editor", "note to editor", "notes for editor", "further information", "more information", "for more", "for further", "for media", "media enquir", "media inquir", "media contact", "press contact", "contact", "background", "ends", "- ends", "about ", "follow ", "related ", "-30-", "###"}

// A statement without quotation marks goes on over paragraphs that nobody else speaks in if
// it speaks of itself in them, or if the text begins with it: within this many sentences.
const openingSentences = 6

// stated finds the statements that a text hands over to: "The minister, X, said:" at the end
// of a paragraph, and the paragraphs after it, each opened by a quotation mark or without any.
// It gives for each sentence who makes the statement that it stands in and, of statements
// without marks, marks the words in spans.
func (v *view) stated(spans [][]bool) []schema.Source {
	out := make([]schema.Source, len(v.sents))
	for i := 0; i < len(v.sents); i++ {
		src, from := v.handsOver(i, spans)
		if src.Name == "" {
			continue
		}
		s := &v.sents[i]
		if from < len(s.Tokens) { // "X said: The UK will ...", on one line
			if end := v.statementEnd(i, i, spans); end > i {
				for t := from; t < len(s.Tokens); t++ {
					spans[i][t] = true
				}
				v.mark(out, spans, src, i+1, end)
				out[i] = src
				i = end - 1
			}
			continue
		}
		if i+1 >= len(v.sents) || v.sents[i+1].Paragraph == s.Paragraph {
			continue
		}
		if opens(&v.sents[i+1]) {
			end := i + 1
			for end < len(v.sents) && (v.sents[end].Paragraph == v.sents[end-1].Paragraph && end > i+1 || opens(&v.sents[end])) {
				end++
			}
			for j := i + 1; j < end; j++ {
				out[j] = src
			}
			i = end - 1
			continue
		}
		if end := v.statementEnd(i, i+1, spans); end > i+1 {
			v.mark(out, spans, src, i+1, end)
			i = end - 1
		}
	}
	return out
}

// mark makes the words of sentences [first, end) somebody's.
func (v *view) mark(out []schema.Source, spans [][]bool, src schema.Source, first, end int) {
	for j := first; j < end; j++ {
		out[j] = src
		for t := range spans[j] {
			spans[j][t] = true
		}
	}
}

// handsOver says who speaks from the colon of sentence i on, and the token after it; no one
// where it hands over to nobody's statement.
func (v *view) handsOver(i int, spans [][]bool) (schema.Source, int) {
	s := &v.sents[i]
	for t := range s.Tokens {
		if s.Tokens[t].Form != ":" || t == 0 || spans[i][t] {
			continue
		}
		if t+1 < len(s.Tokens) && (!handing[s.low[t-1]] || isMark(s.Tokens[t+1].Form)) {
			return schema.Source{}, 0
		}
		for p := t - 1; p >= 0; p-- {
			if !s.verb(p) || s.passive(p) || spans[i][p] {
				continue
			}
			obj := s.kid(p, "obj")
			switch {
			case handing[s.low[p]] && (obj < 0 || stating[s.low[obj]] || s.low[p] == "tell"):
			case issuing[s.low[p]] && obj >= 0 && stating[s.low[obj]]:
			default:
				continue
			}
			who := s.surface(p, 0)
			if len(who) == 0 {
				who = s.besides(p)
			}
			for k := p - 1; k > 0 && k >= p-2; k-- { // the name right before the verb, wherever it hangs
				if e := v.personAt(s, k); e != nil {
					return schema.Source{ID: e.ID, Name: e.Name}, t + 1
				}
				if s.Tokens[k].Form != "," {
					break
				}
			}
			src, _ := v.speaker(s, who)
			return src, t + 1
		}
		return schema.Source{}, 0
	}
	return schema.Source{}, 0
}

// personAt is the person whose name covers token t, nil if none.
func (v *view) personAt(s *sentence, t int) *schema.Entity {
	if m := s.name[t]; m >= 0 && s.person[t] {
		return v.links.Ties[m].Entity
	}
	return nil
}

func isMark(form string) bool {
	return form == openQuotes || form == "``" || form == "\"" || form == "'" || form == "‘"
}

// opens says whether a quotation mark opens a sentence.
func opens(s *sentence) bool { return isMark(s.Tokens[0].Form) }

// statementEnd is the sentence after the last of a statement without quotation marks that
// begins at first or within it, after the colon of sentence colon; first if it is none.
func (v *view) statementEnd(colon, first int, spans [][]bool) int {
	end, own, self := first, first, false
	bullets := bullet(&v.sents[first])
	for j := first; j < len(v.sents); j++ {
		s := &v.sents[j]
		if s.Paragraph != v.sents[first].Paragraph && own == first {
			own = j // the end of the paragraph that the colon stands before
		}
		if j > colon && v.ends(s, spans[j], bullets) {
			break
		}
		for t := range s.Tokens {
			switch s.low[t] {
			case "i", "we", "my", "our", "me", "us":
				self = self || s.Tokens[t].UPOS == "PRON" && s.Tokens[t].Form != "US"
			}
		}
		end = j + 1
	}
	if own == first || own > end {
		own = end
	}
	if self || bullets || end == len(v.sents) && colon < openingSentences {
		return end
	}
	return own
}

// ends says whether a sentence is no more of a statement that stands before it.
func (v *view) ends(s *sentence, quoted []bool, bullets bool) bool {
	head := strings.ToLower(v.text(s, 0, min(len(s.Tokens), 4))) + " "
	for _, w := range underneath {
		if strings.HasPrefix(head, w) {
			return true
		}
	}
	if bullets != bullet(s) {
		return true
	}
	for t := range s.Tokens {
		if quoted[t] || !s.verb(t) || !othersSay[s.low[t]] || s.passive(t) || s.Tokens[t].XPOS != "VBD" && s.Tokens[t].XPOS != "VBZ" {
			continue
		}
		for _, k := range s.surface(t, 0) {
			if s.person[k] || s.low[k] == "he" || s.low[k] == "she" || s.class(k).Kind == "person" {
				return true
			}
		}
	}
	return false
}

// bullet says whether a sentence is an item of a list.
func bullet(s *sentence) bool {
	switch s.Tokens[0].Form {
	case "-", "–", "•", "*", "·", ".":
		return true
	}
	return false
}

// Words in the names of the bodies that ministers head.
var ministerial = wordSet("ministry department office treasury exchequer state")

// governmentOf is who a person of a body means by "we": a minister of a ministry his state.
func (v *view) governmentOf(e, body *schema.Entity) *schema.Entity {
	if v.ministers[e] && body.Type == schema.Organization {
		if state := v.stateOf(body.Country); state != nil {
			return state
		}
	}
	return body
}

// sayWe says whether an argument is a speaker who says "we".
func (v *view) sayWe(a arg) bool {
	return a.mention >= 0 && strings.EqualFold(v.doc.MentionText(&v.doc.Mentions[a.mention]), "we")
}

// Nouns for papers that a body puts out, by which what it says is told: "the release said".
var releases = wordSet("release statement communique communiqué bulletin report")

// issued is who put out a paper that a sentence before told of: "according to a news release
// of X", then "the release said".
func (v *view) issued(s *sentence, t int) (schema.Source, bool) {
	if d := s.kid(t, "det"); !releases[s.low[t]] || d < 0 || s.low[d] != "the" {
		return schema.Source{}, false
	}
	for i := s.idx; i >= 0 && i >= s.idx-3; i-- {
		sent := &v.sents[i]
		for k := range sent.Tokens {
			if sent.low[k] != s.low[t] || !sent.noun(k) || i == s.idx && k >= t {
				continue
			}
			for _, a := range sent.issuers(k) {
				if e := v.own(sent, a).ent; e != nil && e.Type.IsActor() && named(e) {
					return schema.Source{ID: e.ID, Name: e.Name}, true
				}
			}
		}
	}
	return schema.Source{}, false
}

// Adjectives by which one says that something has to be done.
var needed = wordSet("vital important essential crucial imperative critical necessary time incumbent urgent")

// bids reads what somebody says in a statement or quotation that another has to do: "X must
// release him", "it is vital that X use its influence", "I hope that X will withdraw".
func (r *run) bids(s *sentence, i int) {
	p := r.x.opt.Ontology.Predicate("urges")
	if p == nil || !s.verb(i) || s.passive(i) || !r.v.quoted(s, i) {
		return
	}
	h, ok := s.head[i], false
	for _, k := range s.kids[i] {
		ok = ok || s.rel[k] == "aux" && (s.low[k] == "must" || s.low[k] == "should" || s.low[k] == "ought") && s.rel[i] != "advcl" && s.Tokens[i].Deprel != "acl:relcl" && (h < 0 || !reporting[s.low[h]] || s.rel[i] != "ccomp")
	}
	that := s.kid(i, "mark") >= 0 && (s.low[s.kid(i, "mark")] == "that" || s.low[s.kid(i, "mark")] == "for")
	ok = ok || (s.low[i] == "need" || s.low[i] == "have") && s.rel[i] == "root" && s.kid(i, "xcomp") > i && s.kid(i, "obj") < 0
	if h >= 0 && (s.rel[i] == "ccomp" || s.rel[i] == "csubj" || s.rel[i] == "advcl" || s.rel[i] == "xcomp") && that {
		ok = ok || needed[s.low[h]] && s.kid(h, "cop") >= 0 || (s.low[h] == "hope" || s.low[h] == "expect") && s.verb(h)
	}
	if !ok {
		return
	}
	speaker := r.v.speakerEntity(r.v.source(s, i, 0))
	if speaker == nil || !speaker.Type.IsActor() {
		return
	}
	if st, _ := r.v.status(s, i); st == schema.Denied {
		return
	}
	first, last := s.subtree(i, func(k int) bool {
		return s.rel[k] == "nsubj" || s.rel[k] == "mark" || s.rel[k] == "advcl" || s.rel[k] == "punct"
	})
	for _, u := range s.surface(i, 0) {
		for _, b := range r.v.resolve(s, u) {
			if b.ent == nil || !b.direct || b.ent == speaker || !b.ent.Type.IsActor() || !r.tells(b) || r.v.firstPerson(s, b.tok) != nil || r.v.kindOf(b) == nlp.Pronoun && s.low[b.tok] != "they" && s.low[b.tok] != "he" && s.low[b.tok] != "she" {
				continue
			}
			if r.v.speaksFor[speaker] == b.ent {
				continue // who leads it says what it must do
			}
			a := arg{ent: speaker, mention: -1, tok: i, direct: true, score: b.score}
			r.emit(&candidate{pred: p, sent: s, at: i, first: i, last: i + 1, subject: a, object: b, about: clip(r.v.text(s, first, last)), status: schema.Actual, method: "extract/bids@" + Version, features: features{kind: schema.VerbFrame, loose: true}})
		}
	}
}
