package queries

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"relata/graph"
	"relata/schema"
)

// Dossier is what the graph knows of one entity.
type Dossier struct {
	Entity   schema.Entity `json:"entity"`
	Also     []string      `json:"also,omitempty"` // ids of other entities that the name may mean
	Claims   int           `json:"claims"`
	Articles int           `json:"articles"`
	Origins  int           `json:"origins"`            // articles less near-copies
	LastSeen string        `json:"lastSeen,omitempty"` // the day of the latest article
	Posts    []Tie         `json:"posts,omitempty"`
	Groups   []TieGroup    `json:"ties,omitempty"`
}

// TieGroup is the ties of one predicate, in one direction.
type TieGroup struct {
	Predicate string `json:"predicate"`
	Label     string `json:"label"`
	Reverse   bool   `json:"reverse,omitempty"` // the others do it to the entity
	Ties      []Tie  `json:"ties"`
	Left      int    `json:"left,omitempty"` // ties that are left out
}

// Tie is what all claims say about the entity and one other by one predicate.
type Tie struct {
	Predicate string          `json:"predicate"`
	Other     string          `json:"other"` // id, or the text of a literal
	Name      string          `json:"name"`
	Words     string          `json:"words,omitempty"` // of an open predicate: "Iran develops … with Russia"
	Role      string          `json:"role,omitempty"`
	About     []string        `json:"about,omitempty"`
	Statuses  []schema.Status `json:"statuses"` // surest first
	Claims    int             `json:"claims"`
	Articles  int             `json:"articles"`
	Origins   int             `json:"origins"`
	Sources   []string        `json:"sources,omitempty"` // names, sorted
	First     string          `json:"first,omitempty"`
	Last      string          `json:"last,omitempty"`
	Best      Proof           `json:"best"`
}

// Proof is the claim that says it best: the surest, most confident, latest.
type Proof struct {
	Claim      string        `json:"claim"`
	Status     schema.Status `json:"status"`
	Sentence   string        `json:"sentence"`
	Article    string        `json:"article"`
	Published  string        `json:"published,omitempty"`
	Source     string        `json:"source,omitempty"`
	Confidence float64       `json:"confidence"`
}

// DossierOptions say how much of it. The zero value keeps it readable.
type DossierOptions struct {
	All    bool             // every tie, and not only the mostTies with most articles of each group
	OnRead func(claims int) // is told of an actor of many claims, every 1024: how many were read so far
}

const mostTies = 5

// readStep is how many claims are read between two reports.
var readStep = 1024

// reportRead tells how many claims were read, now and then.
func reportRead(to func(claims int), claims int) {
	if to != nil && claims%readStep == 0 {
		to(claims)
	}
}

