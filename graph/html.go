package graph

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"io"
	"net/url"
	"slices"
	"strings"

	"relata/schema"
)

// pictureInPage is how many actors the picture of a page shows.
const pictureInPage = 60

// page is what the template shows.
type page struct {
	Title    string
	CSP      string
	Picture  template.HTML
	Actors   []*pageActor
	Timeline []pageClaim
	Claims   int
	Articles int
	Script   template.JS
}

type pageActor struct {
	schema.Entity
	Claims []pageClaim // it does, then is done to it
}

type pageClaim struct {
	schema.Claim
	Out     bool // for a dossier: the actor is the subject
	Article Article
	Link    string // of the article; empty if it has none that is safe
}

// Words says a predicate for people.
func (c pageClaim) Words() string {
	return schema.PredicateWords(c.Predicate)
}

// Who is who says it.
func (c pageClaim) Who() string { return cmp.Or(c.Source.Name, c.Article.Publisher) }

// ObjectName is the object in words.
func (c pageClaim) ObjectName() string {
	if c.Object.Entity != nil {
		return cmp.Or(c.Object.Entity.Name, c.Object.Entity.ID)
	}
	return c.Object.Literal.Value
}

// anchor is the place of an actor in the page. A colon would look like a scheme.
func anchor(id string) string {
	return "#" + strings.ReplaceAll(url.PathEscape("a-"+id), ":", "%3A")
}

