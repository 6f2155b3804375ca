// Package news makes graphs like those of relata, of any size and the same for everyone,
// for tests and benchmarks:
//
//	for q := range news.Quads(1_000_000) { ... }
//
// An article is a label and tells of its title, date and publisher, of ten sentences, and
// of ten claims: each an edge between two actors and a node with its fields. Actors follow
// Zipf's law, so the busiest stands in every other article.
package news

import (
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/cayleygraph/quad"
)

// Predicates of the edges between actors.
var Predicates = []quad.IRI{
	"meets-with", "makes-statement", "accuses", "buys-from", "supplies", "works-for", "leads",
	"visited", "attacks", "supports", "opposes", "sanctions", "cooperates-with", "member-of",
	"negotiates-with", "threatens", "invests-in", "trades-with", "arrests", "allied-with",
}

// Fields of claims, sentences and articles.
const (
	Type       = quad.IRI("rdf:type")
	Subject    = quad.IRI("rdf:subject")
	Predicate  = quad.IRI("rdf:predicate")
	Object     = quad.IRI("rdf:object")
	Status     = quad.IRI("status")
	Source     = quad.IRI("source")
	When       = quad.IRI("when")
	Confidence = quad.IRI("confidence")
	Method     = quad.IRI("method")
	Evidence   = quad.IRI("evidence")
	Text       = quad.IRI("text")
	Start      = quad.IRI("start")
	End        = quad.IRI("end")
	Title      = quad.IRI("title")
	Published  = quad.IRI("published")
	Publisher  = quad.IRI("publisher")
	Name       = quad.IRI("name")
	Claim      = quad.IRI("Claim")
)

const (
	claims    = 10
	sentences = 10
	actors    = 20000
)

var (
	first    = time.Date(2020, 1, 1, 6, 0, 0, 0, time.UTC)
	statuses = []quad.Value{quad.String("actual"), quad.String("planned"), quad.String("possible")}
	methods  = []quad.Value{quad.String("extract/verb@1"), quad.String("extract/noun@1"), quad.String("extract/title@1")}
	words    = strings.Fields("the president of said that on would with new officials talks after minister " +
		"government agreed trade military leaders weapons summit border oil security forces visit statement " +
		"deal announced sanctions foreign company reported economic meeting state defense support country " +
		"energy according international production ministry during against cooperation region first nuclear")
)

// Actor is the nth actor, the busiest first.
func Actor(n int) quad.IRI { return quad.IRI(fmt.Sprintf("Actor_%s_%d", words[n%len(words)], n)) }

// Article is the id of the nth article.
func Article(n int) quad.IRI {
	return quad.IRI(fmt.Sprintf("article/%s-%s-%06x", first.AddDate(0, 0, n/4).Format(time.DateOnly),
		words[n%len(words)]+"-"+words[n/7%len(words)], n*7919%(1<<24)))
}

// Quads gives the first n quads of the graph, article after article.
func Quads(n int) iter.Seq[quad.Quad] {
	return func(yield func(quad.Quad) bool) {
		g := &maker{known: map[int]bool{}, left: n, yield: yield}
		for i := 0; g.left > 0; i++ {
			g.article(i)
		}
	}
}

// ArticleQuads gives the quads of the nth article alone, some 200.
func ArticleQuads(n int) []quad.Quad {
	var out []quad.Quad
	g := &maker{known: map[int]bool{}, left: math.MaxInt, yield: func(q quad.Quad) bool { out = append(out, q); return true }}
	g.article(n)
	return out
}

type maker struct {
	rnd   *rand.Rand
	known map[int]bool // actors introduced
	left  int
	yield func(quad.Quad) bool
	label quad.IRI
}

func (g *maker) add(s quad.Value, p quad.IRI, o quad.Value) {
	if g.left > 0 {
		if g.left--; !g.yield(quad.Quad{Subject: s, Predicate: p, Object: o, Label: g.label}) {
			g.left = 0
		}
	}
}

// zipf draws an actor: the probability of the nth is about proportional to 1/n.
func (g *maker) zipf() int {
	return min(actors-1, int(math.Pow(actors, g.rnd.Float64()))-1)
}

func (g *maker) actor(n int) quad.IRI {
	id := Actor(n)
	if !g.known[n] {
		g.known[n] = true
		g.add(id, Type, []quad.Value{quad.IRI("Person"), quad.IRI("Organization"), quad.IRI("Country")}[n%3])
		g.add(id, Name, quad.String(strings.ReplaceAll(string(id), "_", " ")))
	}
	return id
}

func (g *maker) text() string {
	var b strings.Builder
	for n := 8 + g.rnd.IntN(20); n > 0; n-- {
		b.WriteString(words[min(g.rnd.IntN(len(words)), g.rnd.IntN(len(words)))])
		b.WriteByte(' ')
	}
	return b.String() + "."
}

func (g *maker) article(i int) {
	g.rnd = rand.New(rand.NewPCG(uint64(i), 5))
	g.label = Article(i)
	day := first.AddDate(0, 0, i/4)
	published := day.Add(time.Duration(g.rnd.IntN(12*60)) * time.Minute)
	publisher := quad.IRI(fmt.Sprintf("Publisher_%d", g.rnd.IntN(40)))
	g.add(g.label, Type, quad.IRI("Article"))
	g.add(g.label, Title, quad.String(g.text()))
	g.add(g.label, quad.IRI("url"), quad.IRI(fmt.Sprintf("https://news.example/%d", i)))
	g.add(g.label, Publisher, publisher)
	g.add(g.label, Published, quad.Time(published))
	g.add(g.label, quad.IRI("sha256"), quad.String(fmt.Sprintf("%016x%016x", g.rnd.Uint64(), g.rnd.Uint64())))
	pos := 0
	for s := range sentences {
		id := g.sentence(s)
		text := g.text()
		g.add(id, Text, quad.String(text))
		g.add(id, Start, quad.Int(pos))
		pos += len(text)
		g.add(id, End, quad.Int(pos))
		pos++
	}
	for range claims {
		s, o := g.zipf(), g.zipf()
		if s == o {
			o = (o + 1) % actors
		}
		subj, obj := g.actor(s), g.actor(o)
		pred := Predicates[min(g.rnd.IntN(len(Predicates)), g.rnd.IntN(len(Predicates)))]
		id := quad.IRI(fmt.Sprintf("claim/%016x", g.rnd.Uint64()))
		var source quad.Value = publisher
		if g.rnd.IntN(3) == 0 {
			source = g.actor(g.zipf())
		}
		g.add(subj, pred, obj)
		g.add(id, Type, Claim)
		g.add(id, Subject, subj)
		g.add(id, Predicate, pred)
		g.add(id, Object, obj)
		g.add(id, Status, statuses[min(g.rnd.IntN(len(statuses)), g.rnd.IntN(len(statuses)))])
		g.add(id, Source, source)
		g.add(id, When, quad.Time(day.Add(-time.Duration(g.rnd.IntN(60*24))*time.Hour)))
		g.add(id, Confidence, quad.Float(math.Round(1000*(1-g.rnd.Float64()*g.rnd.Float64()))/1000))
		g.add(id, Method, methods[min(g.rnd.IntN(len(methods)), g.rnd.IntN(len(methods)))])
		g.add(id, Evidence, g.sentence(g.rnd.IntN(sentences)))
	}
}

func (g *maker) sentence(n int) quad.IRI { return quad.IRI(fmt.Sprintf("%s#s%d", string(g.label), n)) }