// MakeDossier gathers what is known of an entity, by its id, name or alias. An unknown
// name is an *UnknownName with the nearest.
func MakeDossier(ctx context.Context, store *graph.Store, name string, opt DossierOptions) (*Dossier, error) {
	ents, err := findEntity(ctx, store, name)
	if err != nil {
		return nil, err
	}
	d := &Dossier{Entity: ents[0]}
	for _, e := range ents[1:] {
		d.Also = append(d.Also, e.ID)
	}
	briefs, err := store.Briefs()
	if err != nil {
		return nil, err
	}
	defer briefs.Close()
	origins := originsOf(store, briefs)
	type key struct {
		predicate string
		reverse   bool
		other     string
		role      string
	}
	told := map[key][]*schema.Claim{}
	var articles []string // the claims come by article
	for c, err := range briefs.Claims(ctx, graph.Filter{Entity: d.Entity.ID}) {
		if err != nil {
			return nil, err
		}
		d.Claims++
		reportRead(opt.OnRead, d.Claims)
		articles = append(articles, c.Article)
		k := key{predicate: c.Predicate, other: c.Object.ID(), role: c.Role}
		if c.Subject.ID() != d.Entity.ID {
			k.reverse, k.other = true, c.Subject.ID()
		}
		if p := schema.Default().Predicate(c.Predicate); p != nil && p.Symmetric {
			k.reverse = false
		}
		told[k] = append(told[k], c)
	}
	articles = slices.Compact(articles)
	d.Articles = len(articles)
	if err := origins.learn(ctx, articles); err != nil {
		return nil, err
	}
	for _, id := range articles {
		d.LastSeen = max(d.LastSeen, origins.day(id))
	}
	if d.Origins, err = origins.Count(ctx, articles); err != nil {
		return nil, err
	}
	type group struct {
		TieGroup
		tied []tied
	}
	groups := map[[2]string]*group{}
	posts := &group{}
	for k, claims := range told {
		to := posts
		if !isPost(k.predicate) || k.reverse {
			id := [2]string{k.predicate, fmt.Sprint(k.reverse)}
			if groups[id] == nil {
				groups[id] = &group{TieGroup: TieGroup{Predicate: k.predicate, Label: label(k.predicate), Reverse: k.reverse}}
			}
			to = groups[id]
		}
		sum := summarize(claims, origins)
		to.tied = append(to.tied, tied{Tie{
			Predicate: k.predicate, Other: k.other, Role: k.role, About: sum.about, Statuses: sum.statuses, Claims: len(claims),
			Articles: len(sum.articles), Sources: sum.sources, First: sum.first, Last: sum.last, Best: sum.proof,
		}, sum})
	}
	shown := slices.Clone(posts.tied) // and so quoted
	for _, g := range groups {
		g.Left = len(g.tied)
		slices.SortFunc(g.tied, func(a, b tied) int { return compareTies(a.Tie, b.Tie) })
		if !opt.All {
			g.tied = g.tied[:min(len(g.tied), mostTies)]
		}
		g.Left -= len(g.tied)
		shown = append(shown, g.tied...)
	}
	quoted := make([]*schema.Claim, len(shown))
	for i, t := range shown {
		quoted[i] = t.best
	}
	if err := briefs.Tell(ctx, quoted); err != nil {
		return nil, err
	}
	if d.Posts, err = ties(ctx, origins, posts.tied); err != nil {
		return nil, err
	}
	for _, g := range groups {
		if g.Ties, err = ties(ctx, origins, g.tied); err != nil {
			return nil, err
		}
		d.Groups = append(d.Groups, g.TieGroup)
	}
	slices.SortFunc(d.Groups, func(a, b TieGroup) int {
		return cmp.Or(cmp.Compare(b.articles(), a.articles()), strings.Compare(a.Predicate, b.Predicate), cmp.Compare(btoi(a.Reverse), btoi(b.Reverse)))
	})
	return d, nil
}

// tied is a tie with what its claims say.
type tied struct {
	Tie
	summary
}

// ties completes ties whose best claims have been told, and puts them in order.
func ties(ctx context.Context, origins *Origins, list []tied) ([]Tie, error) {
	var out []Tie
	for _, t := range list {
		tie, c := t.Tie, t.best
		tie.Best.Sentence = c.Evidence.Text
		tie.Name = tie.Other
		for _, arg := range []schema.Argument{c.Subject, c.Object} {
			if arg.ID() == tie.Other {
				tie.Name = nameOf(arg)
			}
		}
		if strings.HasPrefix(tie.Predicate, schema.OpenPrefix) {
			tie.Words = claimWords(c)
		}
		var err error
		if tie.Origins, err = origins.Count(ctx, t.articles); err != nil {
			return nil, err
		}
		out = append(out, tie)
	}
	slices.SortFunc(out, compareTies)
	return out, nil
}

