package eval

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"

	"relata/schema"
)

// GoldArticle is an article with the claims that a careful reader finds in it.
type GoldArticle struct {
	Article   string       `json:"article"`
	Published string       `json:"published"`
	Entities  []GoldEntity `json:"entities"`
	Claims    []GoldClaim  `json:"claims"`
}

// GoldEntity is an entity with every form in which the article names it.
type GoldEntity struct {
	Name    string   `json:"name"`
	Type    string   `json:"type"`
	Aliases []string `json:"aliases"`
	Also    []string `json:"also"` // names that a system may give though the text does not
}

// GoldClaim is a claim between entities by their names. An optional one may be given or
// left out without gain or loss.
type GoldClaim struct {
	S        string `json:"s"`
	P        string `json:"p"`
	O        string `json:"o"`
	Status   string `json:"status"`
	Source   string `json:"source"`
	When     string `json:"when"`
	Optional bool   `json:"optional"`
}

// ReadGoldArticle reads a gold file.
func ReadGoldArticle(path string) (*GoldArticle, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	g := &GoldArticle{}
	if err := json.Unmarshal(data, g); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return g, nil
}

// ClaimCounts adds up what was found in several articles.
type ClaimCounts struct {
	Right, Wrong, Missed int // claims by subject, predicate and object
	Matched, Status      int // claims found, and those with the right status
	Sourced, Source      int // claims found whose gold names a source, and those with it
	Dated, When          int // the same for dates
	PairRight, PairWrong int // who with whom, whatever the predicate
	PairMissed           int
	Judgements           []Judgement                                   // every claim judged, for calibration
	Report               func(kind, subject, predicate, object string) // told of each claim missed or wrong, where set
}

// Judgement is a claim of a system and whether gold has it.
type Judgement struct {
	Confidence float64
	Right      bool
}

type triple struct{ s, p, o string }

// Add judges the claims read from one article. A claim is right if gold has its subject,
// predicate and object, required or optional; each is counted once. Predicates outside the
// ontology are left out; symmetric ones count in either direction, an inverse as its
// forward form turned round.
func (c *ClaimCounts) Add(o *schema.Ontology, gold *GoldArticle, claims []schema.Claim) {
	names := map[string][]string{}
	for _, e := range gold.Entities {
		for _, a := range append(append([]string{e.Name}, e.Aliases...), e.Also...) {
			if k := normal(a); !slices.Contains(names[k], e.Name) {
				names[k] = append(names[k], e.Name)
			}
		}
	}
	resolve := func(name string, aliases []string, mention string) []string {
		for _, a := range append(append([]string{name}, aliases...), mention) {
			if found := names[normal(a)]; len(found) > 0 {
				return found
			}
		}
		return []string{"?" + normal(name)}
	}
	required, all := map[triple][]GoldClaim{}, map[triple][]GoldClaim{}
	pairs := map[[2]string]bool{}
	needed := map[[2]string]bool{}
	for _, g := range gold.Claims {
		k := triple{g.S, g.P, g.O}
		all[k] = append(all[k], g)
		pairs[couple(g.S, g.O)] = true
		if !g.Optional {
			required[k] = append(required[k], g)
			needed[couple(g.S, g.O)] = true
		}
	}
	hit := map[triple][]*schema.Claim{}
	wrong, pairHit, pairWrong := map[triple]bool{}, map[[2]string]bool{}, map[[2]string]bool{}
	for i := range claims {
		claim := &claims[i]
		p, turned := o.Forward(claim.Predicate)
		pred := o.Predicate(p)
		if pred == nil || claim.Subject.Entity == nil || claim.Object.Entity == nil {
			continue
		}
		ss := resolve(claim.Subject.Entity.Name, claim.Subject.Entity.Aliases, claim.Subject.Mention)
		oo := resolve(claim.Object.Entity.Name, claim.Object.Entity.Aliases, claim.Object.Mention)
		if turned {
			ss, oo = oo, ss
		}
		var found *triple
		okPair := false
		for _, s := range ss {
			for _, b := range oo {
				if k := (triple{s, p, b}); found == nil && all[k] != nil {
					found = &k
				}
				if k := (triple{b, p, s}); found == nil && pred.Symmetric && all[k] != nil {
					found = &k
				}
				if q := couple(s, b); pairs[q] {
					pairHit[q], okPair = true, true
				}
			}
		}
		if !okPair {
			pairWrong[couple(ss[0], oo[0])] = true
		}
		c.Judgements = append(c.Judgements, Judgement{claim.Confidence, found != nil})
		if found != nil {
			hit[*found] = append(hit[*found], claim)
			continue
		}
		k := triple{ss[0], p, oo[0]}
		if pred.Symmetric && k.o < k.s {
			k.s, k.o = k.o, k.s
		}
		wrong[k] = true
	}
	for k := range required {
		if hit[k] != nil {
			c.Right++
		} else {
			c.Missed++
			if c.Report != nil {
				c.Report("missed", k.s, k.p, k.o)
			}
		}
	}
	c.Wrong += len(wrong)
	for k := range wrong {
		if c.Report != nil {
			c.Report("wrong", k.s, k.p, k.o)
		}
	}
	for q := range needed {
		if pairHit[q] {
			c.PairRight++
		} else {
			c.PairMissed++
		}
	}
	c.PairWrong += len(pairWrong)
	for k, cs := range hit {
		c.details(all[k], cs, resolve)
	}
}

