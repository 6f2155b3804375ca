package queries

import "strings"

// leastFolded is how long a folded name must be to tell anything.
const leastFolded = 5

// foldings are spellings that writers of Arabic, Persian, Russian and Ukrainian names in
// Latin letters choose between, the longer first.
var foldings = strings.NewReplacer(
	"tsch", "s", "tch", "s", "sch", "s", "sh", "s", "ch", "s",
	"kh", "k", "gh", "k", "dh", "d", "th", "t", "ph", "f", "zh", "z", "dj", "j", "dzh", "j",
	"ck", "k", "q", "k", "g", "k", "c", "k", "x", "ks", "w", "v", "tz", "ts", "cz", "ts",
	"ou", "u", "oo", "u", "o", "u", "ee", "i", "ei", "i", "ey", "i", "e", "i", "y", "i", "j", "i",
)

// articles stand before Arabic names, or don't.
var articles = map[string]bool{"al": true, "el": true, "ul": true, "ad": true, "ar": true, "as": true, "az": true, "an": true}

// folded writes the words of a name as all its romanizations would: Zelenskyy, Zelensky and
// Zelenskiy are one, so are Qaddafi, Gaddafi and Kadhafi, Hezbollah and Hizbullah.
func folded(words []string) string {
	var b strings.Builder
	for _, w := range words {
		if articles[w] && len(words) > 1 {
			continue
		}
		w = foldings.Replace(w)
		for i := range len(w) {
			if i == 0 || w[i] != w[i-1] { // a doubled letter is one
				b.WriteByte(w[i])
			}
		}
		if s := b.String(); strings.HasSuffix(s, "ah") { // Hezbolla
			b.Reset()
			b.WriteString(strings.TrimSuffix(s, "h"))
		}
		if s := b.String(); strings.HasSuffix(s, "mid") { // Mohammed, Muhammad, Ahmed, Ahmad
			b.Reset()
			b.WriteString(strings.TrimSuffix(s, "id") + "ad")
		}
		b.WriteByte(' ')
	}
	return strings.TrimSpace(b.String())
}
