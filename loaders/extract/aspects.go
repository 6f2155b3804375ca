package extract

import "relata/schema"

// aspect is what a noun names only an aspect, a part or the outcome of: "the results of the
// election", "the quality of X's work", "the April edition of the exercise". An owner of its
// own answers for it himself, and so does what the noun itself denotes.
func (r *run) aspect(pred *schema.Predicate, s *sentence, t int, types []schema.EntityType) (out []arg) {
	if s.name[t] >= 0 || s.kid(t, "nmod:poss") >= 0 || !(attitudes[pred.Name] && sides[s.low[t]] || pred.Name == "participates-in" && stages[s.low[t]]) {
		return nil
	}
	of, _ := s.obliques(t, "of")
	for _, k := range of {
		for _, a := range r.v.resolve(s, k) {
			a = a.as(types)
			if fitsType(a.ent.Type, types) && (a.direct || r.mayStandIn(pred, true, s, k, a)) {
				out = append(out, a)
			}
		}
	}
	return out
}

// Nouns for what one judges a thing by, and for the parts of an event that one is at.
var (
	sides  = wordSet("quality legality constitutionality validity legitimacy fairness integrity outcome result results conclusion implementation introduction adoption passage imposition signing ratification enforcement terms term condition provision text idea prospect notion concept principle aim goal objective launch creation establishment")
	stages = wordSet("edition opening start beginning round stage leg day session phase half heat finale installment instalment")
)