func (g TieGroup) articles() int {
	n := 0
	for _, t := range g.Ties {
		n += t.Articles
	}
	return n + g.Left
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// isPost says whether a predicate gives a person or body its place.
func isPost(predicate string) bool {
	switch predicate {
	case "leads", "works-for", "member-of", "part-of":
		return true
	}
	return false
}

func compareTies(a, b Tie) int {
	return cmp.Or(cmp.Compare(b.Articles, a.Articles), cmp.Compare(rank(a.Statuses[0]), rank(b.Statuses[0])),
		compareWhen(b.Last, a.Last), strings.Compare(a.Other, b.Other), strings.Compare(a.Role, b.Role), strings.Compare(a.Predicate, b.Predicate))
}

// rank is 0 for the surest status.
func rank(s schema.Status) int {
	if i := slices.Index(schema.Statuses, s); i >= 0 {
		return i
	}
	return len(schema.Statuses)
}

func nameOf(a schema.Argument) string {
	if a.Entity != nil {
		return cmp.Or(a.Entity.Name, a.Entity.ID)
	}
	return a.ID()
}

// summary is what several claims of one thing say together.
type summary struct {
	about             []string
	statuses          []schema.Status
	articles, sources []string
	first, last       string
	best              *schema.Claim
	proof             Proof // that best is, but for its sentence
}

// summarize sums up claims whose articles Origins has looked up.
func summarize(claims []*schema.Claim, origins *Origins) summary {
	var s summary
	for _, c := range claims {
		s.articles = append(s.articles, c.Article)
		published := origins.day(c.Article)
		source := cmp.Or(c.Source.Name, c.Source.ID, origins.articles[c.Article].Publisher)
		if source != "" {
			s.sources = append(s.sources, source)
		}
		if c.About != "" {
			s.about = append(s.about, c.About)
		}
		if !slices.Contains(s.statuses, c.Status) {
			s.statuses = append(s.statuses, c.Status)
		}
		when := cmp.Or(c.When, published)
		s.first, s.last = earlierWhen(s.first, when), laterWhen(s.last, when)
		if s.best == nil || better(c, published, s.best, s.proof.Published) {
			s.best = c
			s.proof = Proof{Claim: c.ID, Status: c.Status, Article: c.Article, Published: published, Source: source, Confidence: c.Confidence}
		}
	}
	for _, list := range []*[]string{&s.articles, &s.sources, &s.about} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	slices.SortFunc(s.statuses, func(a, b schema.Status) int { return cmp.Compare(rank(a), rank(b)) })
	return s
}

func better(a *schema.Claim, aDay string, b *schema.Claim, bDay string) bool {
	return cmp.Or(cmp.Compare(rank(a.Status), rank(b.Status)), cmp.Compare(b.Confidence, a.Confidence),
		strings.Compare(bDay, aDay), strings.Compare(a.ID, b.ID)) < 0
}

func earlierWhen(a, b string) string {
	if a == "" || b != "" && compareWhen(b, a) < 0 {
		return b
	}
	return a
}

// laterWhen gives the one that starts later, of equals the more precise.
func laterWhen(a, b string) string {
	if _, err := schema.ParseWhen(b); err != nil {
		return a
	}
	if _, err := schema.ParseWhen(a); err != nil || compareWhen(a, b) < 0 {
		return b
	}
	return a
}

// findEntity gives the entities that a name may mean, the likeliest first and one that can
// act before a place of the same name.
func findEntity(ctx context.Context, store *graph.Store, name string) ([]schema.Entity, error) {
	near := newNearest(name)
	ents, err := store.FindEntityNear(ctx, name, near.add)
	if err != nil {
		return nil, err
	}
	if len(ents) == 0 {
		return nil, &UnknownName{What: "entity", Name: name, Nearest: near.best()}
	}
	if id := strings.TrimSuffix(strings.TrimPrefix(name, "<"), ">"); ents[0].ID != id || !strings.HasPrefix(name, "<") {
		slices.SortStableFunc(ents, func(a, b schema.Entity) int {
			return cmp.Compare(btoi(!a.Type.IsActor()), btoi(!b.Type.IsActor()))
		})
	}
	return ents, nil
}

// WriteText writes a dossier for a terminal.
func (d *Dossier) WriteText(w io.Writer) error {
	p := &printer{w: w}
	p.line("%s", visible(cmp.Or(d.Entity.Name, d.Entity.ID)))
	p.line("  %s", strings.Join(d.facts(), ", "))
	if len(d.Entity.Aliases) > 0 {
		p.line("  also called %s", visible(strings.Join(d.Entity.Aliases, "; ")))
	}
	if len(d.Also) > 0 {
		p.line("  the name may also mean %s", visible(strings.Join(d.Also, ", ")))
	}
	p.line("  %s", d.counts())
	if len(d.Posts) > 0 {
		p.line("")
		p.line("Posts")
		for _, t := range d.Posts {
			p.line("  %s", visible(t.post()))
			p.proof("    ", t.Best)
		}
	}
	for _, g := range d.Groups {
		p.line("")
		p.line("%s", visible(g.title()))
		for _, t := range g.Ties {
			p.line("  %s", visible(t.words()))
			p.proof("    ", t.Best)
		}
		if g.Left > 0 {
			p.line("  and %d more", g.Left)
		}
	}
	return p.err
}

// WriteMarkdown writes a dossier as Markdown.
func (d *Dossier) WriteMarkdown(w io.Writer) error {
	p := &printer{w: w}
	p.line("# %s", markdown(cmp.Or(d.Entity.Name, d.Entity.ID)))
	p.line("")
	p.line("%s. %s.", markdown(strings.Join(d.facts(), ", ")), d.counts())
	if len(d.Entity.Aliases) > 0 {
		p.line("")
		p.line("Also called %s.", markdown(strings.Join(d.Entity.Aliases, "; ")))
	}
	section := func(title string, ties []Tie, words func(Tie) string, left int) {
		p.line("")
		p.line("## %s", markdown(title))
		p.line("")
		for _, t := range ties {
			p.line("- %s", markdown(words(t)))
			p.line("  > %s", markdown(oneLine(t.Best.Sentence)))
			p.line("  > (%s)", markdown(t.Best.where()))
		}
		if left > 0 {
			p.line("- and %d more", left)
		}
	}
	if len(d.Posts) > 0 {
		section("Posts", d.Posts, Tie.post, 0)
	}
	for _, g := range d.Groups {
		section(g.title(), g.Ties, Tie.words, g.Left)
	}
	return p.err
}

// WriteJSON writes a dossier as one JSON object.
func (d *Dossier) WriteJSON(w io.Writer) error { return writeJSON(w, d) }

func (d *Dossier) facts() []string {
	facts := []string{string(cmp.Or(d.Entity.Type, "entity of unknown type")), "id " + d.Entity.ID}
	if d.Entity.Country != "" {
		facts = append(facts, "country "+d.Entity.Country)
	}
	if d.Entity.Wikidata != "" {
		facts = append(facts, "Wikidata "+d.Entity.Wikidata)
	}
	return facts
}

func (d *Dossier) counts() string {
	s := fmt.Sprintf("%s in %s", counted(d.Claims, "claim"), coverage(d.Articles, d.Origins))
	if d.LastSeen != "" {
		s += ", last seen " + WhenWords(d.LastSeen)
	}
	return s
}

// coverage is "3 articles, 1 origin"; origins go without saying where all differ.
func coverage(articles, origins int) string {
	if articles == origins {
		return counted(articles, "article")
	}
	return counted(articles, "article") + ", " + counted(origins, "origin")
}

func counted(n int, word string) string { return fmt.Sprintf("%d %s", n, plural(n, word)) }

func (g TieGroup) title() string {
	if g.Reverse {
		return g.Label + " it"
	}
	return g.Label
}

func (t Tie) words() string {
	s := cmp.Or(t.Words, t.Name)
	if t.Role != "" {
		s += ", " + t.Role
	}
	if len(t.About) > 0 {
		s += " (" + strings.Join(t.About, "; ") + ")"
	}
	return s + ": " + t.statusWords() + ", " + coverage(t.Articles, t.Origins) + t.dates()
}

func (t Tie) post() string {
	s := label(t.Predicate) + " " + t.Name
	if t.Role != "" {
		s = t.Role + ": " + s
	}
	return s + ": " + t.statusWords() + ", " + coverage(t.Articles, t.Origins) + t.dates()
}

func (t Tie) statusWords() string {
	words := make([]string, len(t.Statuses))
	for i, s := range t.Statuses {
		words[i] = string(s)
	}
	return strings.Join(words, ", ")
}

func (t Tie) dates() string {
	if t.Last == "" {
		return ""
	}
	if t.First == t.Last {
		return ", " + WhenWords(t.Last)
	}
	return ", " + WhenWords(t.First) + " to " + WhenWords(t.Last)
}

func (p Proof) where() string {
	s := p.Article
	if p.Source != "" {
		s = p.Source + ", " + s
	}
	return s
}
