package extract

import (
	"relata/loaders/nlp"
	"relata/schema"
)

// Adjectives by which who says them faults whom or what they stand before, and nouns for what
// a body that deserves them is or does.
var (
	reviling  = wordSet("brutal murderous vile barbaric evil savage despicable heinous ruthless tyrannical bloodthirsty cruel abhorrent sadistic barbarous odious reprehensible appalling horrific shocking sickening cowardly disgraceful poisonous twisted hateful depraved callous inhumane abominable monstrous corrupt illegitimate repressive oppressive")
	vices     = wordSet("barbarity brutality cruelty savagery inhumanity depravity barbarism tyranny scourge evil atrocity crime aggression menace terrorism treachery cowardice repression oppression bloodlust")
	revilable = wordSet("regime organisation organization group ideology dictatorship government gang militia terrorist terrorists thug thugs army movement cult leadership junta leader dictator attack bombing strike policy attempt murder killing massacre crime act campaign")
)

// Nouns for finding fault.
var condemning = wordSet("condemnation criticism denunciation rejection rebuke")

// reviled reads whom a speaker faults by the words for him: "the murderous regime of X",
// "X's barbarity", "the vile organisation X". Only what is quoted or stated tells who speaks.
func (r *run) reviled(s *sentence, t int) {
	if !s.noun(t) || !r.v.quoted(s, t) {
		return
	}
	about := -1
	if vices[s.low[t]] && s.name[t] < 0 {
		about = t
	}
	for _, k := range s.kids[t] {
		if k < t && reviling[s.low[k]] && (s.rel[k] == "amod" || s.rel[k] == "compound") && (revilable[s.low[t]] || s.name[t] >= 0 || about >= 0) && !s.negated(k) {
			about = k
		}
	}
	if h := s.head[t]; about < 0 || h >= 0 && condemning[s.low[h]] {
		return // told by whose condemnation it is
	}
	speaker := r.v.speakerEntity(r.v.source(s, t, 0))
	if speaker == nil || !speaker.Type.IsActor() {
		return
	}
	for _, u := range s.reviledAs(t) {
		for _, b := range r.v.resolve(s, u) {
			if b.ent == nil || b.ent == speaker || !b.ent.Type.IsActor() || b.ent.Type == schema.Country || !b.direct || r.v.kindOf(b) == nlp.Pronoun {
				continue
			}
			r.said(s, t, "criticizes", "reviled", s.Tokens[about].Form, speaker, b)
			return
		}
	}
}

// reviledAs are the words for whom the noun at t, with such a word, may mean: whose it is, who
// is behind it, what it is called, itself.
func (s *sentence) reviledAs(t int) []int {
	var out []int
	if s.name[t] >= 0 || !vices[s.low[t]] && s.at[t] >= 0 {
		out = append(out, t)
	}
	for _, k := range s.kids[t] {
		switch {
		case s.Tokens[k].Deprel == "nmod:poss", s.rel[k] == "appos",
			s.rel[k] == "nmod" && (s.preposition(k) == "of" || s.preposition(k) == "by" || s.preposition(k) == "from"),
			(s.rel[k] == "compound" || s.rel[k] == "amod" || s.rel[k] == "nmod" || s.rel[k] == "flat") && s.name[k] >= 0:
			out = append(out, k)
		}
	}
	return out
}
