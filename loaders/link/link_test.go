package link

import (
	"fmt"
	"strings"
	"testing"

	"relata/loaders/nlp"
	"relata/loaders/nlp/coref"
	"relata/schema"
)

// tree builds a document from sentences of words "form/UPOS/head/relation", heads from 1;
// names are "Type:first-last" in tokens from 1.
func tree(t *testing.T, sentences ...string) *nlp.Doc {
	t.Helper()
	doc := &nlp.Doc{}
	var b strings.Builder
	for _, line := range sentences {
		words, names, _ := strings.Cut(line, " | ")
		var sent nlp.Sentence
		for _, w := range strings.Fields(words) {
			f := strings.Split(w, "/")
			if len(f) != 4 {
				t.Fatalf("word %q", w)
			}
			var head int
			if _, err := fmt.Sscan(f[2], &head); err != nil {
				t.Fatal(err)
			}
			tok := nlp.Token{Form: f[0], Lemma: strings.ToLower(f[0]), UPOS: f[1], Head: head - 1, Deprel: f[3]}
			switch f[0] {
			case "'s":
				tok.XPOS = "POS"
			case "officials", "drones":
				tok.Lemma, tok.Feats = strings.TrimSuffix(f[0], "s"), "Number=Plur"
			}
			tok.Start = b.Len()
			b.WriteString(f[0])
			tok.End = b.Len()
			b.WriteByte(' ')
			sent.Tokens = append(sent.Tokens, tok)
		}
		sent.Start, sent.End = sent.Tokens[0].Start, sent.Tokens[len(sent.Tokens)-1].End
		for _, n := range strings.Fields(names) {
			typ, span, _ := strings.Cut(n, ":")
			var first, last int
			if _, err := fmt.Sscanf(span, "%d-%d", &first, &last); err != nil {
				t.Fatal(err)
			}
			doc.Mentions = append(doc.Mentions, nlp.Mention{Kind: nlp.Name, Type: schema.EntityType(typ), Sentence: len(doc.Sentences), First: first - 1, Last: last, Head: first - 1, Score: 0.9})
		}
		doc.Sentences = append(doc.Sentences, sent)
	}
	doc.Text = b.String()
	return doc
}

// ids shows what each mention is tied to: "Lima=Peru".
func ids(doc *nlp.Doc) string {
	Annotate(doc)
	coref.AddMentions(doc)
	coref.Resolve(doc)
	links := Resolve(doc, "")
	var out []string
	for i := range doc.Mentions {
		if e := links.Ties[i].Entity; e != nil && doc.Mentions[i].Kind <= nlp.Pronoun {
			m := &doc.Mentions[i]
			out = append(out, doc.Sentences[m.Sentence].Tokens[m.Head].Form+"="+e.ID)
		}
	}
	return strings.Join(out, " ")
}

func TestLookup(t *testing.T) {
	for name, want := range map[string]Known{
		"Peru":                 {Proper, schema.Country, "Peru", "PER", "Q419"},
		"U.S.":                 {Proper, schema.Country, "United States", "USA", "Q30"},
		"US":                   {Proper, schema.Country, "United States", "USA", "Q30"},
		"Peruvian":             {Adjective, schema.Country, "Peru", "PER", "Q419"},
		"Peruvians":            {People, schema.Country, "Peru", "PER", "Q419"},
		"Lima":                 {Capital, schema.Country, "Peru", "PER", "Q419"},
		"Danes":                {People, schema.Country, "Denmark", "DNK", "Q35"},
		"South Korean":         {Adjective, schema.Country, "South Korea", "KOR", "Q884"},
		"N.A.T.O.":             {Proper, schema.Organization, "NATO", "IGO", ""},
		"Dominican":            {Adjective, schema.Country, "Dominican Republic", "DOM", "Q786"},
		"United Arab Emirates": {Proper, schema.Country, "United Arab Emirates", "ARE", "Q878"},
	} {
		if got, ok := Lookup(name); !ok || got != want {
			t.Errorf("Lookup(%q) = %+v, %v; want %+v", name, got, ok, want)
		}
	}
	for _, name := range []string{"", "us", "Nowhere Land", "polish"} {
		if got, ok := Lookup(name); ok {
			t.Errorf("Lookup(%q) = %+v", name, got)
		}
	}
	if got := CityCountry("Arequipa"); got != "PER" {
		t.Errorf("Arequipa is of %q", got)
	}
}

