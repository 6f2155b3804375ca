package queries

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"

	"relata/graph"
	"relata/schema"
)

// Path is a way from one entity to another through claims that are not denied.
type Path struct {
	From  string `json:"from"`
	Steps []Step `json:"steps"`
	// Weakest is the status of the step that is least sure.
	Weakest schema.Status `json:"weakest"`
}

// Step is one tie of a path, in the direction of the claim behind it.
type Step struct {
	To        string          `json:"to"` // the entity that the step leads to
	ToName    string          `json:"toName"`
	Predicate string          `json:"predicate"`
	Reverse   bool            `json:"reverse,omitempty"` // the claim's subject is where the step leads
	Words     string          `json:"words"`             // "Russia buys from Iran"
	Statuses  []schema.Status `json:"statuses"`
	Articles  int             `json:"articles"`
	Origins   int             `json:"origins"`
	Best      Proof           `json:"best"`
}

// PathOptions bound the search. The zero value gives the three shortest of at most four steps.
type PathOptions struct {
	K          int                 // how many; 0 is 3
	MaxLength  int                 // steps; 0 is 4
	Without    []string            // ids of entities that no path may pass
	WithoutAny []schema.EntityType // types that no path may pass, such as Country
	// OnScan is as that of Options.
	OnScan func(steps, quads int64)
}

// Bounds of a search.
const (
	maxPathLength = 10
	maxPathEdges  = 1 << 20 // quads looked at
	maxPathFound  = 2000    // paths of one length that are compared
)

// ErrWide is a search that would look at too much of the graph. The paths found stand.
var ErrWide = errors.New("too many ties to look at; a smaller --max-length or leaving out hubs makes the search narrower")

// FindPaths gives the shortest ways from a to b, of those alike the surest and best told
// first. No entity stands twice in a path.
func FindPaths(ctx context.Context, store *graph.Store, a, b string, opt PathOptions) ([]Path, error) {
	opt.K, opt.MaxLength = cmp.Or(opt.K, 3), cmp.Or(opt.MaxLength, 4)
	if opt.K < 0 || opt.MaxLength < 0 || opt.MaxLength > maxPathLength {
		return nil, fmt.Errorf("paths: at least one path of 1 to %d steps must be asked for", maxPathLength)
	}
	from, err := findEntity(ctx, store, a)
	if err != nil {
		return nil, err
	}
	to, err := findEntity(ctx, store, b)
	if err != nil {
		return nil, err
	}
	if from[0].ID == to[0].ID {
		return nil, fmt.Errorf("%q and %q are the same entity, %s", a, b, from[0].ID)
	}
	s := newSession(ctx, store.QuadStore(), "", Options{Timeout: -1, Memory: -1, OnScan: opt.OnScan})
	defer s.stop(errStopped)
	f := &finder{s: s, ends: [2]string{from[0].ID, to[0].ID}, adjacent: map[string][]tie{}, last: map[string]tie{}, opt: opt, banned: map[string]bool{}}
	for _, id := range opt.Without {
		f.banned[id] = true
	}
	var raw [][]tie
	err = s.safely(func() (err error) {
		defer func() { err = errors.Join(err, s.guard.closeAll()) }()
		raw, err = f.search()
		return err
	})
	if err != nil && !errors.Is(err, ErrWide) {
		return nil, fmt.Errorf("paths: %w", err)
	}
	wide := err
	paths, err := f.tell(ctx, store, raw)
	return paths, cmp.Or(err, wide)
}

// tie is one edge as seen from one of its ends.
type tie struct {
	from, to  string
	predicate string
	reverse   bool
	articles  int
}

type finder struct {
	s        *session
	ends     [2]string
	opt      PathOptions
	adjacent map[string][]tie
	last     map[string]tie // to the far end, by where they come from
	banned   map[string]bool
	skip     map[uint64]bool // the numbers of notTies in the store
	looked   int
}

