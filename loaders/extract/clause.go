package extract

import (
	"fmt"
	"slices"
	"strings"

	"relata/schema"
)

// run is the reading of one document.
type run struct {
	x        *Extractor
	v        *view
	doc      *schema.Document
	reading  *schema.Reading
	seen     map[claimKey]int // claims by what they say, as indices of reading.Claims
	rejects  map[string]bool
	placings []placing           // who came where in contests
	matched  map[[2]int]bool     // sentence and token of verbs that gave a claim of the ontology
	ones     map[string]oneEvent // filled by theOne
	votes    []int               // filled by voteFor: the mentions of votes, one for each thing that one is called
	voted    bool                // votes is filled
}

// clauses reads the frames of a sentence.
func (r *run) clauses(s *sentence) {
	for i := range s.Tokens {
		tok := &s.Tokens[i]
		switch {
		case s.verb(i):
			r.match(s, i, r.x.frames.verbs[s.low[i]], schema.VerbFrame)
			if (tok.XPOS == "VBN" || tok.XPOS == "VBD" || tok.UPOS == "ADJ") && (tok.Deprel != "acl:relcl" || s.passive(i)) { // "Lima, where she had held talks"
				r.match(s, i, r.x.frames.adjs[strings.ToLower(tok.Form)], schema.AdjectiveFrame)
			}
		case tok.UPOS == "NOUN" || s.low[i] == "behest" || tok.UPOS == "PROPN" && s.name[i] < 0:
			r.match(s, i, r.x.frames.nouns[s.low[i]], schema.NounFrame)
		case tok.UPOS == "ADJ":
			r.match(s, i, r.x.frames.adjs[strings.ToLower(tok.Form)], schema.AdjectiveFrame)
			if fs := r.x.frames.adjs[s.low[i]]; s.low[i] != strings.ToLower(tok.Form) {
				r.match(s, i, fs, schema.AdjectiveFrame)
			}
		}
	}
}

// openClauses reads the clauses that no frame of the sentence took.
func (r *run) openClauses(s *sentence) {
	for i := range s.Tokens {
		r.partiesTo(s, i)
		r.findsVoid(s, i)
		r.judges(s, i)
		r.reviled(s, i)
		r.blames(s, i)
		r.demands(s, i)
		r.resigns(s, i)
		r.doubts(s, i)
		r.sided(s, i)
		r.condoles(s, i)
		r.inCourt(s, i)
		if !s.verb(i) {
			if s.kid(i, "cop") >= 0 {
				r.holdsGuilty(s, i)
				r.isThere(s, i)
				r.liesThere(s, i)
				r.stance(s, i)
			}
			continue
		}
		taken := false
		for _, k := range s.kids[i] { // "imposed sanctions on": the noun said it
			taken = taken || (s.rel[k] == "obj" || s.rel[k] == "nsubj") && r.matched[[2]int{s.idx, k}]
		}
		if !taken {
			r.openClaim(s, i)
		}
		r.indirect(s, i)
	}
}

// match tries the frames of the word at i.
func (r *run) match(s *sentence, i int, refs []frameRef, kind schema.FrameKind) {
	for _, ref := range refs {
		if ref.applies(s, i) && !r.shadowed(s, i, ref, refs) {
			r.frame(s, i, ref, kind)
		}
	}
}

// shadowed says whether a verb with a particle of its own ("take over"), or a compound
// ("trading partner"), hides the plain frames of the word.
func (r *run) shadowed(s *sentence, i int, ref frameRef, refs []frameRef) bool {
	if ref.extra != "" {
		return false
	}
	for _, other := range refs {
		if other.extra != "" && (ref.frame.Kind == schema.VerbFrame || other.pred != ref.pred) && other.applies(s, i) {
			return true
		}
	}
	return false
}