func TestMetonymy(t *testing.T) {
	for _, c := range []struct{ tree, want string }{
		{"Lima/PROPN/2/nsubj condemned/VERB/0/root Chile/PROPN/2/obj | Country:1-1 Country:3-3", "Lima=Peru Chile=Chile"},
		{"They/PRON/2/nsubj met/VERB/0/root in/ADP/4/case Lima/PROPN/2/obl | Country:4-4", "Lima=Lima"},
		{"Lima/PROPN/3/nmod:poss 's/PART/1/case plans/NOUN/4/nsubj failed/VERB/0/root | Country:1-1", "Lima=Peru plans=plans"},
		{"They/PRON/2/nsubj hit/VERB/0/root the/DET/4/det capital/NOUN/2/obj Lima/PROPN/4/appos | Country:5-5", "capital=Lima Lima=Lima"},
		{"They/PRON/2/nsubj travel/VERB/0/root to/ADP/4/case Lima/PROPN/2/obl | Country:4-4", "Lima=Lima"},
	} {
		got := ids(tree(t, c.tree))
		if !strings.HasPrefix(got, strings.TrimSuffix(c.want, " plans=plans")) {
			t.Errorf("%s: got %s, want %s", c.tree, got, c.want)
		}
	}
}

func TestPersons(t *testing.T) {
	// a short name is its full name's; two full names stay two
	doc := tree(t,
		"Maria/PROPN/3/nsubj Lopez/PROPN/1/flat met/VERB/0/root Jan/PROPN/3/obj Lopez/PROPN/4/flat | Person:1-2 Person:4-5",
		"Maria/PROPN/2/nsubj left/VERB/0/root | Person:1-1")
	if got := ids(doc); got != "Maria=Maria_Lopez Jan=Jan_Lopez Maria=Maria_Lopez" {
		t.Error(got)
	}
	// the finder cut the name at its particle
	doc = tree(t, "Karim/PROPN/4/nsubj bin/PROPN/1/flat Salem/PROPN/1/flat spoke/VERB/0/root | Person:2-2")
	if got := ids(doc); got != "Karim=Karim_bin_Salem" {
		t.Error(got)
	}
	// a title is no part of the name
	doc = tree(t, "Peruvian/ADJ/3/amod President/PROPN/3/nmod:desc Maria/PROPN/5/nsubj Lopez/PROPN/3/flat spoke/VERB/0/root | Person:1-4")
	if got := ids(doc); got != "Peruvian=Peru Maria=Maria_Lopez" {
		t.Error(got)
	}
}

func TestBodies(t *testing.T) {
	// the state tells which ministry it is, however it is put
	doc := tree(t,
		"Peru/PROPN/4/nmod:poss 's/PART/1/case Foreign/PROPN/4/compound Ministry/PROPN/5/nsubj spoke/VERB/0/root | Country:1-1 Organization:3-4",
		"The/DET/4/det Peruvian/ADJ/4/amod Foreign/PROPN/4/compound Ministry/PROPN/5/nsubj spoke/VERB/0/root | Organization:2-4")
	if got := ids(doc); got != "Peru=Peru Ministry=Peruvian_Foreign_Ministry Ministry=Peruvian_Foreign_Ministry" {
		t.Error(got)
	}
	// initials
	doc = tree(t,
		"The/DET/4/det Andean/PROPN/4/compound Power/PROPN/4/compound Company/PROPN/5/nsubj grew/VERB/0/root | Organization:2-4",
		"APC/PROPN/2/nsubj grew/VERB/0/root | Organization:1-1")
	if got := ids(doc); got != "Company=Andean_Power_Company APC=Andean_Power_Company" {
		t.Error(got)
	}
	// groups and goods are known by their description; groups have the state's name in it
	doc = tree(t, "Peru/PROPN/3/nmod:poss 's/PART/1/case officials/NOUN/4/nsubj bought/VERB/0/root drones/NOUN/4/obj | Country:1-1")
	if got := ids(doc); got != "officials=Peruvian_officials Peru=Peru drones=drones" {
		t.Error(got)
	}
}

