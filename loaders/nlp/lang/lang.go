// Package lang tells English from other languages.
//
//	if ok, guess := lang.English(text); !ok {
//		return fmt.Errorf("the text is in %q, not in English", guess)
//	}
//
// The script of the letters decides first; among languages in Latin letters the share of
// each language's commonest small words does, and letters that only some of them have. It
// is meant for articles: from some twenty words on it is hardly ever wrong about English,
// and of shorter texts it doubts only what is plainly something else. It reads at most the
// first 64 kB, in about a millisecond.
package lang

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxWords = 2000
	maxBytes = 64 << 10
)

// Unknown is the guess for a text that is neither English nor in a language known here.
const Unknown = "und"

// English says whether a text is in English, as far as one can tell, and what it seems to
// be in: a BCP 47 tag, or Unknown. A text without letters passes.
func English(text string) (ok bool, guess string) {
	guess = Guess(text)
	return guess == "en" || guess == "", guess
}

// Guess is the BCP 47 tag of the language that a text seems to be in: empty if it has no
// letters, Unknown if it is none of those known here.
func Guess(text string) string {
	if len(text) > maxBytes {
		text = text[:maxBytes]
	}
	if tag := byScript(text); tag != "" {
		return tag
	}
	type word struct {
		form  string
		first bool // of a sentence
	}
	var list []word
	first := true
	for chunk := range strings.FieldsSeq(text) {
		if len(list) >= maxWords {
			break
		}
		if strings.Contains(chunk, "://") || strings.Contains(chunk, "www.") || strings.IndexByte(chunk, '@') > 0 {
			continue // addresses are in no language
		}
		if strings.IndexFunc(chunk, unicode.IsDigit) >= 0 {
			continue // nor are designations: "Su-57s"
		}
		for w := range strings.FieldsFuncSeq(chunk, notInWord) {
			list = append(list, word{w, first})
			first = false
		}
		first = strings.ContainsAny(chunk, ".!?:;\"“”»")
	}
	words := len(list)
	if words == 0 {
		return ""
	}
	scores := map[string]float64{}
	letters := map[rune]int{}
	name := false // the next word is one, or a particle of one
	for _, w := range slices.Backward(list) {
		form := strings.ToLower(strings.Trim(strings.ReplaceAll(w.form, "’", "'"), "'"))
		capital := startsName(w.form) || len(w.form) == 1 && w.form[0] < 'a'
		name = capital && !w.first || name && particles[form]
		if !name && (!capital || len(w.form) > 1) { // "Su Kyi", "von der Leyen", "U.S."
			for _, tag := range smallWords[form] {
				scores[tag]++
			}
		}
		for _, r := range form {
			if r >= utf8.RuneSelf {
				letters[r]++
			}
		}
	}
	best, en := "", scores["en"]
	for _, l := range latin {
		own := 0
		for _, r := range l.letters {
			own += letters[r]
		}
		// However many there are, letters weigh less than words: names have them too.
		scores[l.tag] += 0.3 * float64(min(own, words/2))
		if scores[l.tag] > scores[best] {
			best = l.tag
		}
	}
	share := en / float64(words)
	switch {
	case best == "en" || best == "":
		// English prose has a share of about 0.4; lists and headlines have less.
		if words >= 40 && share < 0.05 {
			return Unknown
		}
		return "en"
	case scores[best] < 3 && words < 20, scores[best] < 0.12*float64(words), share > 0.25 && scores[best] < 1.5*en:
		return "en"
	}
	return best
}

// particles begin the names of people and bodies, or stand in them.
var particles = map[string]bool{"al": true, "el": true, "la": true, "le": true, "de": true, "den": true, "der": true, "di": true, "da": true, "do": true, "dos": true, "du": true, "van": true, "von": true, "ten": true, "bin": true}

// startsName says that a word is written as names are, and nothing else within a sentence
// but German nouns, of which none is a small word.
func startsName(w string) bool {
	r, n := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r) && strings.IndexFunc(w[n:], unicode.IsLower) >= 0
}

func notInWord(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsMark(r) && r != '\'' && r != '’'
}