// frame reads one frame at the word i.
func (r *run) frame(s *sentence, i int, ref frameRef, kind schema.FrameKind) {
	f := ref.frame
	subjects, sLoose, sRel := r.argument(s, i, f.Subject, kind, ref.from(), ref.pred, false)
	if kind == schema.NounFrame && sRel == "light" && slices.Contains(f.Object, "each") {
		if pair, _, _ := r.argument(s, i, []string{"nmod:between"}, kind, ref.from(), ref.pred, false); len(pair) > 1 {
			subjects, sRel = pair, "nmod:between" // "the agreement between X and Y was brokered by Z"
		}
	}
	if slices.Contains(f.Object, "each") && !s.doneToSomebody(r.v, i, ref, kind) && s.beforeIn(i) < 0 {
		if len(subjects) == 1 && sRel != "" {
			if pair := r.sides(s, subjects[0].tok, ref.from()); len(pair) > 1 {
				subjects = pair
			}
		}
		if len(subjects) >= 2 && !slices.ContainsFunc(subjects, func(a arg) bool { return !a.direct }) {
			if o, _, _ := r.argument(s, i, without(f.Object, "each"), kind, ref.to(), ref.pred, true); len(o) == 0 {
				r.each(s, i, ref, kind, subjects, sRel)
				return
			}
		}
	}
	objects, oLoose, oRel := r.argument(s, i, f.Object, kind, ref.to(), ref.pred, true)
	if len(objects) > 0 && !slices.ContainsFunc(subjects, func(a arg) bool { return fitsType(a.ent.Type, ref.from()) }) {
		if who := r.unsaid(s, i, ref, kind); len(who) > 0 || len(subjects) == 0 {
			subjects = who
		}
	}
	if len(objects) == 0 && ref.pred.Name == "sanctions" && kind == schema.NounFrame {
		objects = r.aimed(s, i, ref.to())
	}
	if len(objects) == 0 && len(subjects) > 0 {
		objects = r.unsaidEvent(s, i, ref, kind)
	}
	if kind == schema.VerbFrame && len(objects) > 0 && len(subjects) == 0 {
		subjects = r.teller(s, i, ref)
	}
	held := schema.Status("")
	if len(objects) > 0 && (len(subjects) == 0 || kind == schema.NounFrame && sRel == "light") {
		if who, st := r.culprits(s, i, ref); len(who) > 0 {
			subjects, held = who, st
		}
	}
	if kind == schema.VerbFrame && len(objects) > 0 && stances[ref.pred.Name] && !slices.ContainsFunc(subjects, func(a arg) bool { return fitsType(a.ent.Type, ref.from()) && !s.paper(a.tok) }) {
		if who := r.authors(s, i, ref.from()); len(who) > 0 {
			subjects = who
		}
	}
	if kind == schema.VerbFrame && len(objects) == 0 {
		r.mutual(s, i, ref, subjects)
	}
	if len(subjects) == 0 || len(objects) == 0 {
		if len(subjects)+len(objects) > 0 && len(f.From)+len(f.To) == 0 {
			r.missing(s, i, ref, subjects, objects)
		}
		return
	}
	if sRel == "light" && oRel == "nmod:of" && giving[ref.pred.Name] && s.head[i] >= 0 && draws[s.low[s.head[i]]] {
		return // "has the support of X" is X's
	}
	if ref.pred.Name == "trades-with" && sRel == "light" && s.head[i] >= 0 && discusses[s.low[s.head[i]]] {
		return
	}
	about := r.about(s, i, f.About, kind, objects)
	if reason := r.selects(s, i, ref, kind, about); reason != "" {
		r.reject(s, subjects[0].ent.ID, objects[0].ent.ID, ref.pred.Name+": "+reason)
		return
	}
	role := r.about(s, i, f.Role, kind, nil)
	if role == "" && kind == schema.NounFrame && ref.pred.Name == "family-of" {
		role = r.v.text(s, s.adjectives(i), i+1) // "younger brother"
	}
	for _, a := range subjects {
		for _, b := range objects {
			if ref.narrower(a.ent.Type, b.ent.Type) {
				continue // the words say something else of these
			}
			c := candidate{pred: ref.pred, sent: s, at: i, first: i, last: i + 1, subject: a, object: b, about: about, role: role}
			c.method = "extract/" + string(kind) + "@" + Version
			if c.timeless = kind == schema.NounFrame && (sRel == "appos" || sRel == "head"); c.timeless {
				if st, _ := r.v.status(s, i); st == schema.Denied || st == schema.Possible {
					c.status = schema.Actual // what the clause denies is not what its noun says of the name
				}
			}
			if kind == schema.NounFrame && ref.pred.Name == "family-of" && s.kid(i, "cop") < 0 {
				c.status = schema.Actual // "to investigate X and his son": kin all the same
			}
			if held == "" && punishable[ref.pred.Name] && s.chargedWith(i) {
				held = schema.Possible
			}
			if held != "" {
				st, why := r.v.status(s, s.punishing(i))
				c.status, c.why = govern(held, st), why
			}
			if h := s.head[i]; oRel == "drawn" && h >= 0 && (s.low[h] == "face" || answers[s.low[h]]) {
				c.status, c.why = r.v.status(s, h) // who faces opposition has it, what is refused was asked
			}
			if f.Status != "" && c.status == "" {
				st, why := r.v.status(s, i)
				c.status, c.why = govern(st, f.Status), why
			}
			c.features = features{kind: kind, loose: sLoose || oLoose, controlled: sRel == "nsubj" && kind == schema.VerbFrame && s.kid(i, "nsubj") < 0}
			r.emit(&c)
		}
	}
}

