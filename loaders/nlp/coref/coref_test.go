package coref

import (
	"fmt"
	"strings"
	"testing"

	"relata/loaders/nlp"
	"relata/schema"
)

// build makes a document from sentences of words "form/lemma/UPOS/head/relation", heads
// from 1; names are "Type:first-last".
func build(t *testing.T, sentences ...string) *nlp.Doc {
	t.Helper()
	doc := &nlp.Doc{}
	var b strings.Builder
	for _, line := range sentences {
		words, names, _ := strings.Cut(line, " | ")
		var sent nlp.Sentence
		for _, w := range strings.Fields(words) {
			f := strings.Split(w, "/")
			if len(f) != 5 {
				t.Fatalf("word %q", w)
			}
			var head int
			if _, err := fmt.Sscan(f[3], &head); err != nil {
				t.Fatal(err)
			}
			tok := nlp.Token{Form: f[0], Lemma: f[1], UPOS: f[2], Head: head - 1, Deprel: f[4]}
			if f[2] == "NOUN" && f[0] != f[1] {
				tok.Feats = "Number=Plur"
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
			doc.Mentions = append(doc.Mentions, nlp.Mention{Kind: nlp.Name, Type: schema.EntityType(typ), Sentence: len(doc.Sentences), First: first - 1, Last: last, Score: 1})
		}
		doc.Sentences = append(doc.Sentences, sent)
	}
	doc.Text = b.String()
	AddMentions(doc)
	Resolve(doc)
	return doc
}

// chains shows the chains of more than one mention by the heads' forms.
func chains(doc *nlp.Doc) string {
	var out []string
	for _, c := range doc.Chains {
		if len(c.Mentions) < 2 {
			continue
		}
		var forms []string
		for _, i := range c.Mentions {
			m := &doc.Mentions[i]
			forms = append(forms, doc.Sentences[m.Sentence].Tokens[m.Head].Form)
		}
		out = append(out, strings.Join(forms, "="))
	}
	return strings.Join(out, " ")
}

func TestSieves(t *testing.T) {
	for name, c := range map[string]struct {
		sentences []string
		want      string
	}{
		"pronoun by salience": {[]string{
			"Maria/Maria/PROPN/2/nsubj met/meet/VERB/0/root Peter/Peter/PROPN/2/obj | Person:1-1 Person:3-3",
			"She/she/PRON/2/nsubj left/leave/VERB/0/root",
		}, "Maria=She"}, // a name of one word has no gender; the subject is the likelier
		"pronoun by full name": {[]string{
			"Maria/Maria/PROPN/3/nsubj Lopez/Lopez/PROPN/1/flat met/meet/VERB/0/root Peter/Peter/PROPN/3/obj Holm/Holm/PROPN/4/flat | Person:1-2 Person:4-5",
			"He/he/PRON/2/nsubj left/leave/VERB/0/root",
		}, "Peter=He"},
		"it is no person": {[]string{
			"Maria/Maria/PROPN/3/nsubj Lopez/Lopez/PROPN/1/flat left/leave/VERB/0/root Peru/Peru/PROPN/3/obj | Person:1-2 Country:4-4",
			"It/it/PRON/2/nsubj grew/grow/VERB/0/root",
		}, "Peru=It"},
		"punished because it": {[]string{
			"Peru/Peru/PROPN/2/nsubj punished/punish/VERB/0/root Chile/Chile/PROPN/2/obj because/because/SCONJ/6/mark it/it/PRON/6/nsubj lost/lose/VERB/2/advcl | Country:1-1 Country:3-3",
		}, "Chile=it"},
		"thanked after it": {[]string{
			"Peru/Peru/PROPN/2/nsubj thanked/thank/VERB/0/root Chile/Chile/PROPN/2/obj after/after/SCONJ/6/mark it/it/PRON/6/nsubj lost/lose/VERB/2/advcl | Country:1-1 Country:3-3",
		}, "Chile=it"},
		"attacked because it": {[]string{
			"Peru/Peru/PROPN/2/nsubj attacked/attack/VERB/0/root Chile/Chile/PROPN/2/obj because/because/SCONJ/6/mark it/it/PRON/6/nsubj lost/lose/VERB/2/advcl | Country:1-1 Country:3-3",
		}, "Peru=it"},
		"angered because it": {[]string{
			"Peru/Peru/PROPN/2/nsubj angered/anger/VERB/0/root Chile/Chile/PROPN/2/obj because/because/SCONJ/6/mark it/it/PRON/6/nsubj lost/lose/VERB/2/advcl | Country:1-1 Country:3-3",
		}, "Peru=it"},
		"punished over its": {[]string{
			"Peru/Peru/PROPN/2/nsubj punished/punish/VERB/0/root Chile/Chile/PROPN/2/obj over/over/ADP/6/case its/its/PRON/6/nmod:poss attack/attack/NOUN/2/obl | Country:1-1 Country:3-3",
		}, "Chile=its"},
		"condemned after it was": {[]string{
			"Peru/Peru/PROPN/2/nsubj condemned/condemn/VERB/0/root Chile/Chile/PROPN/2/obj after/after/SCONJ/7/mark it/it/PRON/7/nsubj:pass was/be/AUX/7/aux:pass attacked/attack/VERB/2/advcl | Country:1-1 Country:3-3",
		}, "Peru=it"},
		"was punished by": {[]string{
			"Chile/Chile/PROPN/3/nsubj:pass was/be/AUX/3/aux:pass punished/punish/VERB/0/root by/by/ADP/5/case Peru/Peru/PROPN/3/obl because/because/SCONJ/8/mark it/it/PRON/8/nsubj lost/lose/VERB/3/advcl | Country:1-1 Country:5-5",
		}, "Chile=it"},
		"imposed sanctions on": {[]string{
			"Peru/Peru/PROPN/2/nsubj imposed/impose/VERB/0/root sanctions/sanction/NOUN/2/obj on/on/ADP/5/case Chile/Chile/PROPN/3/nmod because/because/SCONJ/8/mark it/it/PRON/8/nsubj lost/lose/VERB/2/advcl | Country:1-1 Country:5-5",
		}, "Chile=it"},
		"last name": {[]string{
			"Maria/Maria/PROPN/3/nsubj Lopez/Lopez/PROPN/1/flat left/leave/VERB/0/root | Person:1-2",
			"Lopez/Lopez/PROPN/2/nsubj returned/return/VERB/0/root | Person:1-1",
		}, "Maria=Lopez"},
		"same head": {[]string{
			"A/a/DET/3/det Chilean/Chilean/ADJ/3/amod bank/bank/NOUN/4/nsubj failed/fail/VERB/0/root",
			"The/the/DET/2/det bank/bank/NOUN/3/nsubj closed/close/VERB/0/root",
		}, "bank=bank"},
		"another of the kind": {[]string{
			"The/the/DET/3/det Chilean/Chilean/ADJ/3/amod bank/bank/NOUN/4/nsubj failed/fail/VERB/0/root",
			"The/the/DET/3/det Swiss/Swiss/ADJ/3/amod bank/bank/NOUN/4/nsubj closed/close/VERB/0/root",
		}, ""},
		"the country": {[]string{
			"Peru/Peru/PROPN/2/nsubj grew/grow/VERB/0/root | Country:1-1",
			"The/the/DET/2/det country/country/NOUN/3/nsubj exports/export/VERB/0/root tin/tin/NOUN/3/obj",
		}, "Peru=country"},
		"the island nation": {[]string{
			"Cuba/Cuba/PROPN/2/nsubj grew/grow/VERB/0/root | Country:1-1",
			"The/the/DET/3/det island/island/NOUN/3/compound nation/nation/NOUN/4/nsubj exports/export/VERB/0/root tin/tin/NOUN/4/obj",
		}, "Cuba=nation"},
		"the next country": {[]string{
			"Cuba/Cuba/PROPN/2/nsubj grew/grow/VERB/0/root | Country:1-1",
			"The/the/DET/3/det neighboring/neighboring/ADJ/3/amod nation/nation/NOUN/4/nsubj exports/export/VERB/0/root tin/tin/NOUN/4/obj",
		}, ""},
		"the state company": {[]string{
			"Condor/Condor/PROPN/2/nsubj grew/grow/VERB/0/root | Organization:1-1",
			"The/the/DET/3/det state/state/NOUN/3/compound company/company/NOUN/4/nsubj exports/export/VERB/0/root tin/tin/NOUN/4/obj",
		}, "Condor=company"},
		"a commission is no company": {[]string{
			"Condor/Condor/PROPN/2/nsubj grew/grow/VERB/0/root | Organization:1-1",
			"The/the/DET/3/det Andean/Andean/PROPN/3/compound Commission/commission/PROPN/4/nsubj objected/object/VERB/0/root | Organization:2-3",
			"The/the/DET/2/det company/company/NOUN/3/nsubj exports/export/VERB/0/root tin/tin/NOUN/3/obj",
		}, "Condor=company"},
		"a company is no ministry": {[]string{
			"Condor/Condor/PROPN/2/nsubj grew/grow/VERB/0/root | Organization:1-1",
			"The/the/DET/2/det ministry/ministry/NOUN/3/nsubj objected/object/VERB/0/root",
		}, ""},
		"the airline of a nation": {[]string{
			"Condor/Condor/PROPN/2/nsubj grew/grow/VERB/0/root | Organization:1-1",
			"The/the/DET/3/det Irish/irish/ADJ/3/amod airline/airline/NOUN/4/nsubj hired/hire/VERB/0/root",
		}, "Condor=airline"},
		"of another nation": {[]string{
			"Austrian/austrian/ADJ/2/amod Airways/airway/PROPN/3/nsubj grew/grow/VERB/0/root | Organization:1-2",
			"The/the/DET/3/det Irish/irish/ADJ/3/amod airline/airline/NOUN/4/nsubj hired/hire/VERB/0/root",
		}, ""},
		"one of two that a nation may have": {[]string{
			"Condor/Condor/PROPN/4/nsubj and/and/CCONJ/3/cc Falcon/Falcon/PROPN/1/conj met/meet/VERB/0/root | Organization:1-1",
			"Falcon/Falcon/PROPN/2/nsubj grew/grow/VERB/0/root | Organization:1-1",
			"Condor/Condor/PROPN/2/nsubj fell/fall/VERB/0/root | Organization:1-1",
			"The/the/DET/3/det Irish/irish/ADJ/3/amod airline/airline/NOUN/4/nsubj hired/hire/VERB/0/root",
		}, "Condor=Condor=airline"},
		"the short name of a body": {[]string{
			"Deutsche/Deutsche/PROPN/2/compound Condor/Condor/PROPN/3/nsubj grew/grow/VERB/0/root | Organization:1-2",
			"Condor/Condor/PROPN/2/nsubj hired/hire/VERB/0/root | Organization:1-1",
		}, "Condor=Condor"},
		"a short name that two may have": {[]string{
			"Deutsche/Deutsche/PROPN/2/compound Condor/Condor/PROPN/3/nsubj grew/grow/VERB/0/root | Organization:1-2",
			"Andean/Andean/PROPN/2/compound Condor/Condor/PROPN/3/nsubj grew/grow/VERB/0/root | Organization:1-2",
			"Condor/Condor/PROPN/2/nsubj hired/hire/VERB/0/root | Organization:1-1",
		}, ""},
		"the group named last": {[]string{
			"The/the/DET/3/det Falcon/Falcon/PROPN/3/compound Group/group/PROPN/4/nsubj left/leave/VERB/0/root | Organization:2-3",
			"Condor/Condor/PROPN/2/nsubj attacked/attack/VERB/0/root | Organization:1-1",
			"The/the/DET/2/det group/group/NOUN/3/nsubj fled/flee/VERB/0/root",
		}, "Condor=group"},
		"the same words": {[]string{
			"Severe/severe/ADJ/2/amod poverty/poverty/NOUN/3/nsubj grew/grow/VERB/0/root",
			"They/they/PRON/2/nsubj fought/fight/VERB/0/root severe/severe/ADJ/4/amod poverty/poverty/NOUN/2/obj",
		}, "poverty=poverty"},
		"other words": {[]string{
			"Severe/severe/ADJ/2/amod poverty/poverty/NOUN/3/nsubj grew/grow/VERB/0/root",
			"Rural/rural/ADJ/2/amod poverty/poverty/NOUN/3/nsubj fell/fall/VERB/0/root",
		}, ""},
		"the same measures": {[]string{
			"Peru/Peru/PROPN/2/nsubj took/take/VERB/0/root harsh/harsh/ADJ/4/amod measures/measure/NOUN/2/obj | Country:1-1",
			"The/the/DET/3/det same/same/ADJ/3/amod measures/measure/NOUN/4/nsubj failed/fail/VERB/0/root",
		}, "measures=measures"},
		"what one owner has": {[]string{
			"Maria/Maria/PROPN/3/nsubj Lopez/Lopez/PROPN/1/flat called/call/VERB/0/root her/she/PRON/5/nmod:poss mother/mother/NOUN/3/obj | Person:1-2",
			"Lopez/Lopez/PROPN/3/nmod:poss 's/'s/PART/1/case mother/mother/NOUN/4/nsubj left/leave/VERB/0/root | Person:1-1",
		}, "Maria=her=Lopez mother=mother"},
		"what two owners have": {[]string{
			"Maria/Maria/PROPN/3/nmod:poss 's/'s/PART/1/case mother/mother/NOUN/4/nsubj called/call/VERB/0/root | Person:1-1",
			"Peter/Peter/PROPN/3/nmod:poss 's/'s/PART/1/case mother/mother/NOUN/4/nsubj left/leave/VERB/0/root | Person:1-1",
		}, ""},
		"title": {[]string{
			"President/president/PROPN/2/nmod:desc Maria/Maria/PROPN/4/nsubj Lopez/Lopez/PROPN/2/flat spoke/speak/VERB/0/root | Person:2-3",
			"The/the/DET/2/det president/president/NOUN/3/nsubj left/leave/VERB/0/root",
		}, "Maria=president"},
		"a name in apposition far behind": {[]string{
			"The/the/DET/2/det head/head/NOUN/9/nsubj of/of/ADP/5/case Condor/Condor/PROPN/2/nmod 's/'s/PART/4/case ,/,/PUNCT/7/punct Ada/Ada/PROPN/4/appos ,/,/PUNCT/2/punct spoke/speak/VERB/0/root | Organization:4-4 Person:7-7",
			"She/she/PRON/2/nsubj left/leave/VERB/0/root",
		}, "head=Ada=She"},
		"a title with what it is for": {[]string{
			"Special/special/ADJ/2/amod Envoy/envoy/PROPN/6/nsubj for/for/ADP/4/case Peru/Peru/PROPN/2/nmod Ada/Ada/PROPN/2/nmod spoke/speak/VERB/0/root | Country:4-4 Person:5-5",
			"She/she/PRON/2/nsubj left/leave/VERB/0/root",
		}, "Envoy=Ada=She"},
		"another's name after a noun": {[]string{
			"The/the/DET/2/det lawyer/lawyer/NOUN/5/nsubj of/of/ADP/4/case Ada/Ada/PROPN/2/nmod spoke/speak/VERB/0/root | Person:4-4",
		}, ""},
		"one of a list": {[]string{
			"The/the/DET/2/det mayor/mayor/NOUN/8/nsubj ,/,/PUNCT/4/punct Ada/Ada/PROPN/2/conj and/and/CCONJ/6/cc Olof/Olof/PROPN/2/conj ,/,/PUNCT/2/punct spoke/speak/VERB/0/root | Person:4-4 Person:6-6",
		}, ""},
		"whom the speaker speaks of": {[]string{
			"Olof/Olof/PROPN/3/nsubj Palme/Palme/PROPN/1/flat praised/praise/VERB/0/root John/John/PROPN/3/obj Stuart/Stuart/PROPN/4/flat Mill/Mill/PROPN/4/flat | Person:1-2 Person:4-6",
			"Palme/Palme/PROPN/2/nsubj said/say/VERB/0/root \"/\"/PUNCT/5/punct he/he/PRON/5/nsubj thinks/think/VERB/2/ccomp \"/\"/PUNCT/5/punct | Person:1-1",
		}, "Olof=Palme John=he"},
		"who says I": {[]string{
			"Ada/Ada/PROPN/3/nsubj Lovelace/Lovelace/PROPN/1/flat said/say/VERB/0/root \"/\"/PUNCT/6/punct I/I/PRON/6/nsubj count/count/VERB/3/ccomp \"/\"/PUNCT/6/punct | Person:1-2",
		}, "Ada=I"},
		"the age": {[]string{
			"Ada/Ada/PROPN/3/nsubj Lovelace/Lovelace/PROPN/1/flat left/leave/VERB/0/root | Person:1-2",
			"Police/police/NOUN/2/nsubj held/hold/VERB/0/root the/the/DET/6/det 36/36/NUM/5/nummod year/year/NOUN/6/compound old/old/ADJ/2/obj",
		}, "Ada=old"},
		"an age of two": {[]string{
			"Ada/Ada/PROPN/2/nsubj met/meet/VERB/0/root Olof/Olof/PROPN/2/obj | Person:1-1 Person:3-3",
			"Police/police/NOUN/2/nsubj held/hold/VERB/0/root the/the/DET/6/det 36/36/NUM/5/nummod year/year/NOUN/6/compound old/old/ADJ/2/obj",
		}, ""},
		"of a name itself": {[]string{
			"Maria/Maria/PROPN/4/nsubj Lopez/Lopez/PROPN/1/flat herself/herself/PRON/1/nmod left/leave/VERB/0/root | Person:1-2",
		}, ""},
		"no company by its short name": {[]string{
			"Condor/Condor/PROPN/2/nsubj grew/grow/VERB/0/root | Organization:1-1",
			"The/the/DET/3/det Andean/Andean/PROPN/3/compound Commission/commission/PROPN/6/nsubj (/(/PUNCT/5/punct AC/AC/PROPN/3/appos objected/object/VERB/0/root | Organization:2-3 Organization:5-5",
			"The/the/DET/2/det company/company/NOUN/3/nsubj exports/export/VERB/0/root tin/tin/NOUN/3/obj",
		}, "Condor=company Commission=AC"},
		"apposition": {[]string{
			"Maria/Maria/PROPN/6/nsubj Lopez/Lopez/PROPN/1/flat ,/,/PUNCT/5/punct the/the/DET/5/det director/director/NOUN/1/appos spoke/speak/VERB/0/root | Person:1-2",
		}, "Maria=director"},
		"ahead": {[]string{
			"After/after/ADP/3/case its/its/PRON/3/nmod:poss defeat/defeat/NOUN/5/obl Peru/Peru/PROPN/5/nsubj withdrew/withdraw/VERB/0/root | Country:4-4",
		}, "its=Peru"},
		"a name given": {[]string{
			"They/they/PRON/2/nsubj lead/lead/VERB/0/root an/a/DET/4/det alliance/alliance/NOUN/2/obj called/call/VERB/4/acl Condor/Condor/PROPN/5/xcomp | Organization:6-6",
		}, "alliance=Condor"},
		"not in its own clause": {[]string{
			"Peru/Peru/PROPN/2/nsubj praised/praise/VERB/0/root it/it/PRON/2/obj | Country:1-1",
		}, ""},
		"another's father": {[]string{
			"Maria/Maria/PROPN/3/nsubj Lopez/Lopez/PROPN/1/flat met/meet/VERB/0/root her/her/PRON/5/nmod:poss father/father/NOUN/3/obj | Person:1-2",
			"Peter/Peter/PROPN/3/nsubj Holm/Holm/PROPN/1/flat met/meet/VERB/0/root his/his/PRON/5/nmod:poss father/father/NOUN/3/obj | Person:1-2",
		}, "Maria=her Peter=his"},
		"a suspect identified as somebody": {[]string{
			"Police/police/NOUN/2/nsubj held/hold/VERB/0/root a/a/DET/4/det suspect/suspect/NOUN/2/obj identified/identify/VERB/4/acl as/as/ADP/7/case Maria/Maria/PROPN/5/obl | Person:7-7",
		}, "suspect=Maria"},
		"a driver who was identified": {[]string{
			"The/the/DET/2/det driver/driver/NOUN/4/nsubj:pass was/be/AUX/4/aux:pass identified/identify/VERB/0/root as/as/ADP/6/case Maria/Maria/PROPN/4/obl | Person:6-6",
		}, "driver=Maria"},
		"a body known as a person's": {[]string{
			"The/the/DET/2/det party/party/NOUN/4/nsubj:pass was/be/AUX/4/aux:pass known/know/VERB/0/root as/as/ADP/6/case Maria/Maria/PROPN/4/obl | Person:6-6",
		}, ""},
		"an adviser to a president": {[]string{
			"An/an/DET/2/det adviser/adviser/NOUN/6/nsubj to/to/ADP/5/case President/President/PROPN/5/compound Peter/Peter/PROPN/2/nmod spoke/speak/VERB/0/root | Person:5-5",
		}, ""},
		"the president and the vice president": {[]string{
			"President/President/PROPN/2/compound Peter/Peter/PROPN/5/nsubj met/meet/VERB/5/dep and/and/CCONJ/5/cc left/leave/VERB/0/root | Person:2-2",
			"The/the/DET/3/det vice/vice/NOUN/3/compound president/president/NOUN/5/nsubj ,/,/PUNCT/3/punct spoke/speak/VERB/0/root",
			"The/the/DET/2/det president/president/NOUN/3/nsubj spoke/speak/VERB/0/root",
		}, "Peter=president"},
	} {
		if got := chains(build(t, c.sentences...)); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

// mentions shows the nominals of a document with their types.
func mentions(doc *nlp.Doc) string {
	var out []string
	for i := range doc.Mentions {
		if m := &doc.Mentions[i]; m.Kind == nlp.Nominal {
			out = append(out, string(m.Type)+":"+doc.MentionText(m))
		}
	}
	return strings.Join(out, " ")
}

func TestWhoIsMeantByAParticiple(t *testing.T) {
	doc := &nlp.Doc{Text: "Police held the accused", Sentences: []nlp.Sentence{{Tokens: []nlp.Token{
		{Span: schema.Span{Start: 0, End: 6}, Form: "Police", Lemma: "police", UPOS: "NOUN", XPOS: "NNS", Head: 1, Deprel: "nsubj"},
		{Span: schema.Span{Start: 7, End: 11}, Form: "held", Lemma: "hold", UPOS: "VERB", XPOS: "VBD", Head: nlp.NoHead, Deprel: "root"},
		{Span: schema.Span{Start: 12, End: 15}, Form: "the", Lemma: "the", UPOS: "DET", XPOS: "DT", Head: 3, Deprel: "det"},
		{Span: schema.Span{Start: 16, End: 23}, Form: "accused", Lemma: "accuse", UPOS: "VERB", XPOS: "VBN", Head: 1, Deprel: "obj"},
	}}}}
	AddMentions(doc)
	if got := mentions(doc); got != "Organization:Police Person:the accused" {
		t.Error(got)
	}
	doc.Mentions, doc.Sentences[0].Tokens[2].Deprel = nil, "advmod" // no article: no person
	AddMentions(doc)
	if got := mentions(doc); got != "Organization:Police" {
		t.Error(got)
	}
}

func TestPlaceOfASituation(t *testing.T) {
	doc := build(t, "Peru/Peru/PROPN/2/nsubj raised/raise/VERB/0/root the/the/DET/4/det crisis/crisis/NOUN/2/obj in/in/ADP/6/case Chad/Chad/PROPN/2/obl | Country:1-1 Country:6-6",
		"They/they/PRON/2/nsubj held/hold/VERB/0/root a/a/DET/4/det vote/vote/NOUN/2/obj in/in/ADP/6/case Chad/Chad/PROPN/2/obl | Country:6-6")
	var got []string
	for i := range doc.Mentions {
		if m := &doc.Mentions[i]; m.Kind == nlp.Nominal {
			got = append(got, doc.MentionText(m))
		}
	}
	if s := strings.Join(got, "; "); s != "the crisis in Chad; a vote" {
		t.Errorf("nominals: %s", s)
	}
}

func TestAttorneyGeneral(t *testing.T) {
	doc := build(t, "The/the/DET/2/det attorney/attorney/NOUN/4/nsubj general/general/ADJ/2/amod spoke/speak/VERB/0/root")
	if got := mentions(doc); got != "Person:The attorney general" {
		t.Error(got)
	}
	if got := HeadEnd(&doc.Sentences[0], 1); got != 3 {
		t.Error(got)
	}
}

func TestStateOfEmergency(t *testing.T) {
	doc := build(t, "They/they/PRON/2/nsubj declared/declare/VERB/0/root a/a/DET/4/det state/state/NOUN/2/obj of/of/ADP/6/case emergency/emergency/NOUN/4/nmod in/in/ADP/9/case the/the/DET/9/det state/state/NOUN/2/obl of/of/ADP/11/case Quox/Quox/PROPN/9/nmod | Place:11-11")
	if got := mentions(doc); !strings.HasPrefix(got, "Agreement:a state of emergency") || !strings.Contains(got, "Place:the state of Quox") {
		t.Error(got)
	}
	if got := HeadEnd(&doc.Sentences[0], 3); got != 6 {
		t.Error(got)
	}
}

func TestNounsByTheirEnding(t *testing.T) {
	doc := build(t, "Two/two/NUM/2/nummod ornithologists/ornithologist/NOUN/3/nsubj flew/fly/VERB/0/root a/a/DET/5/det gyrocopter/gyrocopter/NOUN/3/obj with/with/ADP/8/case a/a/DET/8/det craft/craft/NOUN/3/obl")
	if got := mentions(doc); got != "Group:Two ornithologists Product:a gyrocopter :a craft" {
		t.Error(got)
	}
}

func TestEveryMentionHasOneChain(t *testing.T) {
	doc := build(t,
		"Maria/Maria/PROPN/3/nsubj Lopez/Lopez/PROPN/1/flat met/meet/VERB/0/root her/her/PRON/5/nmod:poss father/father/NOUN/3/obj | Person:1-2",
		"They/they/PRON/2/nsubj left/leave/VERB/0/root")
	seen := map[int]int{}
	for _, c := range doc.Chains {
		for _, m := range c.Mentions {
			seen[m]++
		}
	}
	for i := range doc.Mentions {
		if seen[i] != 1 {
			t.Errorf("mention %d stands in %d chains", i, seen[i])
		}
	}
}

func TestNounClass(t *testing.T) {
	for lemma, want := range map[string]schema.EntityType{"missile": schema.Product, "ministry": schema.Organization, "election": schema.Event, "treaty": schema.Agreement, "voter": schema.Person, "harbour": schema.Place, "delegation": schema.Group, "day": "", "blorp": ""} {
		if got := NounClass(lemma).Type; got != want {
			t.Errorf("%s is a %s, not a %s", lemma, got, want)
		}
	}
	if NounClass("queen").Gender != 'f' || NameGender("Maria") != 'f' || NameGender("Boris") != 'm' {
		t.Error("gender")
	}
}