// notTies are the predicates of the store that tie no entities.
var notTies = map[quad.IRI]bool{
	rdfType: true, rdfSubject: true, rdfPredicate: true, rdfObject: true, termName: true, termAlias: true,
	"source": true, "evidence": true, "article": true, "country": true, "wikidata": true, "schema:url": true,
}

// neighbours gives the ties of an entity, ordered by id and predicate; the same tie in
// several articles is one.
func (f *finder) neighbours(id string) ([]tie, error) {
	if list, ok := f.adjacent[id]; ok {
		return list, nil
	}
	g := f.s.guard
	node, err := g.idOf(quad.IRI(id))
	if err != nil || node == 0 {
		return nil, err
	}
	if f.skip == nil {
		f.skip = map[uint64]bool{}
		for p := range notTies {
			id, err := g.idOf(p)
			if err != nil {
				return nil, err
			}
			f.skip[id] = true
		}
	}
	count := map[tie]int{}
	for _, way := range []struct{ here, there int }{{0, 2}, {2, 0}} { // subject and object
		type pair struct{ predicate, other uint64 }
		times := map[pair]int{} // articles, most of which say the same
		var at quadOf
		at[way.here] = node
		var last uint64 // of the predicates: they come many times in a row
		var lastTies bool
		if err := g.each(f.s.ctx, at, func(q *quadOf) error {
			if f.looked++; f.looked > maxPathEdges {
				return ErrWide
			}
			if q[1] != last {
				last, lastTies = q[1], !f.skip[q[1]]
			}
			if lastTies { // most quads tie claims to what they are of
				times[pair{last, q[way.there]}]++
			}
			return nil
		}); err != nil {
			return nil, err
		}
		pairs := make([]pair, 0, len(times))
		nodes := make([]uint64, 0, 2*len(times))
		for k := range times {
			pairs = append(pairs, k)
			nodes = append(nodes, k.predicate, k.other)
		}
		vals, err := g.values(f.s.ctx, nodes)
		if err != nil {
			return nil, err
		}
		for i, k := range pairs {
			p, ok1 := vals[2*i].(quad.IRI)
			o, ok2 := vals[2*i+1].(quad.IRI)
			if !ok1 || !ok2 || string(o) == id {
				continue
			}
			count[tie{from: id, to: string(o), predicate: string(p), reverse: way.here == 2}] += times[k]
		}
	}
	best := map[string]tie{} // of several ties to one neighbour the best told goes on
	keep := func(best map[string]tie, at string, t tie) {
		if b, ok := best[at]; !ok || compareTie(t, b) < 0 {
			best[at] = t
		}
	}
	for t, n := range count {
		t.articles = n
		keep(best, t.to, t)
		if id == f.ends[1] { // the last steps of paths, as those see them that they come from
			keep(f.last, t.to, tie{from: t.to, to: id, predicate: t.predicate, reverse: !t.reverse, articles: n})
		}
	}
	list := make([]tie, 0, len(best))
	for _, t := range best {
		list = append(list, t)
	}
	slices.SortFunc(list, func(a, b tie) int { return strings.Compare(a.to, b.to) })
	f.adjacent[id] = list
	return list, nil
}

func compareTie(a, b tie) int {
	return cmp.Or(cmp.Compare(b.articles, a.articles), strings.Compare(a.predicate, b.predicate), cmp.Compare(btoi(a.reverse), btoi(b.reverse)))
}

// passes says whether a path may lead through an entity.
func (f *finder) passes(id string) (bool, error) {
	if id == f.ends[0] || id == f.ends[1] {
		return true, nil
	}
	if no, ok := f.banned[id]; ok {
		return !no, nil
	}
	no := false
	if len(f.opt.WithoutAny) > 0 {
		types, err := f.s.ends(quad.Quad{Subject: quad.IRI(id), Predicate: rdfType}, quad.Object)
		if err != nil {
			return false, err
		}
		for _, t := range types {
			iri, _ := t.(quad.IRI)
			no = no || slices.Contains(f.opt.WithoutAny, schema.EntityType(iri))
		}
	}
	f.banned[id] = no
	return !no, nil
}