// Verbs for sending arms at somebody.
var shoots = wordSet("launch fire unleash lob drop shoot hurl detonate")

// Predicates of what one does with one's own things, of what is done by force, and of what
// is given to others.
var (
	handled = wordSet("deploys-to supplies aids")
	forced  = wordSet("attacks kills arrests")
	giving  = wordSet("supports aids funds supplies")
)

// unsaid is who does what the word at i says where no agent stands with it: whose the troops,
// weapons or aid are ("Russian weapons were deployed in X"), whose attack somebody was killed
// in ("killed in a Russian air strike"), whose programme something was given under.
func (r *run) unsaid(s *sentence, i int, ref frameRef, kind schema.FrameKind) (out []arg) {
	take := func(as []arg) {
		for _, a := range as {
			if a = a.as(ref.from()); a.ent != nil && fitsType(a.ent.Type, ref.from()) {
				a.direct = false
				out = append(out, a)
			}
		}
	}
	verb := kind == schema.VerbFrame
	if verb && ref.pred.Name == "uses" && s.rel[i] == "acl" && s.Tokens[i].XPOS == "VBG" && s.head[i] >= 0 { // "carried out an attack using drones"
		if h := s.head[i]; s.rel[h] == "obj" && s.head[h] >= 0 && !actorNoun(s, h) {
			for _, k := range s.subjects(s.head[h]) {
				if s.Tokens[k].UPOS != "PRON" {
					take(r.v.resolve(s, k))
				}
			}
			return out
		}
	}
	if verb && forced[ref.pred.Name] && s.rel[i] == "acl" && s.head[i] >= 0 && !s.passive(i) { // "launched missiles targeting X"
		if h := s.head[i]; s.rel[h] == "obj" && s.head[h] >= 0 && shoots[s.low[s.head[h]]] {
			for _, k := range s.subjects(s.head[h]) {
				take(r.v.resolve(s, k))
			}
			return out
		}
	}
	if handled[ref.pred.Name] && (verb && s.passive(i) || kind == schema.NounFrame) {
		things := s.objects(i)
		if !verb {
			things, _ = s.obliques(i, "of")
		}
		for _, k := range things {
			if c := s.class(k); c.Kind == "product" || c.Kind == "group" || c.Kind == "org" && s.name[k] < 0 || aidWords[s.low[k]] {
				take(r.v.proxy(s, k))
			}
		}
	}
	if len(out) > 0 || !verb || !s.passive(i) {
		return out
	}
	for _, k := range s.kids[i] {
		prep := s.preposition(k)
		switch {
		case s.rel[k] != "obl":
		case forced[ref.pred.Name] && prep == "at" && s.low[k] == "hand": // "killed at the hands of X"
			of, _ := s.obliques(k, "of")
			for _, o := range of {
				take(r.v.resolve(s, o))
			}
		case forced[ref.pred.Name] && (prep == "in" || prep == "during") && violence[s.low[k]], giving[ref.pred.Name] && (prep == "under" || prep == "through" || prep == "from") && programmes[s.low[k]]:
			take(r.v.proxy(s, k))
		}
	}
	return out
}

