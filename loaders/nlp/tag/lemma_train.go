package tag

import (
	"bytes"
	"cmp"
	"compress/flate"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"relata/loaders/nlp"
)

// LemmaRules are learned rules before they are stored.
type LemmaRules struct {
	edits, cases []rule
}

type rule struct{ class, ending, op string }

// TrainLemmas learns rules from documents with tags and lemmas. The same documents give the
// same rules.
//
// For each class of words the rule without an ending is the commonest operation. A longer
// ending gets a rule where its commonest operation is another than the next shorter one
// gives; words are counted once each, save in rules for a whole word.
func TrainLemmas(docs []*nlp.Doc) *LemmaRules {
	edits, cases := counter{}, counter{}
	for _, doc := range docs {
		for i := range doc.Sentences {
			toks := doc.Sentences[i].Tokens
			for j := range toks {
				tok := &toks[j]
				if tok.Lemma == "" || tok.UPOS == "" || strings.ContainsAny(tok.Form+tok.Lemma, "\t\n") {
					continue
				}
				form := plain(tok)
				edit := editOf(strings.ToLower(form), strings.ToLower(tok.Lemma))
				c := editClass(tok, form)
				edits.add(c.String(), form, edit)
				edits.add(c.rough().String(), form, edit)
				c = caseClass(tok, form)
				raw := applyEdit(form, edit)
				for _, op := range []string{asIs, small, capital, allLarge} {
					if capitalize(raw, op) == tok.Lemma {
						cases.add(c.String(), form, op)
						cases.add(c.rough().String(), form, op)
						break
					}
				}
			}
		}
	}
	extra := map[string]map[string]string{} // class, word, operation
	for tags, pairs := range supplement {
		upos, xposes, _ := strings.Cut(tags, " ")
		for pair := range strings.FieldsSeq(pairs) {
			form, lemma, _ := strings.Cut(pair, "=")
			for xpos := range strings.SplitSeq(xposes, "/") {
				tok := &nlp.Token{Form: form, UPOS: upos, XPOS: xpos}
				c := editClass(tok, form)
				for _, class := range []string{c.String(), c.rough().String()} {
					if extra[class] == nil {
						extra[class] = map[string]string{}
					}
					extra[class][form] = editOf(form, lemma)
				}
			}
		}
	}
	return &LemmaRules{edits: edits.rules(extra), cases: cases.rules(nil)}
}

// supplement holds forms that English inflects irregularly, or spells so that the ending
// doesn't tell, for what the treebanks lack.
var supplement = map[string]string{
	"VERB VBD/VBN": `vetoed=veto embargoed=embargo torpedoed=torpedo echoed=echo shelled=shell quelled=quell signalled=signal trafficked=traffic panicked=panic
		mimicked=mimic foresaw=foresee foreseen=foresee overrode=override overridden=override outdid=outdo outdone=outdo forbade=forbid
		forbidden=forbid forsook=forsake forsaken=forsake withstood=withstand misled=mislead slew=slay slain=slay strove=strive striven=strive
		rebuilt=rebuild retook=retake retaken=retake redrew=redraw redrawn=redraw rewrote=rewrite rewritten=rewrite outgrew=outgrow
		overheard=overhear overran=overrun overrun=overrun oversaw=oversee overseen=oversee overtook=overtake overtaken=overtake
		overthrew=overthrow overthrown=overthrow sped=speed swore=swear sworn=swear wove=weave woven=weave knelt=kneel underwent=undergo
		undergone=undergo undertook=undertake undertaken=undertake underwrote=underwrite underwritten=underwrite undid=undo undone=undo
		withdrew=withdraw withdrawn=withdraw withheld=withhold upheld=uphold fled=flee bled=bleed bred=breed clung=cling flung=fling
		stung=sting strung=string swung=swing wrung=wring dealt=deal dug=dig dwelt=dwell fought=fight sought=seek besought=beseech
		struck=strike stricken=strike swept=sweep wept=weep crept=creep leapt=leap shrank=shrink shrunk=shrink sank=sink sunk=sink
		sprang=spring sprung=spring stank=stink swam=swim swum=swim tore=tear torn=tear trod=tread trodden=tread resold=resell
		foretold=foretell unwound=unwind wound=wind ground=grind bound=bind bade=bid bidden=bid shook=shake shaken=shake shod=shoe
		expelled=expel compelled=compel propelled=propel repelled=repel rebelled=rebel dispelled=dispel impelled=impel excelled=excel
		cancelled=cancel labelled=label modelled=model fuelled=fuel travelled=travel patrolled=patrol controlled=control enrolled=enroll
		fulfilled=fulfill installed=install stalled=stall polled=poll drilled=drill instilled=instill distilled=distill channelled=channel
		counselled=counsel dialled=dial levelled=level marshalled=marshal quarrelled=quarrel totalled=total tunnelled=tunnel canvassed=canvass
		smelled=smell spelled=spell dwelled=dwell yelled=yell swelled=swell focussed=focus bussed=bus`,
	"VERB VBG": `shelling=shell quelling=quell signalling=signal trafficking=traffic panicking=panic mimicking=mimic expelling=expel compelling=compel
		propelling=propel repelling=repel rebelling=rebel dispelling=dispel excelling=excel cancelling=cancel labelling=label modelling=model
		fuelling=fuel travelling=travel patrolling=patrol controlling=control enrolling=enroll channelling=channel counselling=counsel
		levelling=level marshalling=marshal totalling=total tunnelling=tunnel dying=die lying=lie tying=tie vying=vie fleeing=flee
		googling=google smelling=smell spelling=spell dwelling=dwell yelling=yell swelling=swell focussing=focus`,
	"NOUN NNS": `series=series species=species headquarters=headquarters bases=base potatoes=potato tomatoes=tomato torpedoes=torpedo vetoes=veto
		embargoes=embargo cargoes=cargo mosquitoes=mosquito volcanoes=volcano echoes=echo tornadoes=tornado heroes=hero loaves=loaf
		calves=calf thieves=thief halves=half shelves=shelf hooves=hoof elves=elf scarves=scarf crises=crisis analyses=analysis theses=thesis
		hypotheses=hypothesis diagnoses=diagnosis emphases=emphasis nuclei=nucleus fungi=fungus alumni=alumnus stimuli=stimulus
		phenomena=phenomenon criteria=criterion oxen=ox geese=goose teeth=tooth feet=foot mice=mouse lice=louse passersby=passerby
		indices=index vertices=vertex appendices=appendix aircraft=aircraft spacecraft=spacecraft hovercraft=hovercraft sheep=sheep
		buses=bus gases=gas viruses=virus campuses=campus bonuses=bonus consensuses=consensus premises=premise archives=archive axes=axe`,
}

