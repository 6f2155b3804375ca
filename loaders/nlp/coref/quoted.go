package coref

import (
	"strings"

	"relata/loaders/nlp"
)

// Verbs that have what is said within quotation marks.
var saying = wordSet(`say state tell write tweet post add comment note explain announce declare claim argue insist remark reply respond recall warn ask
		admit acknowledge describe call confirm stress emphasize emphasise reiterate repeat promise testify vow complain joke quip conclude continue observe suggest predict`)

// spokenBy finds for each sentence with a quotation the mention of its speaker: the subject
// of a verb of saying beside the quotation, or else the speaker of the quotation that stands
// right before.
func (r *resolver) spokenBy() {
	n := len(r.doc.Sentences)
	r.inside, r.speaker = make([][]bool, n), make([]int, n)
	open, para, last, quotedBefore := false, -1, -1, false
	for s := range r.doc.Sentences {
		sent := &r.doc.Sentences[s]
		r.speaker[s] = -1
		if sent.Paragraph != para && !open {
			quotedBefore = quotedBefore && sent.Paragraph <= para+1
		}
		if sent.Paragraph != para {
			open, para = false, sent.Paragraph
		}
		in, any := make([]bool, len(sent.Tokens)), false
		for t := range sent.Tokens {
			switch sent.Tokens[t].Form {
			case "“", "``":
				open = true
				continue
			case "”", "''":
				open = false
				continue
			case "\"":
				open = !open
				continue
			}
			in[t] = open
			any = any || open
		}
		if !any {
			quotedBefore = false
			continue
		}
		r.inside[s] = in
		who := -1
		for t := range sent.Tokens {
			if in[t] || sent.Tokens[t].UPOS != "VERB" || !saying[strings.ToLower(sent.Tokens[t].Lemma)] {
				continue
			}
			if j := r.subjectOf(s, t); j >= 0 && !in[r.doc.Mentions[j].Head] {
				who = j
			}
		}
		if who < 0 && quotedBefore {
			who = last
		}
		r.speaker[s], last, quotedBefore = who, who, true
	}
}

// subjectOf is the mention that is the subject of a verb, or of the verb that it is joined
// to; -1 if none.
func (r *resolver) subjectOf(s, v int) int {
	sent := &r.doc.Sentences[s]
	for n := 0; n < 4 && v >= 0 && v < len(sent.Tokens); n++ {
		for _, k := range r.trees[s][v] {
			if sent.Tokens[k].Deprel == "nsubj" {
				if j, ok := r.byHead[s][k]; ok {
					return j
				}
				return -1
			}
		}
		switch base(sent.Tokens[v].Deprel) {
		case "conj", "advcl", "xcomp":
			v = sent.Tokens[v].Head
		default:
			return -1
		}
	}
	return -1
}

// speaks says whether mention j denotes the speaker of the quotation in which the pronoun m
// stands: who speaks of "him" means another.
func (r *resolver) speaks(m *nlp.Mention, j int) bool {
	in := r.inside[m.Sentence]
	return in != nil && in[m.Head] && r.speaker[m.Sentence] >= 0 && r.find(r.speaker[m.Sentence]) == r.find(j)
}
