package explorer

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"relata/graph"
	"relata/schema"
)

// actors of the small graph.
var actors = map[string]*schema.Entity{
	"Russia":       {ID: "Russia", Name: "Russia", Type: schema.Country, Country: "RUS", Aliases: []string{"Russian Federation", "Россия"}},
	"Iran":         {ID: "Iran", Name: "Iran", Type: schema.Country, Country: "IRN", Aliases: []string{"Islamic Republic of Iran"}},
	"Golda_Meir":   {ID: "Golda_Meir", Name: "Golda Meir", Type: schema.Person},
	"Olof_Palme":   {ID: "Olof_Palme", Name: "Olof Palme", Type: schema.Person, Aliases: []string{"Prime Minister Palme"}},
	"Ada_Lovelace": {ID: "Ada_Lovelace", Name: "Ada Lovelace", Type: schema.Person, Aliases: []string{"Zoë Löfgren 😀"}},
	"evil":         {ID: "evil", Name: `<script>alert("1")</script>`, Type: schema.Organization, Aliases: []string{"\u202egnp.exe", strings.Repeat("x", 10_000), `O'Brien & "Sons"`}},
	"http://x/a/b": {ID: "http://x/a/b", Name: "An address", Type: schema.Organization},
}

// say is a sentence "😀 SUBJECT WORDS OBJECT." and what it claims.
type say struct {
	s, p, o, words string
	status         schema.Status
	when, source   string
}

func reading(title, day string, says ...say) *schema.Reading {
	doc := &schema.Document{Title: title, URL: "https://news.example/" + title, Publisher: "The Example", Language: "en"}
	doc.Published, _ = time.Parse(time.DateOnly, day)
	r := &schema.Reading{Document: doc}
	var text strings.Builder
	for _, x := range says {
		start := text.Len()
		fmt.Fprintf(&text, "😀 %s %s %s.", x.s, x.words, x.o)
		end := text.Len()
		text.WriteString(" ")
		span := func(from int, s string) schema.Span { return schema.Span{Start: from, End: from + len(s)} }
		subject := span(start+5, x.s)
		words := span(subject.End+1, x.words)
		object := span(words.End+1, x.o)
		c := schema.Claim{
			Subject: schema.Argument{Entity: actors[x.s], Mention: x.s, Span: subject}, Predicate: x.p, Status: x.status,
			Object: schema.Argument{Entity: actors[x.o], Mention: x.o, Span: object}, When: x.when, Method: "test@1", Confidence: 0.75,
			Source:   schema.Source{Name: x.source},
			Evidence: schema.Evidence{Sentence: len(r.Claims), Text: text.String()[start:end], Span: schema.Span{Start: start, End: end}, Predicate: words},
		}
		if actors[x.o] == nil {
			c.Object.Literal = &schema.Literal{Value: x.o}
		}
		r.Claims = append(r.Claims, c)
		r.Sentences = append(r.Sentences, c.Evidence.Span)
	}
	doc.Text = text.String()
	doc.Seal()
	used := map[string]bool{}
	for i := range r.Claims {
		c := &r.Claims[i]
		c.Seal(doc)
		for _, e := range []*schema.Entity{c.Subject.Entity, c.Object.Entity} {
			if e != nil && !used[e.ID] {
				used[e.ID] = true
				r.Entities = append(r.Entities, e)
			}
		}
	}
	return r
}

func sample() []*schema.Reading {
	return []*schema.Reading{
		reading("one", "2024-01-04",
			say{"Russia", "buys-from", "Iran", "bought from", schema.Actual, "2023-09", "officials"},
			say{"Golda_Meir", "visited", "Russia", "will visit", schema.Planned, "2024-02-01", ""},
			say{"Russia", "attacks", "Iran", "did not attack", schema.Denied, "", "the ministry"}),
		reading("two", "2024-01-05",
			say{"Russia", "buys-from", "Iran", "may buy from", schema.Possible, "2024", "officials"},
			say{"Olof_Palme", "meets-with", "Golda_Meir", "met", schema.Actual, "2023-12-15", ""},
			say{"evil", "supports", "Russia", "supports", schema.Actual, "", ""},
			say{"http://x/a/b", "supports", "evil", "supports", schema.Actual, "", ""}),
		reading("three", "2024-01-06",
			say{"Russia", "buys-from", "Iran", "bought again from", schema.Actual, "2023-10-02", "a witness"},
			say{"Ada_Lovelace", "open/is-aged", "36 years", "is", schema.Actual, "", ""}),
	}
}

