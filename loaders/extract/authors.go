package extract

import "relata/schema"

// Predicates of what one holds of another, which one may put in writing.
var stances = wordSet("supports opposes criticizes accuses warns urges")

// Nouns for what words stand on, and verbs for bringing it before people.
var (
	writings  = wordSet("letter statement petition call placard banner sign message tweet resolution motion report note email post article editorial essay telegram memo memorandum speech book appeal")
	publishes = wordSet("sign write send carry hold publish release issue post pen deliver file wave bear display circulate present submit author join hand raise tweet give make")
)

// authors are those who say what the verb at i says where a piece of writing is its subject: "a
// letter by X accused Y", "X signed a letter urging Y to go", "carrying placards asking Y to go".
func (r *run) authors(s *sentence, i int, types []schema.EntityType) (out []arg) {
	var on []int
	switch h := s.head[i]; {
	case s.passive(i):
		return nil
	case h >= 0 && s.rel[i] == "acl" && (s.Tokens[i].XPOS == "VBG" || s.Tokens[i].Deprel == "acl:relcl"):
		on = []int{h}
	default:
		on = s.direct(i, "nsubj")
	}
	for _, t := range on {
		if !s.paper(t) {
			continue
		}
		who := s.issuers(t)
		if h := s.head[t]; len(who) == 0 && h >= 0 && s.rel[t] == "obj" && s.verb(h) && publishes[s.low[h]] && h != i {
			who = s.surface(h, 0)
		}
		if h := s.head[t]; len(who) == 0 && h >= 0 && s.rel[t] == "obl" && s.preposition(t) == "in" && s.verb(h) && h > i {
			who = s.surface(h, 0) // "In a statement praising Y, X said"
		}
		for _, k := range who {
			for _, a := range r.v.resolve(s, k) {
				if a = a.as(types); a.direct && fitsType(a.ent.Type, types) {
					out = append(out, a)
				}
			}
		}
	}
	return out
}

// paper says whether the noun at t is a piece of writing without a name.
func (s *sentence) paper(t int) bool {
	return t < len(s.Tokens) && writings[s.low[t]] && s.name[t] < 0
}