// editOf is the operation that makes lemma of form, both in lower case.
func editOf(form, lemma string) string {
	same := 0
	for same < len(form) && same < len(lemma) {
		a, n := utf8.DecodeRuneInString(form[same:])
		b, _ := utf8.DecodeRuneInString(lemma[same:])
		if a != b {
			break
		}
		same += n
	}
	if same == 0 {
		return "*" + lemma
	}
	return strconv.Itoa(utf8.RuneCountInString(form[same:])) + "+" + lemma[same:]
}

// counter counts the operations on each word of each class.
type counter map[string]map[string]map[string]int

func (c counter) add(class, form, op string) {
	word := strings.ToLower(form)
	if c[class] == nil {
		c[class] = map[string]map[string]int{}
	}
	if c[class][word] == nil {
		c[class][word] = map[string]int{}
	}
	c[class][word][op]++
}

// commonest is the operation with the highest count; of equal ones favourite, else the first in order.
func commonest(counts map[string]int, favourite string) (op string, n int) {
	for _, o := range slices.Sorted(maps.Keys(counts)) {
		if counts[o] > n || counts[o] == n && o == favourite {
			op, n = o, counts[o]
		}
	}
	return op, n
}

// rules finds the rules. Those of extra, for whole words, are taken as they are.
func (c counter) rules(extra map[string]map[string]string) []rule {
	var out []rule
	for _, class := range slices.Sorted(maps.Keys(c)) {
		words := c[class]
		of := map[string]string{} // the rules of this class
		inherited := func(word string, limit int) string {
			op := of[""]
			end := len(word)
			for n := 1; n <= limit && end > 0; n++ {
				_, size := utf8.DecodeLastRuneInString(word[:end])
				end -= size
				if o, ok := of[word[end:]]; ok {
					op = o
				}
			}
			return op
		}
		for n := 0; n <= maxEnding; n++ {
			votes := map[string]map[string]int{}
			for word, ops := range words {
				end := len(word)
				for range n {
					_, size := utf8.DecodeLastRuneInString(word[:end])
					end -= size
				}
				if utf8.RuneCountInString(word) < n {
					continue
				}
				ending := word[end:]
				if votes[ending] == nil {
					votes[ending] = map[string]int{}
				}
				op, _ := commonest(ops, "")
				votes[ending][op]++
			}
			for _, ending := range slices.Sorted(maps.Keys(votes)) {
				up := inherited(ending, n-1)
				if op, count := commonest(votes[ending], up); n == 0 || op != up && count >= 2 {
					of[ending] = op
					out = append(out, rule{class, ending, op})
				}
			}
		}
		whole := maps.Clone(extra[class])
		if whole == nil {
			whole = map[string]string{}
		}
		for word, ops := range words {
			if whole[word] == "" {
				whole[word], _ = commonest(ops, inherited(word, maxEnding))
			}
		}
		for _, word := range slices.Sorted(maps.Keys(whole)) {
			if op := whole[word]; op != inherited(word, maxEnding) {
				out = append(out, rule{class, string(wholeWord) + word, op})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b rule) int {
		return cmp.Or(strings.Compare(a.class, b.class), strings.Compare(a.ending, b.ending))
	})
	return out
}

// Bytes are the rules as a file.
func (l *LemmaRules) Bytes() []byte {
	var b bytes.Buffer
	b.WriteString(lemmaMagic)
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		panic(err) // the level is a constant
	}
	write := func(s string) {
		if _, err := w.Write([]byte(s)); err != nil {
			panic(err) // a bytes.Buffer takes everything
		}
	}
	lines := func(set []rule) {
		class := ""
		for _, r := range set {
			shown := r.class
			if shown == class {
				shown = ""
			}
			class = r.class
			write(shown + "\t" + r.ending + "\t" + r.op + "\n")
		}
	}
	lines(l.edits)
	write("\n")
	lines(l.cases)
	if err := w.Close(); err != nil {
		panic(err) // a bytes.Buffer takes everything
	}
	return b.Bytes()
}
