package queries

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestPrelude(t *testing.T) {
	qs := newsStore(t).QuadStore()
	ids := `.forEach(function(d) { g.emit(d.id) })`
	saying := `forEach(function(c) { g.emit(c.subject + " " + c.predicate + " " + c.object + " " + c.status) })`
	for _, c := range []struct{ name, query, want, fails string }{
		{"ActorByID", `actor("Olof_Palme")` + ids, `"<Olof_Palme>"`, ""},
		{"ActorByName", `actor("Olof Palme")` + ids, `"<Olof_Palme>"`, ""},
		{"ActorByAlias", `actor("President Meir")` + ids, `"<Golda_Meir>"`, ""},
		{"ActorInAnotherCase", `actor("president meir")` + ids, `"<Golda_Meir>"`, ""},
		{"ActorNotItsCapital", `actor("Port Arvan")` + ids, `"<Arvania>"`, ""},
		{"ActorGivenAsIRI", `actor("<Corland>")` + ids, `"<Corland>"`, ""},
		{"ActorUnknownIRI", `actor("<Golda_Mei>")`, ``, "no entity is called \"<Golda_Mei>\"; the nearest: Golda Meir"},
		{"ActorOfPath", `actor(g.V("<Arvania>"))` + ids, `"<Arvania>"`, ""},
		{"ActorGoesOn", `actor("Meir").out("<visited>")` + ids, `"<Belmark>"`, ""},
		{"ActorUnknown", `actor("Arvanya")`, ``, `no entity is called "Arvanya"; the nearest: Arvania`},
		{"ActorWordOfName", `actor("Steel")`, ``, `the nearest: Steel Works`},
		{"ActorNothingNear", `actor("zzzzzzzzzzzz")`, ``, `no entity is called "zzzzzzzzzzzz"`},
		{"ActorOfNumber", `actor(5).all()`, ``, ``},
		{"ActorOfNothing", `actor()`, ``, "takes 1 argument"},
		{"ActorOfObject", `actor({})`, ``, "expected a name"},
		{"ActorLong", `actor("x".repeat(100000))`, ``, "no entity is called"},
		{"ActorEmpty", `actor("")`, ``, "no entity is called"},
		{"Claims", `details(claims("Meir", "visited", "Belmark")).` + saying, `"<Golda_Meir> <visited> <Belmark> actual"`, ""},
		{"ClaimsOfSubject", `details(claims("Northern Pact")).` + saying, `"<Northern_Pact> <criticizes> <Arvania> actual"`, ""},
		{"ClaimsOfPredicate", `details(claims(null, "member-of")).` + saying, `"<Corland> <member-of> <Northern_Pact> actual"`, ""},
		{"ClaimsOfObject", `details(claims(null, null, "Northern Pact")).` + saying, `"<Corland> <member-of> <Northern_Pact> actual"`, ""},
		{"ClaimsOfPredicateAndObject", `details(claims(null, "sanctions", "Arvania")).length`, `2`, ""},
		{"ClaimsAll", `claims().count()`, `17`, ""},
		{"ClaimsSymmetric", `details(claims("Palme", "met", "Meir")).` + saying, `"<Golda_Meir> <met> <Olof_Palme> actual"`, ""},
		{"ClaimsInverse", `details(claims("Belmark", "sells-to", "Arvania")).length`, `3`, ""},
		{"ClaimsInWords", `details(claims("Belmark", "sells to", "Arvania")).length`, `3`, ""},
		{"ClaimsOfPaths", `details(claims(actor("Meir"), "visited", actor("Belmark"))).length`, `1`, ""},
		{"ClaimsOfLists", `details(claims(["Meir", "Palme"], ["leads"][0])).length`, `1`, ""},
		{"ClaimsOpen", `claims(null, "open/observe").count()`, `0`, ""},
		{"ClaimsUnknownPredicate", `claims("Meir", "visitted")`, ``, `no predicate is named "visitted"; the nearest: visited`},
		{"ClaimsOfTooMany", `claims(1, 2, 3, 4)`, ``, "at most 3"},
		{"Between", `details(between("Arvania", "Corland")).` + saying, `"<Corland> <sanctions> <Arvania> planned" "<Corland> <sanctions> <Arvania> actual" "<Arvania> <negotiates-with> <Corland> actual" "<Arvania> <attacks> <Corland> possible"`, ""},
		{"BetweenIsSymmetric", `g.emit(between("Corland", "Arvania").count() == between("Arvania", "Corland").count())`, `true`, ""},
		{"BetweenOne", `between("Meir")`, ``, "takes 2 arguments"},
		{"BetweenNothing", `between("Meir", null)`, ``, "needs two"},
		{"DetailsFields", `var c = details(claims("Meir", "leads"), true)[0]; g.emit(Object.keys(c).join(" ")); g.emit([c.role, c.confidence, c.published, c.publisher, c.sentence])`,
			`"claim subject predicate object status source when about role confidence method evidence article published publisher sentence" ["president",0.9,"2024-01-02","The Arvan Post","President Golda Meir of Arvania has not commented."]`, ""},
		{"DetailsOfNoClaims", `details(g.V("<Arvania>")).length`, `0`, ""},
		{"DetailsOfText", `details("x")`, ``, "expected a path"},
		{"Show", `show([{a: 1, b: "<x>"}, {a: 2}], ["a", "b"])`, `{"a":1,"b":"<x>"} {"a":2,"b":null}`, ""},
		{"ShowRenamed", `show([{a: 1}], {first: "a"})`, `{"first":1}`, ""},
		{"ShowOfNumber", `show(5, ["a"])`, ``, "expected a list of objects"},
		{"ShowOfNumbers", `show([5], ["a"])`, ``, "expected a list of objects"},
		{"About", `about([{about: "Short-range Missiles"}, {about: null}, {}], "missiles").length`, `1`, ""},
		{"During", `during([{when: "2023-12"}, {when: "2024"}, {published: "2024-03-01"}, {}], "2024-02", "2024-02-20").length`, `1`, ""},
		{"DuringBadDate", `during([{when: "2023"}], "soon", "")`, ``, "since: date"},
		{"Group", `g.emit(group([{a: 1, status: "planned", article: "x", confidence: 1}, {a: 1, status: "actual", article: "y", confidence: 0}, {a: 2, status: "denied", article: "x"}], ["a"]).map(function(x) { return [x.a, x.claims, x.articles, x.statuses, x.article] }))`,
			`[[1,2,2,"actual, planned","y"],[2,1,1,"denied","x"]]`, ""},
		{"NamesAreFree", `let about = 1, group = 2, actor = 3, time = 4; g.emit(about + group + actor + time)`, `10`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows, err := answer(Run(t.Context(), qs, c.query, Options{}))
			got := strings.Join(rows, " ")
			switch {
			case c.fails == "" && err != nil:
				t.Errorf("%v", err)
			case c.fails != "" && (err == nil || !strings.Contains(err.Error(), c.fails)):
				t.Errorf("got %v, want an error with %q", err, c.fails)
			case got != c.want:
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
	_, err := answer(Run(t.Context(), qs, `actor("Arvanya")`, Options{}))
	var unknown *UnknownName
	if !errors.As(err, &unknown) || unknown.Nearest[0] != "Arvania" {
		t.Errorf("got %v", err)
	}
}

func TestNearest(t *testing.T) {
	names := []string{"Moscow", "Moskva", "Russia", "Russian Foreign Ministry", "Foreign Ministry of Iran", "Sergei Shoigu", "Shoigu", "Ali", "Al", "Iran", "Iraq", "Москва"}
	for name, want := range map[string]string{
		"Moskow": "Moscow", "moscow": "Moscow", "Shoygu": "Shoigu", "Rusia": "Russia", "Irna": "Iran",
		"foreign ministry": "Russian Foreign Ministry", "Мосва": "Москва", "Xyzzy": "", "": "", "Sergei": "Sergei Shoigu",
	} {
		n := newNearest(name)
		for _, s := range names {
			n.add(s)
		}
		got := n.best()
		if want == "" && len(got) > 0 || want != "" && (len(got) == 0 || got[0] != want) {
			t.Errorf("%q: got %v, want %q first", name, got, want)
		}
	}
	n := newNearest("name")
	for i := range 10000 {
		n.add("name" + strings.Repeat("x", i%3) + string(rune('a'+i%26)))
	}
	if got := n.best(); len(got) != nearestKept || !slices.Contains(got, "namea") {
		t.Errorf("got %v", got)
	}
}

func TestQuestionHeads(t *testing.T) {
	for _, c := range []struct{ text, fails string }{
		{"// title: x\n// arg who: entity?\ng.V()", ""},
		{"// title: x\n// arg n: number = 5 -- so many\n// arg s: string = \"a b\"\n// arg b: bool = true\n// arg d: date = 2024-01\n1", ""},
		{"g.V()", "no line"},
		{"// title: x\n// arg Who: entity", "line 2"},
		{"// title: x\n// arg who: person", `unknown type "person"`},
		{"// title: x\n// arg n: number = many", `"many" is no number`},
		{"// title: x\n// arg d: date = soon", "date"},
		{"// title: x\n// arg n: number\n// arg n: number", "twice"},
		{"// title: x\ng.V(", "line 2"},
		{"", "no line"},
	} {
		_, err := ParseQuestion("q", c.text)
		if c.fails == "" && err != nil || c.fails != "" && (err == nil || !strings.Contains(err.Error(), c.fails)) {
			t.Errorf("%q: got %v, want %q", c.text, err, c.fails)
		}
	}
	q, err := ParseQuestion("q", "// title: x\n// arg n: number = 5 -- so many\n// arg s: string = \"a b\"\n// arg b: bool = true\n// arg e: entity?\ng.emit(args)")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := answer(Ask(t.Context(), store(t, people), q, map[string]string{"n": "7"}, Options{}))
	if err != nil || rows[0] != `{"b":true,"e":null,"n":7,"s":"a b"}` {
		t.Errorf("got %v, %v", rows, err)
	}
	for _, bad := range []map[string]string{{"n": "x"}, {"b": "maybe"}, {"other": "1"}} {
		if _, err := q.Bind(bad); err == nil {
			t.Errorf("%v is no error", bad)
		}
	}
}
