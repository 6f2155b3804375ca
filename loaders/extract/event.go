package extract

import (
	"slices"
	"strings"

	"relata/loaders/link"
	"relata/schema"
)

// eventWords gives the PLOVER class of verbs outside the ontology, by lemma: after the
// descriptions of the classes in the PLOVER codebook (Halterman et al., 2023).
var eventWords = func() map[string]string {
	m := map[string]string{}
	for class, words := range map[string]string{
		"AGREE":     "agree promise pledge consent undertake sign ratify commit guarantee approve offer",
		"CONSULT":   "meet visit host discuss consult mediate receive welcome greet confer debrief brief phone telephone return arrive attend fly",
		"SUPPORT":   "praise support endorse defend recognize recognise forgive commend congratulate back hail applaud thank honor honour establish normalize resume restore appreciate pay",
		"COOPERATE": "cooperate share join exchange collaborate coordinate link partner train extradite",
		"AID":       "give provide grant donate assist help rescue protect shelter feed deliver treat fund finance airlift distribute supply lend vaccinate",
		"YIELD":     "withdraw resign release free surrender retreat lift ease concede allow permit reopen open pardon accept relax legalize shorten pull quit evacuate apologize compensate repatriate relinquish disarm demobilize vacate abdicate liberalize commute relent admit let cancel",
		"REQUEST":   "demand urge call ask appeal order request seek petition beg plead propose invite require insist must",
		"ACCUSE":    "accuse blame criticize criticise condemn denounce complain sue charge allege suspect investigate probe decry deplore rebuke slam fault summon lodge monitor inspect question examine hear try",
		"REJECT":    "reject refuse deny decline block veto oppose ignore violate defy renege dismiss rebuff resist boycott postpone flout break scrap abandon",
		"THREATEN":  "threaten warn vow caution swear menace intimidate",
		"PROTEST":   "protest demonstrate riot march rally strike picket blockade barricade occupy storm besiege",
		"SANCTION":  "sanction expel suspend ban cut halt embargo recall sever end freeze restrict prohibit withhold curb reduce stop bar terminate close downgrade penalize",
		"MOBILIZE":  "mobilize mobilise deploy prepare mass reinforce move amass patrol station muster rearm redeploy dispatch send alert",
		"COERCE":    "arrest detain seize demolish destroy impose censor kidnap hack hold confiscate deport evict jail imprison abduct raid ransack loot hijack sentence repress suppress force disperse curfew shut vandalize burn blow sabotage dissolve",
		"ASSAULT":   "attack kill wound bomb shell beat torture shoot fight clash invade fire bombard strike assassinate murder injure ambush behead rape stab massacre retake capture battle down detonate explode target gas poison overrun",
	} {
		for w := range wordSet(words) {
			m[w] = class
		}
	}
	return m
}()

// Words that ask for what they govern, among those that make it planned.
var asking = wordSet("urge demand call ask request order appeal require must should insist press push need beg plead advise tell")

// Words of will and menace.
var menacing = wordSet("threaten will would vow warn swear threat ultimatum 'll")

// eventOf is the PLOVER class of a predicate under its status: aid that is promised is an
// agreement, aid that is refused a rejection, force that is announced a threat.
func eventOf(class string, st schema.Status, why string) string {
	has := func(set map[string]bool) bool {
		for _, w := range strings.Split(why, ", ") {
			if set[w] {
				return true
			}
		}
		return false
	}
	switch st {
	case schema.Planned:
		if has(map[string]bool{"threaten": true, "threat": true}) {
			return "THREATEN"
		}
		switch class {
		case "AID", "SUPPORT", "CONSULT", "COOPERATE", "YIELD", "AGREE":
			if has(asking) {
				return "REQUEST"
			}
			return "AGREE"
		case "SANCTION", "ASSAULT", "COERCE", "REJECT":
			if has(asking) {
				return "REQUEST"
			}
			if has(menacing) {
				return "THREATEN"
			}
			if has(map[string]bool{"prepare": true}) {
				return "MOBILIZE"
			}
		}
	case schema.Denied:
		switch class {
		case "AID", "SUPPORT", "CONSULT", "COOPERATE", "YIELD", "AGREE", "MOBILIZE":
			return "REJECT"
		case "SANCTION", "ASSAULT", "COERCE":
			return "YIELD"
		}
	}
	return class
}

// Verbs that end what their object names.
var (
	lifts = wordSet("lift ease relax remove loosen waive end")
	cuts  = wordSet("suspend halt cut freeze withhold stop end reduce slash prohibit")
)

// turnedBy is the class of what a noun names under the verb that ends it: sanctions that are
// lifted are a concession, aid that is cut is a sanction.
func (s *sentence) turnedBy(i int, class string) string {
	h := s.head[i]
	if !s.noun(i) || h < 0 {
		return class
	}
	if s.rel[i] == "nmod" && s.noun(h) && s.head[h] >= 0 && (ofWords[s.low[h]] || s.class(h).Kind == "quantity") {
		i, h = h, s.head[h] // "part of the aid"
	}
	if !s.verb(h) || s.rel[i] != "obj" && !(s.rel[i] == "nsubj" && s.passive(h)) {
		return class
	}
	switch {
	case class == "SANCTION" && lifts[s.low[h]]:
		return "YIELD"
	case (class == "AID" || class == "COOPERATE") && cuts[s.low[h]]:
		return "SANCTION"
	}
	return class
}