// The finder takes hyphens and apostrophes for ends of names, and places for persons.
func TestNamesThatTheFinderCuts(t *testing.T) {
	for _, c := range []struct{ tree, want string }{
		{"Olof/PROPN/5/nsubj -/PUNCT/1/punct bek/PROPN/1/flat Palme/PROPN/1/flat spoke/VERB/0/root | Person:1-1 Person:3-4", "Olof-bek_Palme"},
		{"Palme/PROPN/5/nsubj ,/PUNCT/3/punct 52/NUM/1/nummod ,/PUNCT/3/punct spoke/VERB/0/root | Place:1-1", "Person"},
		{"Austen/PROPN/3/nsubj Rellam/PROPN/1/flat spoke/VERB/0/root | Person:1-1", "Austen_Rellam"},
	} {
		doc := tree(t, c.tree)
		if toks := doc.Sentences[0].Tokens; toks[1].Form == "-" {
			toks[0].Glued, toks[1].Glued = true, true
		}
		if strings.HasPrefix(c.want, "Person") {
			Annotate(doc)
			if got := string(doc.Mentions[0].Type); got != c.want {
				t.Errorf("%s: got %s, want %s", c.tree, got, c.want)
			}
			continue
		}
		if got := ids(doc); !strings.Contains(got, c.want) {
			t.Errorf("%s: got %s, want %s", c.tree, got, c.want)
		}
	}
}

func TestReasons(t *testing.T) {
	doc := tree(t, "Lima/PROPN/2/nsubj condemned/VERB/0/root Chile/PROPN/2/obj | Country:1-1 Country:3-3")
	Annotate(doc)
	coref.AddMentions(doc)
	coref.Resolve(doc)
	links := Resolve(doc, "")
	if got := links.Ties[0]; got.Reason != "gazetteer: capital that stands for Peru" || got.City == nil || got.City.ID != "Lima" || got.Score <= 0 {
		t.Errorf("%+v", got)
	}
}

func TestNamesByContext(t *testing.T) {
	for _, c := range []struct{ name, tree, want string }{
		{"a first name cut off", "Olof/PROPN/2/compound Palme/PROPN/3/nsubj spoke/VERB/0/root | Person:2-2", "Olof Palme:Person"},
		{"a title before it", "chancellor/NOUN/2/nmod Palme/PROPN/3/nsubj spoke/VERB/0/root | Organization:2-2", "Palme:Person"},
		{"a city travelled to", "Meir/PROPN/2/nsubj flew/VERB/0/root to/ADP/4/case Jeddah/PROPN/2/obl | Person:1-1 Person:4-4", "Meir:Person Jeddah:Place"},
		{"what it is beside it", "Condor/PROPN/6/nsubj ,/PUNCT/4/punct a/DET/4/det subsidiary/NOUN/1/appos ,/PUNCT/4/punct fell/VERB/0/root | Person:1-1", "Condor:Organization"},
		{"the kind of body after it", "the/DET/3/det al-Condor/PROPN/3/compound TV/PROPN/4/nsubj spoke/VERB/0/root | Place:2-2", "al-Condor TV:Organization"},
		{"a body of a longer name", "the/DET/2/det Institute/PROPN/7/nsubj for/ADP/5/case the/DET/5/det Study/PROPN/2/nmod yesterday/ADV/7/advmod said/VERB/0/root", "Institute for the Study:Organization"},
	} {
		doc := tree(t, c.tree)
		for i := range doc.Sentences[0].Tokens {
			if tok := &doc.Sentences[0].Tokens[i]; tok.UPOS == "PROPN" {
				tok.XPOS = "NNP"
			}
		}
		Annotate(doc)
		var got []string
		for i := range doc.Mentions {
			if m := &doc.Mentions[i]; m.Kind == nlp.Name {
				got = append(got, doc.MentionText(m)+":"+string(m.Type))
			}
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %s, want %s", c.name, s, c.want)
		}
	}
}