// search looks for paths of one length after the other. It walks from both ends: the
// distances from the far end tell which ways are worth going on.
func (f *finder) search() (found [][]tie, err error) {
	far := map[string]int{f.ends[1]: 0}
	edge, depth := []string{f.ends[1]}, 0
	if _, err := f.neighbours(f.ends[1]); err != nil { // for the last steps
		return found, err
	}
	near, err := f.neighbours(f.ends[0])
	if err != nil {
		return found, err
	}
	for length := 1; length <= f.opt.MaxLength && len(found) < f.opt.K; length++ {
		// half the way is looked at from the far end, or more where fewer stand there
		for depth < length/2 || depth < length-1 && len(edge) < len(near) {
			var next []string
			for _, id := range edge {
				if ok, err := f.passes(id); err != nil {
					return found, err
				} else if !ok {
					continue
				}
				list, err := f.neighbours(id)
				if err != nil {
					return found, err
				}
				for _, t := range list {
					if _, seen := far[t.to]; !seen {
						far[t.to] = depth + 1
						next = append(next, t.to)
					}
				}
			}
			edge = next
			depth++
		}
		var these [][]tie
		var walk func(at string, so []tie) error
		walk = func(at string, so []tie) error {
			left := length - len(so)
			if at == f.ends[1] || len(these) >= maxPathFound {
				return nil
			}
			if d, ok := far[at]; ok && d > left || !ok && left <= depth {
				return nil
			}
			if left == 1 {
				if t, ok := f.last[at]; ok {
					these = append(these, append(slices.Clone(so), t))
				}
				return nil
			}
			list, err := f.neighbours(at)
			if err != nil {
				return err
			}
			for _, t := range list {
				if t.to == f.ends[0] || slices.ContainsFunc(so, func(s tie) bool { return s.to == t.to }) {
					continue
				}
				if d, ok := far[t.to]; ok && d > left-1 || !ok && left-1 <= depth {
					continue
				}
				if ok, err := f.passes(t.to); err != nil {
					return err
				} else if !ok {
					continue
				}
				if err := walk(t.to, append(so, t)); err != nil {
					return err
				}
			}
			return nil
		}
		err := walk(f.ends[0], nil)
		slices.SortStableFunc(these, func(a, b []tie) int { return cmp.Compare(leastTold(b), leastTold(a)) })
		found = append(found, these[:min(len(these), 4*f.opt.K)]...) // some to choose from by status
		if err != nil {
			return found, err
		}
	}
	return found, nil
}

func leastTold(path []tie) int {
	least := path[0].articles
	for _, t := range path {
		least = min(least, t.articles)
	}
	return least
}

// tell reads the claims behind the paths and keeps the best.
func (f *finder) tell(ctx context.Context, store *graph.Store, raw [][]tie) ([]Path, error) {
	briefs, err := store.Briefs()
	if err != nil {
		return nil, err
	}
	defer briefs.Close()
	origins := originsOf(store, briefs)
	known := map[tie]*told{}
	var paths []Path
	var ways [][]*told // the steps of each path
	for _, ties := range raw {
		p := Path{From: f.ends[0], Weakest: schema.Actual}
		var way []*told
		for _, t := range ties {
			step, ok := known[t]
			if !ok {
				if step, err = tellStep(ctx, briefs, t, origins); err != nil {
					return nil, err
				}
				known[t] = step
			}
			if step == nil {
				break // an edge that no claim asserts, put there by other hands
			}
			p.Steps, way = append(p.Steps, step.Step), append(way, step)
			if rank(step.Best.Status) > rank(p.Weakest) {
				p.Weakest = step.Best.Status
			}
		}
		if len(p.Steps) == len(ties) {
			paths, ways = append(paths, p), append(ways, way)
		}
	}
	order := make([]int, len(paths))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		a, b := paths[i], paths[j]
		return cmp.Or(cmp.Compare(len(a.Steps), len(b.Steps)), cmp.Compare(rank(a.Weakest), rank(b.Weakest)),
			cmp.Compare(b.leastTold(), a.leastTold()))
	})
	var out []Path
	for _, i := range order[:min(len(order), f.opt.K)] {
		for n, step := range ways[i] {
			if err := briefs.Tell(ctx, []*schema.Claim{step.first, step.best}); err != nil {
				return nil, err
			}
			paths[i].Steps[n] = step.words()
		}
		out = append(out, paths[i])
	}
	return out, nil
}