// openClaim reads the clause of a verb that no frame fits: its subject and what else it
// names, under a predicate of its own words.
func (r *run) openClaim(s *sentence, i int) {
	if r.matched[[2]int{s.idx, i}] || s.rel[i] == "amod" || s.low[i] == "be" || s.low[i] == "have" || reporting[s.low[i]] && eventWords[s.low[i]] == "" {
		return
	}
	var subjects []arg
	for _, t := range s.subjects(i) {
		for _, a := range r.v.resolve(s, t) {
			if a.ent.Type.IsActor() && r.tells(a) && (a.direct || s.class(t).Kind == "product" || s.class(t).Kind == "event") {
				subjects = append(subjects, a)
			}
		}
	}
	if len(subjects) == 0 {
		return
	}
	try := func(toks []int, name string, near bool) bool {
		found := false
		for _, t := range toks {
			args := r.v.resolve(s, t)
			if near && s.noun(t) && !slices.ContainsFunc(args, r.tells) {
				args = nil
				if s.kid(t, "nmod:poss") >= 0 || s.kid(t, "amod", "compound") >= 0 {
					for _, k := range s.nounActors(t, 12) {
						args = append(args, r.v.resolve(s, k)...)
					}
				}
				for _, k := range s.kids[t] { // "contact with X", "a camp for X"
					if s.rel[k] == "nmod" && s.preposition(k) != "" && !listWords[s.preposition(k)] && len(args) == 0 {
						args = append(args, r.v.resolve(s, k)...)
					}
				}
			}
			for _, b := range args {
				if b.ent == nil || !r.tells(b) || b.ent.Type == schema.Product || b.ent.Type == schema.Event {
					continue
				}
				for _, a := range subjects {
					if a.ent == b.ent {
						continue
					}
					p := &schema.Predicate{Name: schema.OpenPrefix + name, Event: eventWords[s.low[i]], From: schema.EntityTypes, To: schema.EntityTypes}
					r.emit(&candidate{pred: p, sent: s, at: i, first: i, last: i + 1, subject: a, object: b, method: "extract/open@" + Version, features: features{kind: schema.VerbFrame, loose: !b.direct}})
					found = true
				}
			}
		}
		return found
	}
	if try(s.objects(i), s.low[i], true) || try(s.direct(i, "iobj"), s.low[i], false) {
		return
	}
	for _, k := range s.kids[i] {
		if s.rel[k] == "obl" && s.class(k).Kind != "time" {
			if p := s.preposition(k); p != "" && p != "by" && !strings.HasPrefix(p, "according") {
				if try([]int{k}, s.low[i]+"_"+strings.ReplaceAll(p, " ", "_"), true) {
					return
				}
			}
		}
	}
}

// tells says whether an argument tells who or what it is.
func (r *run) tells(a arg) bool {
	if a.mention >= 0 && r.v.kindOf(a) != 0 && r.v.links.Described(a.ent) {
		return a.ent.Country != "" && a.ent.Type.IsActor() || named(a.ent)
	}
	return named(a.ent)
}

// countries gives people and bodies the state that the article ties them to: by post, by
// place, or because it names one state only; to persons only where persons says so.
func (r *run) countries(persons bool) {
	for range 2 {
		for i := range r.reading.Claims {
			c := &r.reading.Claims[i]
			if c.Method == unnamedMethod && !persons {
				continue // a nameless holder acts no more for it
			}
			switch c.Predicate {
			case "works-for", "leads", "part-of", "located-in", "citizen-of", "member-of":
				if a, b := c.Subject.Entity, c.Object.Entity; c.Status == schema.Actual && a.Country == "" && b.Country != "" && b.Country != "IGO" {
					a.Country = b.Country
				}
			}
		}
	}
	for _, e := range r.v.links.Entities {
		if e.Type == schema.Person && e.Country == "" {
			e.Country = link.LeaderCountry(e.Name)
		}
	}
	states := map[string]bool{}
	for i := range r.v.doc.Mentions {
		if e := r.v.links.Ties[i].Entity; e != nil && (e.Type == schema.Country || e.Type == schema.Place) && e.Country != "" {
			states[e.Country] = true
		}
	}
	if len(states) != 1 {
		return
	}
	abroad := map[*schema.Entity]bool{} // who does something to the state, or travels there
	for i := range r.reading.Claims {
		c := &r.reading.Claims[i]
		if b := c.Object.Entity; b != nil && c.Event != "" && (b.Type == schema.Country || c.Predicate == "visited") {
			abroad[c.Subject.Entity] = true
		}
	}
	for iso := range states {
		for _, e := range r.v.links.Entities {
			if e.Country == "" && !abroad[e] && (e.Type.IsActor() || e.Type == schema.Place) && (persons || e.Type != schema.Person) {
				e.Country = iso
			}
		}
	}
}