// details judges status, source and date of a claim that was found.
func (c *ClaimCounts) details(gold []GoldClaim, claims []*schema.Claim, resolve func(string, []string, string) []string) {
	c.Matched++
	status, any := true, false
	sourced, source, dated, when := false, false, false, false
	for _, claim := range claims {
		ok := false
		for _, g := range gold {
			ok = ok || string(claim.Status) == g.Status
		}
		status, any = status && ok, any || ok
		for _, g := range gold {
			if g.Source != "" {
				sourced = true
				source = source || normal(claim.Source.Name) == normal(g.Source) || slices.Contains(resolve(claim.Source.Name, nil, ""), g.Source)
			}
			if g.When != "" {
				dated = true
				when = when || strings.HasPrefix(claim.When, g.When)
			}
		}
	}
	count := func(of, right *int, has, ok bool) {
		if has {
			*of++
			if ok {
				*right++
			}
		}
	}
	if status && any {
		c.Status++
	}
	count(&c.Sourced, &c.Source, sourced, source)
	count(&c.Dated, &c.When, dated, when)
}

func couple(a, b string) [2]string {
	if b < a {
		a, b = b, a
	}
	return [2]string{a, b}
}

// normal is a name as gold compares them: lower case, no articles, dots or possessives.
func normal(s string) string {
	s = strings.NewReplacer("’", "'", ".", "").Replace(strings.ToLower(s))
	s = strings.Trim(strings.Join(strings.Fields(s), " "), " ,;:\"“”'")
	s = strings.TrimSuffix(strings.TrimSuffix(s, "'s"), "'")
	for _, a := range []string{"the ", "a ", "an "} {
		if rest, ok := strings.CutPrefix(s, a); ok {
			return rest
		}
	}
	return s
}

// PRF is precision, recall and F1.
func PRF(right, wrong, missed int) (p, r, f float64) {
	if right+wrong > 0 {
		p = float64(right) / float64(right+wrong)
	}
	if right+missed > 0 {
		r = float64(right) / float64(right+missed)
	}
	if p+r > 0 {
		f = 2 * p * r / (p + r)
	}
	return p, r, f
}

// Claims is precision, recall and F1 of the claims.
func (c *ClaimCounts) Claims() (p, r, f float64) { return PRF(c.Right, c.Wrong, c.Missed) }

// Pairs is precision, recall and F1 of who stands with whom.
func (c *ClaimCounts) Pairs() (p, r, f float64) { return PRF(c.PairRight, c.PairWrong, c.PairMissed) }

// Bin is a row of a reliability table.
type Bin struct {
	From, To    float64
	Claims      int
	Mean, Right float64 // mean confidence, and the share that was right
}

// Reliability sorts judgements into bins by confidence.
func Reliability(js []Judgement) []Bin {
	edges := []float64{0, 0.5, 0.6, 0.7, 0.8, 0.9, 1}
	var out []Bin
	for i := 0; i+1 < len(edges); i++ {
		b := Bin{From: edges[i], To: edges[i+1]}
		for _, j := range js {
			if j.Confidence >= b.From && j.Confidence < b.To {
				b.Claims++
				b.Mean += j.Confidence
				if j.Right {
					b.Right++
				}
			}
		}
		if b.Claims > 0 {
			b.Mean /= float64(b.Claims)
			b.Right /= float64(b.Claims)
			out = append(out, b)
		}
	}
	return out
}