func (p Path) leastTold() int {
	least := p.Steps[0].Origins
	for _, s := range p.Steps {
		least = min(least, s.Origins)
	}
	return least
}

// told is a step whose claims have no words yet.
type told struct {
	Step
	first, best *schema.Claim
}

// tellStep gives the step of a tie, nil if no claim asserts it.
func tellStep(ctx context.Context, briefs *graph.Briefs, t tie, origins *Origins) (*told, error) {
	filter := graph.Filter{Subject: t.from, Object: t.to, Predicate: t.predicate, Statuses: []schema.Status{schema.Actual, schema.Planned, schema.Possible}}
	if t.reverse {
		filter.Subject, filter.Object = t.to, t.from
	}
	var claims []*schema.Claim
	var articles []string
	for c, err := range briefs.Claims(ctx, filter) {
		if err != nil {
			return nil, err
		}
		claims, articles = append(claims, c), append(articles, c.Article)
	}
	if len(claims) == 0 {
		return nil, nil
	}
	if err := origins.learn(ctx, slices.Compact(articles)); err != nil {
		return nil, err
	}
	s := summarize(claims, origins)
	n, err := origins.Count(ctx, s.articles)
	return &told{Step{To: t.to, Predicate: t.predicate, Reverse: t.reverse, Statuses: s.statuses, Articles: len(s.articles), Origins: n, Best: s.proof},
		claims[0], s.best}, err
}

// words completes a step once its claims have their sentences.
func (t *told) words() Step {
	step := t.Step
	step.Words, step.Best.Sentence = tellWords(t.first, t.best), t.best.Evidence.Text
	step.ToName = nameOf(t.first.Object)
	if t.Reverse {
		step.ToName = nameOf(t.first.Subject)
	}
	return step
}

// statusWords say what a status means for a tie.
var statusWords = map[schema.Status]string{
	schema.Actual:   "every step is stated as fact",
	schema.Planned:  "at its weakest a plan",
	schema.Possible: "at its weakest only possible",
}

// WritePaths writes paths for a terminal, each step with its sentence.
func WritePaths(w io.Writer, paths []Path) error {
	p := &printer{w: w}
	for i, path := range paths {
		if i > 0 {
			p.line("")
		}
		p.line("%d. %s, %s", i+1, counted(len(path.Steps), "step"), statusWords[path.Weakest])
		for _, s := range path.Steps {
			p.line("  %s", visible(s.line()))
			p.proof("    ", s.Best)
		}
	}
	return p.err
}

// WritePathsMarkdown writes paths as Markdown.
func WritePathsMarkdown(w io.Writer, paths []Path) error {
	p := &printer{w: w}
	for i, path := range paths {
		p.line("%d. %s, %s", i+1, counted(len(path.Steps), "step"), statusWords[path.Weakest])
		for _, s := range path.Steps {
			p.line("   - %s", markdown(s.line()))
			p.line("     > %s", markdown(oneLine(s.Best.Sentence)))
			p.line("     > (%s)", markdown(s.Best.where()))
		}
	}
	return p.err
}

// WritePathsJSON writes paths as JSON lines, one a path.
func WritePathsJSON(w io.Writer, paths []Path) error {
	for _, path := range paths {
		if err := writeJSON(w, path); err != nil {
			return err
		}
	}
	return nil
}

func (s Step) line() string {
	words := make([]string, len(s.Statuses))
	for i, st := range s.Statuses {
		words[i] = string(st)
	}
	return s.Words + ": " + strings.Join(words, ", ") + ", " + coverage(s.Articles, s.Origins)
}