// byScript decides by the script that more than half of the letters are of; it leaves
// Latin letters undecided.
func byScript(text string) string {
	counts := map[string]int{}
	seen := map[rune]int{} // letters of scripts that several languages use
	latin, total := 0, 0
	for _, r := range text {
		if r < utf8.RuneSelf {
			if 'a' <= r|0x20 && r|0x20 <= 'z' {
				latin++
				total++
			}
			continue
		}
		if !unicode.IsLetter(r) {
			continue
		}
		total++
		if unicode.Is(unicode.Latin, r) {
			latin++
			continue
		}
		for i := range scripts {
			if unicode.Is(scripts[i].table, r) {
				counts[scripts[i].tag]++
				if i < shared {
					seen[unicode.ToLower(r)]++
				}
				break
			}
		}
	}
	if total == 0 || latin > total/2 {
		return ""
	}
	// Japanese is written in Chinese characters and kana, so a few kana are enough.
	if counts["ja"] > counts["zh"]/20 {
		counts["ja"] += counts["zh"]
	}
	best := ""
	for i := range scripts {
		if tag := scripts[i].tag; counts[tag] > counts[best] {
			best = tag
		}
	}
	any := func(letters string) int {
		n := 0
		for _, r := range letters {
			n += seen[r]
		}
		return n
	}
	switch {
	case best == "":
		return Unknown // a script that is not in the table, or letters of many
	case best == "ru":
		switch {
		case any("ѓќѕ") > 0:
			return "mk"
		case any("ђћџљњј") > 0 && any("ыэщ") == 0:
			return "sr"
		case any("ў") > 0:
			return "be"
		case any("іїєґ") > any("ыэё"):
			return "uk"
		case any("қғңұәө") > 0:
			return "kk"
		case any("ыэё") == 0 && any("ъ") > 0:
			return "bg"
		}
	case best == "ar":
		switch {
		case any("ټډړښڼې") > 0:
			return "ps"
		case any("ٹڈڑےں") > 0:
			return "ur"
		case any("پچژگی") > any("ةيى"):
			return "fa"
		}
	}
	return best
}

// shared is the number of scripts, first in the table, that several known languages use.
const shared = 2

var scripts = [...]struct {
	tag   string
	table *unicode.RangeTable
}{
	{"ru", unicode.Cyrillic}, {"ar", unicode.Arabic},
	{"zh", unicode.Han}, {"ja", unicode.Hiragana}, {"ja", unicode.Katakana}, {"ko", unicode.Hangul}, {"el", unicode.Greek}, {"he", unicode.Hebrew},
	{"hi", unicode.Devanagari}, {"bn", unicode.Bengali}, {"pa", unicode.Gurmukhi}, {"gu", unicode.Gujarati}, {"ta", unicode.Tamil},
	{"te", unicode.Telugu}, {"kn", unicode.Kannada}, {"ml", unicode.Malayalam}, {"si", unicode.Sinhala}, {"th", unicode.Thai}, {"lo", unicode.Lao},
	{"my", unicode.Myanmar}, {"km", unicode.Khmer}, {"ka", unicode.Georgian}, {"hy", unicode.Armenian}, {"am", unicode.Ethiopic},
}