// Nouns for attacks, and for ways in which things are given.
var (
	violence   = wordSet("attack strike airstrike raid bombing operation ambush shelling assault offensive bombardment incursion barrage invasion shooting ambush crackdown sweep")
	programmes = wordSet("program programme aid assistance grant fund scheme package loan project")
)

// doneToSomebody says whether the members of a verb's subject do it to another and not to
// each other: "X and Y hosted Z".
func (s *sentence) doneToSomebody(v *view, i int, ref frameRef, kind schema.FrameKind) bool {
	if kind != schema.VerbFrame {
		return false
	}
	for _, o := range s.objects(i) {
		if slices.Contains(ref.frame.Object, "obj") {
			return true
		}
		if a := v.own(s, o); a.ent != nil && a.ent.Type.IsActor() && ref.pred.Name == "cooperates-with" {
			return true
		}
	}
	return false
}

// Verbs that only speak of what their object names.
var discusses = wordSet("discuss debate negotiate address raise consider")

func without(list []string, w string) []string {
	var out []string
	for _, x := range list {
		if x != w {
			out = append(out, x)
		}
	}
	return out
}

// each ties the members of a coordinated subject to each other.
func (r *run) each(s *sentence, i int, ref frameRef, kind schema.FrameKind, members []arg, rel string) {
	about := r.about(s, i, ref.frame.About, kind, nil)
	if h := s.head[i]; len(members) > 3 && h >= 0 && s.low[h] == "attend" {
		return // that many at a meeting are there, which is told by itself
	}
	if t := members[0].tok; s.head[t] >= 0 && s.rel[t] == "obj" && s.low[s.head[t]] == "include" || s.kid(t, "cop") >= 0 {
		return // each of those whom a list names did it, not all together
	}
	for a := range members {
		for b := a + 1; b < len(members); b++ {
			if s.parted(members[a].tok, members[b].tok) {
				continue // of a list of clauses
			}
			if s.rel[members[b].tok] == "appos" && s.head[members[b].tok] == members[a].tok {
				continue // one of them, not one with them
			}
			c := candidate{pred: ref.pred, sent: s, at: i, first: i, last: i + 1, subject: members[a], object: members[b], about: about, method: "extract/" + string(kind) + "@" + Version}
			c.features = features{kind: kind}
			r.emit(&c)
		}
	}
}

// missing notes a frame that found only one of its arguments.
func (r *run) missing(s *sentence, i int, ref frameRef, subjects, objects []arg) {
	what, have := "object", subjects
	if len(subjects) == 0 {
		what, have = "subject", objects
	}
	a, b := "", ""
	if what == "object" {
		a = have[0].ent.ID
	} else {
		b = have[0].ent.ID
	}
	r.reject(s, a, b, fmt.Sprintf("%s: %q has no %s that is an entity", ref.pred.Name, s.Tokens[i].Form, what))
}

func (r *run) reject(s *sentence, subject, object, reason string) {
	key := fmt.Sprint(s.idx, subject, object, reason)
	if r.rejects == nil {
		r.rejects = map[string]bool{}
	}
	if r.rejects[key] {
		return
	}
	r.rejects[key] = true
	r.reading.Rejections = append(r.reading.Rejections, schema.Rejection{Sentence: s.idx, Text: r.doc.Text[s.Start:s.End], Subject: subject, Object: object, Reason: reason})
}