// serve starts a server over the small graph. It keeps no clock.
func serve(t testing.TB, opt Options) *Server {
	t.Helper()
	store, err := graph.Open(t.Context(), graph.MemoryLocation, graph.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range sample() {
		if _, err := store.Add(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	opt.Store = store
	opt.Now = func() time.Time { return time.Date(2024, 1, 7, 0, 0, 0, 0, time.UTC) }
	s, err := New(opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// call asks a server as a program on this machine would.
func call(s http.Handler, method, path, body string, edit ...func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://127.0.0.1:7474/", strings.NewReader(body))
	path, query, _ := strings.Cut(path, "?")
	r.URL.Path, r.URL.RawPath, r.URL.RawQuery = path, "", query
	if u, err := r.URL.Parse(path); err == nil {
		r.URL.Path, r.URL.RawPath = u.Path, u.RawPath
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, f := range edit {
		f(r)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// get asks for JSON, which must come.
func get[T any](t *testing.T, s http.Handler, path string) T {
	t.Helper()
	w := call(s, "GET", path, "")
	var v T
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil || w.Code != http.StatusOK {
		t.Fatalf("GET %s: %d, %v: %.300s", path, w.Code, err, w.Body)
	}
	return v
}

func ids[T any](items []T, id func(T) string) string {
	var out []string
	for _, i := range items {
		out = append(out, id(i))
	}
	return strings.Join(out, " ")
}

func nodeID(n Node) string { return n.ID }
func edgeID(e Edge) string { return e.ID }

func TestSearch(t *testing.T) {
	s := serve(t, Options{})
	for _, test := range []struct{ q, want, match string }{
		{"rus", "Russia", "Russia"},
		{"RUSSIA", "Russia", "Russia"},
		{"федер", "", ""},
		{"росс", "Russia", "Россия"},
		{"feder", "Russia", "Russian Federation"},
		{"russian+fed", "Russia", "Russian Federation"},
		{"fed+rus", "Russia", "Russian Federation"},
		{"republic+iran", "Iran", "Islamic Republic of Iran"},
		{"zoe+lofgren", "Ada_Lovelace", "Zoë Löfgren 😀"},
		{"minister", "Olof_Palme", "Prime Minister Palme"},
		{"script", "evil", `<script>alert("1")</script>`},
		{"gnp", "evil", "\u202egnp.exe"},
		{"obrien", "", ""},
		{"o+brien", "evil", `O'Brien & "Sons"`},
		{"xxxxxxxx", "evil", strings.Repeat("x", 10_000)},
		{"ssia", "", ""},
		{"%2B%2B", "", ""},
		{"a", "Ada_Lovelace http://x/a/b evil", "Ada Lovelace"}, // of the word alert, at last
		{"36", "", ""}, // a literal is no entity
	} {
		got := get[list[foundNode]](t, s, "/api/v1/search?q="+strings.ReplaceAll(test.q, " ", "+"))
		found := ids(got.Items, func(f foundNode) string { return f.ID })
		if found != test.want || got.Total != len(got.Items) || len(got.Items) > 0 && got.Items[0].Match != test.match {
			t.Errorf("%s: %q, total %d: %+v", test.q, found, got.Total, got.Items)
		}
	}
	first := get[list[foundNode]](t, s, "/api/v1/search?q=a&limit=1&type=Organization")
	second := get[list[foundNode]](t, s, "/api/v1/search?q=a&limit=1&type=Organization&cursor="+first.Next)
	if first.Total != 2 || first.Items[0].ID != "http://x/a/b" || second.Items[0].ID != "evil" || second.Next != "" {
		t.Errorf("pages: %+v, %+v", first, second)
	}
}

func TestNeighbours(t *testing.T) {
	s := serve(t, Options{})
	const buys, visit, supports, attack = "Russia|buys-from|Iran", "Golda_Meir|visited|Russia", "evil|supports|Russia", "Russia|attacks|Iran"
	for _, test := range []struct {
		path, edges, nodes string
		total              int
	}{
		{"Russia", buys + " " + visit + " " + supports, "Iran Golda_Meir evil", 3},
		{"Russia?limit=1", buys, "Iran", 3},
		{"Russia?limit=1&cursor=1", visit, "Golda_Meir", 3},
		{"Russia?cursor=9", "", "", 3},
		{"Russia?status=denied", attack, "Iran", 1},
		{"Russia?predicate=buys-from&predicate=visited", buys + " " + visit, "Iran Golda_Meir", 2},
		{"Russia?predicate=none", "", "", 0},
		{"Russia?type=Person", visit, "Golda_Meir", 1},
		{"Russia?min-articles=2", buys, "Iran", 1},
		{"Russia?min-articles=2&status=possible", "", "", 0},
		{"Russia?source=officials", buys, "Iran", 1},
		{"Russia?source=nobody", "", "", 0},
		{"Russia?since=2024-02", visit + " " + buys, "Golda_Meir Iran", 2}, // "2024" may be any day of it
		{"Russia?until=2023", buys, "Iran", 1},
		{"Россия?limit=1", buys, "Iran", 3},
		{"%3CRussia%3E?limit=1", buys, "Iran", 3},
		{"http%3A%2F%2Fx%2Fa%2Fb", "http://x/a/b|supports|evil", "evil", 1},
		{"Ada_Lovelace", `Ada_Lovelace|open/is-aged|"36 years"`, `"36 years"`, 1},
	} {
		got := get[subgraph](t, s, "/api/v1/neighbours/"+test.path)
		if e, n := ids(got.Edges, edgeID), ids(got.Nodes, nodeID); e != test.edges || n != test.nodes || got.Total != test.total {
			t.Errorf("%s: %s; %s; total %d", test.path, e, n, got.Total)
		}
	}
	got := get[subgraph](t, s, "/api/v1/neighbours/Russia?limit=1")
	want := Edge{ID: buys, Subject: "Russia", Predicate: "buys-from", Object: "Iran", Label: "buys from", Status: schema.Actual, Claims: 3,
		Articles: 3, Sources: 2, First: "2023-09", Last: "2024", Confidence: 0.75, Statuses: map[schema.Status]int{schema.Actual: 2, schema.Possible: 1}}
	if fmt.Sprint(got.Edges[0]) != fmt.Sprint(want) {
		t.Errorf("%+v, want\n%+v", got.Edges[0], want)
	}
	if want := (Node{"Russia", "Russia", schema.Country, "RUS", 3, 3, 6}); *got.Node != want {
		t.Errorf("%+v, want %+v", *got.Node, want)
	}
	if got := get[subgraph](t, s, "/api/v1/between?id=Russia&id=Iran&id=evil&id=nobody"); ids(got.Edges, edgeID) != buys+" "+supports || len(got.Nodes) != 3 {
		t.Errorf("between: %+v", got)
	}
	for n, want := range map[int]int{mostIDs: 200, mostIDs + 1: 400} {
		if w := call(s, "POST", "/api/v1/between", `{"ids":["Iran"`+strings.Repeat(`,"Russia"`, n-1)+`]}`); w.Code != want || w.Code == 200 && !strings.Contains(w.Body.String(), `"total":1`) {
			t.Errorf("%d ids: %d %.300s", n, w.Code, w.Body)
		}
	}
	w := call(s, "POST", "/api/v1/between?status=denied", `{"ids":["Iran","Russia"]}`)
	if w.Code != 200 || !strings.Contains(w.Body.String(), attack) {
		t.Errorf("between by body: %d %s", w.Code, w.Body)
	}
	w = call(s, "GET", "/api/v1/entity/Rusia", "")
	if w.Code != 404 || !strings.Contains(w.Body.String(), `"near":["Russia"`) || w.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("unknown name: %d %s", w.Code, w.Body)
	}
}

func TestClaimsAndEvidence(t *testing.T) {
	s := serve(t, Options{})
	type shown struct {
		ID       string `json:"id"`
		Sentence string `json:"sentence"`
		Marks    []Mark `json:"marks"`
		Article  Article
	}
	for path, want := range map[string]int{
		"":                                  8,
		"?status=denied":                    1,
		"?a=Russia":                         5,
		"?a=Iran&b=Russia":                  3,
		"?b=Iran":                           3,
		"?subject=Iran":                     0,
		"?object=36+years":                  1,
		"?subject=Russia&predicate=attacks": 0,
		"?type=Person":                      1,
		"?min-articles=3":                   3,
		"?article=none":                     0,
		"?source=a+witness":                 1,
		"?subject=nobody":                   0,
	} {
		if got := get[list[shown]](t, s, "/api/v1/claims"+path); got.Total != want || len(got.Items) != want {
			t.Errorf("%s: total %d, %d items, want %d", path, got.Total, len(got.Items), want)
		}
	}
	c := get[list[shown]](t, s, "/api/v1/claims?predicate=meets-with").Items[0]
	// 😀 is two units and four bytes
	if fmt.Sprint(c.Marks) != "[{subject 3 13} {predicate 14 17} {object 18 28}]" || c.Article.Title != "two" || c.Article.Published != "2024-01-05" {
		t.Errorf("%+v", c)
	}
	for _, id := range []string{strings.ReplaceAll(c.ID, "/", "%2F"), c.ID, strings.TrimPrefix(c.ID, "claim/")} {
		e := get[struct {
			Before, Sentence, After string
			Article                 Article
		}](t, s, "/api/v1/evidence/"+id)
		if e.Sentence != c.Sentence || e.Before != "😀 Russia may buy from Iran." || e.After != "😀 evil supports Russia." || e.Article != c.Article {
			t.Errorf("%s: %+v", id, e)
		}
	}
}

func TestAround(t *testing.T) {
	const text = "It rained. Mr. Palme met Golda Meir in St. Petersburg. J. Austen wrote on Jan. 5. “Why?” asked Mr. Palme. It is over"
	at := func(s string) schema.Span {
		i := strings.Index(text, s)
		return schema.Span{Start: i, End: i + len(s)}
	}
	austen := at("J. Austen wrote on Jan. 5.")
	for _, c := range []struct {
		known         map[int]schema.Span
		span          schema.Span
		before, after string
	}{
		{nil, austen, "Mr. Palme met Golda Meir in St. Petersburg.", "“Why?” asked Mr. Palme."},
		{nil, at("It rained."), "", "Mr. Palme met Golda Meir in St. Petersburg."},
		{nil, at("“Why?” asked Mr. Palme."), "J. Austen wrote on Jan. 5.", "It is over"},
		{nil, schema.Span{End: len(text)}, "", ""},
		// What the graph knows as sentences is shown as such, whatever it looks like.
		{map[int]schema.Span{1: at("Golda Meir in St. Petersburg."), 3: at("“Why?”")}, austen, "Golda Meir in St. Petersburg.", "“Why?”"},
		{map[int]schema.Span{0: at("It rained. Mr. Palme met"), 4: at("asked Mr. Palme.")}, austen, "Golda Meir in St. Petersburg.", "“Why?”"},
		{map[int]schema.Span{1: {Start: -1, End: 3}, 3: {Start: 5, End: 1000}}, austen, "Mr. Palme met Golda Meir in St. Petersburg.", "“Why?” asked Mr. Palme."},
	} {
		if before, after := around(text, c.known, 2, c.span); before != c.before || after != c.after {
			t.Errorf("%v, %q: %q, %q", c.known, text[c.span.Start:c.span.End], before, after)
		}
	}
}

func TestEdgeNames(t *testing.T) {
	if a, b := edgeName("a|b", "p", "c"), edgeName("a", "b|p", "c"); a != "a%7Cb|p|c" || a == b {
		t.Errorf("%s, %s", a, b)
	}
	if a, b := edgeName("50%", "p", "a%7Cb"), edgeName("50%", "p", "a|b"); a != "50%25|p|a%257Cb" || a == b {
		t.Errorf("%s, %s", a, b)
	}
}

func TestHistogramAndTimeline(t *testing.T) {
	s := serve(t, Options{})
	for path, want := range map[string]string{
		"":                                 "[{2023-09 1} {2023-10 1} {2023-12 1} {2024-01 1} {2024-02 1}]",
		"?bins=year":                       "[{2023 3} {2024 2}]",
		"?id=Golda_Meir&bins=day":          "[{2023-12-15 1} {2024-02-01 1}]",
		"?id=Russia&id=Iran&since=2024":    "[{2024-01 1}]",
		"?id=nobody":                       "[]",
		"?predicate=visited&status=actual": "[]",
	} {
		if got := fmt.Sprint(get[[]bin](t, s, "/api/v1/histogram"+path)); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
	type page struct {
		Items []struct{ Words string }
		Total int
		Next  string
	}
	if got := get[page](t, s, "/api/v1/timeline?a=Russia&limit=2"); got.Total < 3 || len(got.Items) != 2 || got.Next != "2" {
		t.Errorf("%+v", got)
	}
}

func TestPaths(t *testing.T) {
	s := serve(t, Options{})
	type found struct {
		Total int
		Nodes []Node
		Edges []Edge
	}
	got := get[found](t, s, "/api/v1/path?a=Olof+Palme&b=Iran")
	if got.Total != 1 || ids(got.Nodes, nodeID) != "Olof_Palme Golda_Meir Russia Iran" || ids(got.Edges, edgeID) != "Olof_Palme|meets-with|Golda_Meir Golda_Meir|visited|Russia Russia|buys-from|Iran" {
		t.Errorf("%+v", got)
	}
	for _, without := range []string{"Russia", "hubs"} {
		if got := get[found](t, s, "/api/v1/path?a=Olof_Palme&b=Iran&without="+without); got.Total != 0 {
			t.Errorf("without %s: %+v", without, got)
		}
	}
	if w := call(s, "GET", "/api/v1/path?a=Russia&b=Россия", ""); w.Code != 400 {
		t.Errorf("to itself: %d %s", w.Code, w.Body)
	}
}

func TestQuery(t *testing.T) {
	s := serve(t, Options{Limits: Limits{QueryTime: 300 * time.Millisecond}})
	for _, test := range []struct{ body, want string }{
		{`{"gizmo":"g.V('<Russia>').out('<buys-from>').unique().all()"}`, "{\"id\":\"<Iran>\"}\n{\"done\":true,\"rows\":1,\"cut\":false}\n"},
		{`{"gizmo":"g.V().all()","limit":2}`, `{"done":true,"rows":2,"cut":true}`},
		{`{"gizmo":"g.V(\n  nothing)"}`, `"line":2,"column":3,"source":"  nothing)"}`},
		{`{"gizmo":"while(true){}"}`, `{"error":{"message":"the query ran out of time"}}`}, // that of the server
		{`{"gizmo":"while(true){}","timeout":"10ms"}`, "out of time"},
	} {
		w := call(s, "POST", "/api/v1/query", test.body)
		if w.Code != 200 || !strings.Contains(w.Body.String(), test.want) || w.Header().Get("Content-Type") != "application/x-ndjson" {
			t.Errorf("%s: %d %s", test.body, w.Code, w.Body)
		}
	}
	for _, body := range []string{`{}`, `[`, `{"gizmo":"g.V()","timeout":"soon"}`, `{"gizmo":"g.V()","limit":-1}`, `{"query":"g.V()"}`, `{"gizmo":"1"}{}`} {
		if w := call(s, "POST", "/api/v1/query", body); w.Code != 400 {
			t.Errorf("%s: %d %s", body, w.Code, w.Body)
		}
	}
}

// TestCayleyShapes holds answers against what Cayley's own handlers write.
func TestCayleyShapes(t *testing.T) {
	s := serve(t, Options{})
	plain := func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }
	for _, test := range []struct {
		method, path, body string
		status             int
		want               string
	}{
		{"POST", "/api/v1/query/gizmo", `g.V("<Russia>").tag("x").out("<buys-from>").unique().all()`, 200, `{"result":[{"id":"<Iran>","x":"<Russia>"}]}`},
		{"POST", "/api/v1/query/gizmo", `g.emit({n: 1, s: "a"})`, 200, `{"result":[{"n":1,"s":"a"}]}`},
		{"POST", "/api/v1/query/gizmo", `g.emit("a")`, 200, `{"result":["a"]}`},
		{"POST", "/api/v1/query/gizmo", `g.V("<nobody>").all()`, 200, `{"result":null}`},
		{"POST", "/api/v1/query/gizmo", `g.V(`, 400, `{"error":"`},
		{"GET", "/api/v2/query?lang=gizmo&qu=g.V(%22%3CRussia%3E%22).all()", "", 200, `{"result":[{"id":"<Russia>"}]}`},
		{"POST", "/api/v2/query?lang=gizmo", `g.V("<Russia>").out("<name>").unique().all()`, 200, `{"result":[{"id":"Russia"}]}`},
		{"POST", "/api/v2/query", "g.V()", 400, `{"error":"query language not specified"}`},
		{"POST", "/api/v2/query?lang=sexp", "g.V()", 400, `{"error":"unknown query language"}`},
		{"GET", "/api/v2/query?lang=gizmo", "", 400, `{"error":"query is empty"}`},
		{"GET", "/api/v2/read?sub=%3CIran%3E&pred=%3Cname%3E,%3Ccountry%3E&format=json", "", 200, `"subject":"\u003cIran\u003e"`},
		{"GET", "/api/v2/read?sub=%3CIran%3E&pred=%3Cname%3E", "", 200, "<Iran> <name> \"Iran\" <article/"},
		{"POST", "/api/v2/write", "<a> <b> <c> .", 403, "read-only"},
		{"POST", "/api/v2/delete", "<a> <b> <c> .", 403, "read-only"},
	} {
		w := call(s, test.method, test.path, test.body, plain)
		if w.Code != test.status || !strings.Contains(w.Body.String(), test.want) {
			t.Errorf("%s %s %s: %d %.300s, want %d %s", test.method, test.path, test.body, w.Code, w.Body, test.status, test.want)
		}
	}
}

func TestExport(t *testing.T) {
	s := serve(t, Options{})
	for _, f := range graph.Formats {
		w := call(s, "GET", "/api/v1/export?format="+f.Name, "")
		zip := bytes.HasPrefix(w.Body.Bytes(), []byte("PK"))
		if w.Code != 200 || w.Body.Len() == 0 || zip != (f.Folder != nil) || !strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment; ") {
			t.Errorf("%s: %d, %d bytes, %v", f.Name, w.Code, w.Body.Len(), w.Header())
		}
	}
	w := call(s, "GET", "/api/v1/export?format=dot&id=Olof_Palme", "")
	if text := w.Body.String(); !strings.Contains(text, "Golda Meir") || strings.Contains(text, "Iran") {
		t.Errorf("filtered: %s", text)
	}
	if w := call(s, "GET", "/api/v1/export?format=gexf&since=soon", ""); w.Code != 400 {
		t.Errorf("bad date: %d", w.Code)
	}
}

func TestCorrections(t *testing.T) {
	readOnly := serve(t, Options{})
	s := serve(t, Options{Edit: true, Author: "Jane Austen"})
	id := func() string {
		items := get[list[struct{ ID string }]](t, s, "/api/v1/claims?predicate=visited").Items
		if len(items) == 0 {
			return ""
		}
		return items[0].ID
	}
	claim := id()
	if w := call(readOnly, "POST", "/api/v1/corrections", `{"action":"reject","claim":"`+claim+`"}`); w.Code != 403 {
		t.Errorf("without --edit: %d %s", w.Code, w.Body)
	}
	if w := call(s, "POST", "/api/v1/corrections", `{"action":"reject","claim":"`+claim+`","why":"wrong"}`); w.Code != 201 || w.Body.String() != "{\"number\":1,\"articles\":1}\n" {
		t.Fatalf("reject: %d %s", w.Code, w.Body)
	}
	for _, ask := range [][2]string{{"GET", "/api/v1/claims/"}, {"GET", "/api/v1/evidence/"}, {"POST", "/api/v1/corrections"}} {
		path, body := ask[1]+claim, ""
		if ask[0] == "POST" {
			path, body = ask[1], `{"action":"confirm","claim":"`+claim+`"}`
		}
		var p problem
		if w := call(s, ask[0], path, body); json.Unmarshal(w.Body.Bytes(), &p) != nil || w.Code != 410 || p.Correction != 1 {
			t.Errorf("%s %s of a rejected claim: %d %s", ask[0], path, w.Code, w.Body)
		}
	}
	if id() != "" || get[subgraph](t, s, "/api/v1/neighbours/Golda_Meir").Total != 1 {
		t.Error("a rejected claim is still there")
	}
	if w := call(s, "DELETE", "/api/v1/corrections/1", ""); w.Code != 200 {
		t.Fatalf("undo: %d %s", w.Code, w.Body)
	}
	if id() != claim || get[subgraph](t, s, "/api/v1/neighbours/Golda_Meir").Total != 2 {
		t.Error("what was undone isn't back")
	}
	call(s, "POST", "/api/v1/corrections", `{"action":"confirm","claim":"`+claim+`","author":"Ada Lovelace"}`)
	got := get[struct {
		Confidence float64
		Correction string
		Number     int `json:"correction_number"`
	}](t, s, "/api/v1/claims/"+claim)
	if got.Confidence != 1 || got.Correction != "confirmed" || got.Number != 3 {
		t.Errorf("confirmed: %+v", got)
	}
	type row struct {
		N              int
		Author, Action string
		Undone         bool
		By             int `json:"undone_by"`
		Claim          *struct {
			ID, Predicate, Sentence, Correction string
			Subject                             struct{ Name string }
			Article                             Article
		}
	}
	log := get[list[row]](t, s, "/api/v1/corrections?limit=2")
	if log.Total != 3 || len(log.Items) != 2 || log.Items[0].Author != "Ada Lovelace" || log.Items[1].Action != "undo" || log.Items[1].Author != "Jane Austen" {
		t.Errorf("%+v", log)
	}
	if c := log.Items[0].Claim; c == nil || c.ID != claim || c.Correction != "confirmed" {
		t.Errorf("a confirmed claim is listed as %+v", c)
	}
	// One that was rejected is listed as it was read.
	call(s, "POST", "/api/v1/corrections", `{"action":"reject","claim":"`+claim+`"}`)
	rows := get[list[row]](t, s, "/api/v1/corrections?limit=1")
	if c := rows.Items[0].Claim; rows.Next != "1" || c == nil || c.ID != claim || c.Predicate != "visited" || c.Subject.Name != "Golda Meir" ||
		!strings.Contains(c.Sentence, "will visit") || c.Correction != "rejected" || c.Article.Title != "one" {
		t.Errorf("a rejected claim is listed as %+v", rows)
	}
	// 5 undoes 4; 6 undoes 2, which had undone 1.
	call(s, "DELETE", "/api/v1/corrections/4", "")
	call(s, "DELETE", "/api/v1/corrections/2", "")
	var undone []string
	for _, c := range get[list[row]](t, s, "/api/v1/corrections").Items {
		undone = append(undone, fmt.Sprintf("%d:%t:%d", c.N, c.Undone, c.By))
	}
	if got := strings.Join(undone, " "); got != "6:false:0 5:false:0 4:true:5 3:false:0 2:true:6 1:false:0" {
		t.Error(got)
	}
	call(s, "DELETE", "/api/v1/corrections/6", "")
	for body, want := range map[string]int{
		`{"action":"merge","claim":"` + claim + `"}`:                                                 400,
		`{"action":"reject","claim":"claim/none"}`:                                                   404,
		`{"action":"reject","claim":"Russia"}`:                                                       404,
		`{"action":"reject","claim":"` + claim + `","why":"a\tb"}`:                                   400,
		`{"action":"reject","claim":"` + claim + `","why":"` + strings.Repeat("x", mostWhy+1) + `"}`: 400,
	} {
		if w := call(s, "POST", "/api/v1/corrections", body); w.Code != want {
			t.Errorf("%.60s: %d %s, want %d", body, w.Code, w.Body, want)
		}
	}
	for _, n := range []string{"0", "9", "-1", "x", "99999999999999999999"} {
		if w := call(s, "DELETE", "/api/v1/corrections/"+n, ""); w.Code != 404 {
			t.Errorf("undo %s: %d", n, w.Code)
		}
	}
}

func TestEvents(t *testing.T) {
	s := serve(t, Options{})
	web := httptest.NewUnstartedServer(s)
	const short = 100 * time.Millisecond
	web.Config.ReadTimeout, web.Config.WriteTimeout = short, short
	web.Start()
	defer web.Close()
	res, err := http.Get(web.URL + "/api/v1/events") //nolint:bodyclose // it is, below
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }() // it was cut by then
	events := make(chan string, 16)
	go func() {
		defer close(events)
		var text []byte
		buf := make([]byte, 4096)
		for {
			n, err := res.Body.Read(buf)
			text = append(text, buf[:n]...)
			for {
				one, rest, ok := bytes.Cut(text, []byte("\n\n"))
				if !ok {
					break
				}
				events <- string(one)
				text = rest
			}
			if err != nil {
				return
			}
		}
	}()
	next := func() string {
		t.Helper()
		select {
		case e := <-events:
			return e
		case <-time.After(10 * time.Second):
			t.Fatal("no event")
			return ""
		}
	}
	if e := next(); e != "retry: 2000" {
		t.Errorf("%q", e)
	}
	if e := next(); !strings.HasPrefix(e, "event: stats\ndata: {\"articles\":3,") {
		t.Errorf("%q", e)
	}
	time.Sleep(4 * short) // what ends others doesn't end listening
	added := reading("four", "2024-01-07", say{"Iran", "supports", "Olof_Palme", "supports", schema.Actual, "", ""})
	if _, err := s.opt.Store.Add(t.Context(), added); err != nil {
		t.Fatal(err)
	}
	if e := next(); !strings.HasPrefix(e, `event: claims`) || !strings.Contains(e, added.Claims[0].ID) || !strings.Contains(e, `{"articles":1,"claims":1,`) {
		t.Errorf("%q", e)
	}
	if e := next(); !strings.HasPrefix(e, "event: stats\ndata: {\"articles\":4,") {
		t.Errorf("%q", e)
	}
	if got := get[subgraph](t, s, "/api/v1/between?id=Iran&id=Olof_Palme"); got.Total != 1 {
		t.Errorf("the index hasn't got it: %+v", got)
	}
	done := make(chan error)
	go func() { done <- s.Close() }()
	select {
	case err := <-done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(5 * time.Second):
		t.Fatal("a listener keeps the server from closing")
	}
	_, _ = io.Copy(io.Discard, res.Body)
}

// TestFollowsAnotherProcess serves a graph that others write meanwhile.
func TestFollowsAnotherProcess(t *testing.T) {
	location := t.TempDir() + "/test.db"
	writer, err := graph.Open(t.Context(), location, graph.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer writer.Close()
	all := sample()
	if _, err := writer.Add(t.Context(), all[0]); err != nil {
		t.Fatal(err)
	}
	open := func(ctx context.Context) (*graph.Store, error) {
		return graph.OpenBeside(ctx, location, graph.Options{})
	}
	first, err := open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	news := make(chan bool, 1)
	s, err := New(Options{Store: first, Reopen: func(ctx context.Context) (*graph.Store, error) {
		select {
		case <-news:
			return open(ctx)
		default:
			return nil, nil
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	before := get[counts](t, s, "/api/v1/stats")
	listener := s.hub.listen()
	defer s.hub.leave(listener)
	for _, r := range all[1:] {
		if _, err := writer.Add(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	news <- true
	select {
	case e := <-listener:
		if !strings.HasPrefix(string(e), `event: claims`) || !strings.Contains(string(e), `{"articles":2,"claims":6,`) {
			t.Errorf("%s", e)
		}
	case <-time.After(15 * time.Second):
		t.Fatal("what another wrote isn't seen")
	}
	after := get[counts](t, s, "/api/v1/stats")
	if before.Articles != 1 || after.Articles != 3 || after.Claims != before.Claims+6 || after.Changes <= before.Changes {
		t.Errorf("%+v, then %+v", before, after)
	}
	if got := get[list[shownCorrection]](t, s, "/api/v1/corrections"); got.Total != 0 {
		t.Errorf("%+v", got)
	}
}