// latin lists the languages in Latin letters: their commonest small words, and letters
// that tell them from their neighbours.
var latin = []struct{ tag, letters, words string }{
	{"en", "", `am me my do the of and to in a is that for on was with as it at by from be are this an were which has have had not but his her their its he she they we
		you i or who will would been said after about more one than when there also can all if up out into no other some what so over new two before
		between during could may should because while where them him our your these those then now only most towards against`},
	{"es", "ñ¿¡", `de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha me sin sobre este ya entre cuando todo esta
		ser son dos también fue había era muy hasta desde unos otros`},
	{"fr", "œêèùç", `de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec son aux d'un cette ont ses mais comme ou
		si leur y dont elle deux été était fait nous vous je ils`},
	{"de", "ßäöü", `der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um
		am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis`},
	{"it", "", `di e il la che in a per un del è le si della una i con non sono da come al dei nel più alla ha lo gli delle anche dal su se ma o nella suo sua
		dalla questo essere stato era degli tra`},
	{"pt", "ãõ", `de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à seu sua ou ser quando muito há nos já
		está eu também só pelo pela até isso ela entre era depois`},
	{"nl", "", `de van het een en in is dat op te zijn met voor niet aan er om ook als dan maar bij door naar uit nog worden wordt over heeft hij deze die ze
		tot hebben werd geen was meer wel kan of zo haar`},
	{"sv", "åäö", `och i att det som en på är av för med den till inte har de om ett han men var jag sig från vi så kan när år säger hon under också efter eller
		nu sin där vid mot ska skulle kommer ut får finns`},
	{"da", "æøå", `og i at det er en til af på for de med den der ikke som et har var fra han om men ud vi jeg kan så efter blev også være mod skal eller hun vil
		over nu hvor siger blevet`},
	{"nb", "æøå", `og i det er på som en å til for av at med de ikke den har et om fra var han men seg jeg vi kan sier så hun etter også skal ved mot ble vil
		eller nå være hvor ut når`},
	{"fi", "äö", `ja on ei että se oli hän ovat myös mutta kun joka tai niin kuin ole sen mukaan jos vain mitä ne olla voi ollut vuoden jo sitä nyt sekä kanssa`},
	{"pl", "łąęśżźćń", `w i na z się nie do że to jest o a jak po co za od przez dla ale są tym jego przy tak czy jej już był oraz tylko które który jako może
		ich być ze`},
	{"cs", "ěřůžšč", `a se v na je že s z o do i to za ve si by ale jako po k pro jsem jsou které který od jeho při tak bylo nebo byl podle až aby jen ještě také`},
	{"sk", "ľĺŕôťď", `a sa v na je že s z o do to za vo si by ale ako po k pre som sú ktoré ktorý od jeho pri tak bolo alebo bol podľa aby len ešte aj`},
	{"hu", "őű", `a az és hogy nem is egy ez volt van meg csak már mint de el ha vagy még azt szerint után lehet kell minden közötti azonban ki`},
	{"ro", "țșăâî", `de în și a la cu pe care să o nu din un mai este pentru ca au fost sunt ce dar sau prin după fi lui această al cel ale acest`},
	{"tr", "ışğ", `ve bir bu da de için ile olarak çok daha olan gibi en kadar sonra var ne ise ya o ki mi diye olduğu göre her değil oldu olduğunu`},
	{"id", "", `yang dan di untuk dengan pada ini dari tidak dalam itu akan ke oleh sebagai juga adalah telah mereka atau ada karena bisa lebih saat kami sudah`},
	{"vi", "ạảấầẩậắằặẹẻếềểệịỉọỏốồổộớờởợụủứừửựđ", `và của là có không được cho trong với người một những các này đã để khi từ về ở ra như đến tại cũng theo vào`},
	{"sw", "", `na ya wa kwa ni katika za la cha kuwa hii watu hiyo pia au lakini yake kama baada hilo kila mtu haki`},
	{"ca", "ç·", `de la i el que en els a les per un del amb una es no al és van més dels com ha seva són o pel però seu també ser aquest aquesta`},
	{"hr", "đćčšž", `i u je na se da za su od s o a koji koja koje kao će iz što bi nije ne do ili nakon te samo biti sve`},
	{"sl", "čšž", `in je v na se da za so z s o ki pa ne bi po tudi kot iz ali od do še bo pri ni bil`},
	{"lt", "ėųįūž", `ir kad į iš su yra tai bet kaip apie ne po už o dėl nuo ar buvo jis kuris taip tik prie`},
	{"lv", "āēīūķļņģ", `un ir ka no ar uz par tas kas bet arī pēc to kā nav vai ja bija gan lai tika`},
	{"et", "õäö", `ja on ei et see oli ka ning kui aga oma mis ta kes või ole siis selle tema`},
	{"sq", "ë", `të e në dhe për një me që është nga i së më nuk se ka janë do si por duke u kjo`},
	{"tl", "", `ang ng sa na mga at ay si ni para hindi ito kung isang niya din may pa nang siya lang`},
	{"af", "", `die van en in 'n is het dat nie vir met op te wat was sy aan om hy as by ook word sal hulle deur`},
	{"is", "þðæ", `og í að er á sem til um við með en ekki var fyrir af hann það ég því hefur eru frá eftir`},
	{"ga", "", `agus an na ar is a go le i ní bhí do tá sé de ach nó gach chun bith`},
	{"cy", "", `y yn a i o ar yr ei mae am gan i'r wedi bod hi oedd ac fel nid eu`},
	{"eu", "", `eta da ez du dira zen baina bat egin ere izan den bere dute horrek guztiak edo`},
	{"ha", "", `da a na ba ta ya su kuma ga wannan shi ne don wani yi amma za`},
	{"so", "", `oo ka ah iyo in u ku la waa ay uu soo isku kasta`},
	{"la", "", `et in est non ad ut cum quod sed ex qui si ab ac quae aut esse per sunt enim`},
	{"eo", "ĉĝĥĵŝŭ", `la de kaj en estas al ne por kiu ke kun li ĝi oni`},
}

// smallWords maps a word to the languages that have it among their commonest.
var smallWords = func() map[string][]string {
	m := map[string][]string{}
	for _, l := range latin {
		for w := range strings.FieldsSeq(l.words) {
			w = strings.Trim(w, "'")
			if had := m[w]; len(had) == 0 || had[len(had)-1] != l.tag {
				m[w] = append(had, l.tag)
			}
		}
	}
	return m
}()
