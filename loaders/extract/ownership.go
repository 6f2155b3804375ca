package extract

import (
	"relata/schema"
)

// stateOwned reads "Peru's state-owned X", "state-run Peruvian agency X".
func (r *run) stateOwned(s *sentence, t int) {
	owned := -1
	for i := max(0, t-7); i < t; i++ {
		switch w := s.low[i]; {
		case ownedByState[w]:
			owned = i
		case ownedBy[w] && i >= 2 && s.Tokens[i-1].Form == "-" && (s.low[i-2] == "state" || s.low[i-2] == "government"):
			owned = i - 2
		}
	}
	n := s.name[t]
	if owned < 0 || n < 0 || r.v.doc.Mentions[n].Head != t {
		return
	}
	for i := owned; i < r.v.doc.Mentions[n].First; i++ {
		if s.Tokens[i].UPOS == "ADP" || s.Tokens[i].UPOS == "AUX" || s.Tokens[i].Form == "," || i > owned+2 && (s.Tokens[i].XPOS == "VBZ" || s.Tokens[i].XPOS == "VBD" || s.Tokens[i].XPOS == "VBP") {
			return
		}
	}
	body := r.v.own(s, t)
	if body.ent == nil || body.ent.Type != schema.Organization && body.ent.Type != schema.Place {
		return
	}
	for i := r.v.doc.Mentions[n].First - 1; i >= 0 && i >= owned-4; i-- {
		if m := s.name[i]; m >= 0 && r.v.links.Ties[m].Entity != nil && r.v.links.Ties[m].Entity.Type == schema.Country {
			r.fact(s, "owns", owned, owned, t, r.v.own(s, i), body, "", "state-owned")
			return
		}
	}
}

// Words for what a state owns, in one token and as the last of three.
var (
	ownedByState = wordSet("state-owned state-run state-controlled government-owned government-run")
	ownedBy      = wordSet("owned run controlled own control")
)
