package token

import "strings"

// Classes of abbreviations that end in a full stop. The treebanks show few of each class,
// so the models see the class and learn from "Gen." what to do with "Maj.".
const (
	noAbbrev   uint32 = iota
	beforeName        // "Maj.", a name follows
	afterName         // "Inc.", a sentence may end here
	month             // "Sept.", a day or year follows
	stateName         // "Calif.", after a comma
	lowerWord         // "vs.", written small
	numbering         // "No.", a number follows
)

// Of a word in two classes the first counts.
var abbrevs = func() map[string]uint32 {
	m := map[string]uint32{}
	for _, c := range []struct {
		class uint32
		words string
	}{
		{beforeName, `adj adm amb asst atty brig capt cdr cmdr cmsgt col comdr comm cpl cpt det dir dr ens fr gen gov hon insp lt ltc
			maj messrs mlle mme mmes mr mrs ms msgr msgt mx ofc pfc pres prof pte pvt reg rep reps rev sen sens sfc sgt spc spec
			st ste supt treas tsgt vice`},
		{afterName, `assn assoc bros co corp cos dept esq est inc intl jr ltd mfg natl plc pty sr univ`},
		{month, `jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun`},
		{stateName, `ala alta ariz ark ave bldg blvd calif cape colo conn ct del dist fla ft ga hwy ill ind kan ky la mass md mich minn miss mo mont
			mt mtn neb nev okla ont ore pa penn pl pt que rd sask sq tenn terr tex va vt wash wis wyo`},
		{lowerWord, `al approx ca cf ed eds eg etc ex ext ie incl max min misc resp tel viz vs`},
		{numbering, `art ch fig figs no nos nr op par pg pp para sec sect ver vol vols`},
	} {
		for w := range strings.FieldsSeq(c.words) {
			if m[w] == noAbbrev {
				m[w] = c.class
			}
		}
	}
	return m
}()

// abbrevClass is the class of a word in lower case without its full stop. Only lowerWord and
// numbering are written small.
func abbrevClass(word string, capital bool) uint32 {
	class := abbrevs[word]
	if !capital && class != lowerWord && class != numbering {
		return noAbbrev
	}
	return class
}