// writeHTML writes one page that needs nothing else: a picture, a dossier of every actor
// with its evidence, a timeline. Its policy forbids any request. It holds all claims in
// memory.
func writeHTML(ctx context.Context, w io.Writer, s *Store, e Export) error {
	articles := map[string]Article{}
	for a, err := range s.Articles(ctx) {
		if err != nil {
			return err
		}
		articles[a.ID] = a
	}
	p := page{Title: cmp.Or(e.Title, "Who does what to whom"), Script: pageScript}
	actors := map[string]*pageActor{}
	used := map[string]bool{}
	for claim, err := range s.Claims(ctx, e.Filter) {
		if err != nil {
			return err
		}
		c := pageClaim{Claim: claim, Article: articles[claim.Article]}
		if u, err := url.Parse(c.Article.URL); err == nil && (u.Scheme == "http" || u.Scheme == "https") {
			c.Link = c.Article.URL
		}
		p.Claims++
		used[claim.Article] = true
		if claim.When != "" {
			p.Timeline = append(p.Timeline, c)
		}
		dossier := func(ent *schema.Entity, out bool) {
			if actors[ent.ID] == nil {
				actors[ent.ID] = &pageActor{Entity: *ent}
			}
			c.Out = out
			actors[ent.ID].Claims = append(actors[ent.ID].Claims, c)
		}
		dossier(claim.Subject.Entity, true)
		if o := claim.Object.Entity; o != nil && o.ID != claim.Subject.ID() {
			dossier(o, false)
		}
	}
	p.Articles = len(used)
	for _, id := range sortedKeys(actors) {
		a := actors[id]
		slices.SortStableFunc(a.Claims, func(x, y pageClaim) int {
			return cmp.Or(-compareBool(x.Out, y.Out), cmp.Compare(x.Predicate, y.Predicate), compareWhen(x.When, y.When))
		})
		p.Actors = append(p.Actors, a)
	}
	slices.SortStableFunc(p.Actors, func(a, b *pageActor) int { return cmp.Compare(len(b.Claims), len(a.Claims)) })
	slices.SortStableFunc(p.Timeline, func(a, b pageClaim) int { return compareWhen(a.When, b.When) })

	v, err := s.View(ctx, e.Filter)
	if err != nil {
		return err
	}
	var picture bytes.Buffer
	if err := drawSVG(&picture, v.Top(pictureInPage), "", anchor); err != nil {
		return err
	}
	p.Picture = template.HTML(picture.String()) // of our own making, escaped there
	sum := sha256.Sum256([]byte(pageScript))
	p.CSP = "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	return pageTemplate.Execute(w, p)
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// compareWhen orders event times, unknown ones last.
func compareWhen(a, b string) int {
	wa, _ := schema.ParseWhen(a)
	wb, _ := schema.ParseWhen(b)
	return wa.Compare(wb)
}

// pageScript hides the actors that don't have the letters that were typed.
const pageScript = `
document.getElementById("find").addEventListener("input", function (e) {
  var want = e.target.value.toLowerCase();
  document.querySelectorAll("section.actor").forEach(function (s) {
    s.hidden = !s.dataset.names.toLowerCase().includes(want);
  });
});
`

var pageTemplate = template.Must(template.New("page").Funcs(template.FuncMap{"anchor": anchor, "join": strings.Join}).Parse(`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{{.CSP}}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{{.Title}}</title>
<style>
body { font: 15px/1.5 Helvetica, Arial, "Liberation Sans", sans-serif; color: #1a202c; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2.5rem; } h3 { margin: 0 0 .2rem; font-size: 1.05rem; }
nav a { margin-right: 1rem; } a { color: #2b6cb0; }
.picture { overflow-x: auto; border: 1px solid #e2e8f0; border-radius: 8px; }
.picture svg { max-width: 100%; height: auto; display: block; margin: 0 auto; }
.actor { border: 1px solid #e2e8f0; border-radius: 8px; padding: .8rem 1rem; margin: 1rem 0; }
.actor:target { border-color: #2b6cb0; box-shadow: 0 0 0 2px #bee3f8; }
.small { color: #4a5568; font-size: .87rem; }
ul { list-style: none; padding: 0; margin: .5rem 0 0; } li { padding: .35rem 0; border-top: 1px solid #edf2f7; }
.planned, .possible, .denied, .actual { font-size: .78rem; border-radius: 4px; padding: 0 .35rem; background: #edf2f7; }
.planned { background: #fefcbf; } .possible { background: #e9d8fd; } .denied { background: #fed7d7; }
q { font-style: italic; } input { font: inherit; padding: .3rem .6rem; width: 20rem; max-width: 100%; }
</style>
</head>
<body>
<h1>{{.Title}}</h1>
<p class="small">{{.Claims}} claims about {{len .Actors}} actors in {{.Articles}} articles. Every claim has the sentence that says it.</p>
<nav><a href="#picture">Picture</a><a href="#actors">Actors</a><a href="#timeline">Timeline</a></nav>
<h2 id="picture">Picture</h2>
<div class="picture">{{.Picture}}</div>
<h2 id="actors">Actors</h2>
<p><input id="find" type="search" placeholder="Find an actor" aria-label="Find an actor"></p>
{{- define "claim"}} <span class="{{.Status}}">{{.Status}}</span>{{with .When}} <span class="small">{{.}}</span>{{end}}{{with .Role}} <span class="small">as {{.}}</span>{{end}}{{with .About}} <span class="small">about {{.}}</span>{{end}}<br>
<span class="small"><q>{{.Evidence.Text}}</q>{{with .Who}}, says {{.}}{{end}}; {{if .Link}}<a href="{{.Link}}" rel="noopener noreferrer">{{or .Article.Title .Article.ID}}</a>{{else}}{{or .Article.Title .Article.ID}}{{end}}</span>{{end}}
{{- range .Actors}}{{$id := .ID}}
<section class="actor" id="a-{{.ID}}" data-names="{{.Name}} {{.ID}} {{join .Aliases " "}}">
<h3>{{or .Name .ID}}</h3>
<div class="small">{{.Type}}{{with .Country}}, {{.}}{{end}}{{with .Aliases}}; also {{join . ", "}}{{end}}</div>
<ul>
{{- range .Claims}}
<li>{{if .Out}}{{.Words}} {{if .Object.Entity}}<a href="{{anchor .Object.Entity.ID}}">{{.ObjectName}}</a>{{else}}{{.ObjectName}}{{end}}{{else}}<a href="{{anchor .Subject.Entity.ID}}">{{.Subject.Entity.Name}}</a> {{.Words}} it{{end}}{{template "claim" .}}</li>
{{- end}}
</ul>
</section>
{{- end}}
<h2 id="timeline">Timeline</h2>
<ul>
{{- range .Timeline}}
<li><b>{{.When}}</b> <a href="{{anchor .Subject.Entity.ID}}">{{.Subject.Entity.Name}}</a> {{.Words}} {{if .Object.Entity}}<a href="{{anchor .Object.Entity.ID}}">{{.ObjectName}}</a>{{else}}{{.ObjectName}}{{end}}{{template "claim" .}}</li>
{{- end}}
</ul>
<script>{{.Script}}</script>
</body>
</html>
`))
