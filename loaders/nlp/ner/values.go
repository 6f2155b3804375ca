package ner

import (
	"strings"

	"relata/loaders/nlp"
)

func set(words string) map[string]bool {
	m := make(map[string]bool)
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

var (
	months = set(`january february march april may june july august september october november december
		jan jan. feb feb. mar mar. apr apr. jun jun. jul jul. aug aug. sep sep. sept sept. oct oct. nov nov. dec dec.`)
	weekdays = set(`monday tuesday wednesday thursday friday saturday sunday mon. tue. tues. wed. thu. thur. thurs. fri. sat. sun.`)
	days     = set("today yesterday tomorrow tonight")
	parts    = set("morning afternoon evening night noon midnight dawn dusk")
	seasons  = set("spring summer autumn fall winter")
	units    = set(`second seconds minute minutes hour hours day days week weeks weekend weekends month months year years decade decades century
		centuries quarter quarters fortnight semester term`)
	pointing = set("last next this past previous coming following same that upcoming recent current each every")
	after    = set("ago earlier later before afterwards afterward hence prior")
	edges    = set("early late mid middle beginning end start half first second third fourth eve turn rest")
	vague    = set("a an few several couple many some dozen dozens hundred hundreds thousand thousands million millions billion billions trillion trillions score scores")
	scales   = set("hundred thousand million billion trillion dozen k m bn mn mln bln tn hundreds thousands millions billions trillions dozens scores")
	coins    = set("$ € £ ¥ ₽ ₹ ₩ ₪ ₴ us$ a$ c$ hk$ nz$ usd eur gbp rub cny jpy u.s.$")
	currency = set(`dollar dollars euro euros pound pounds sterling yen yuan renminbi ruble rubles rouble roubles rupee rupees won peso pesos franc francs
		lira shekel shekels riyal riyals rial rials dinar dinars dirham dirhams hryvnia krona kronor krone kroner rand real reais baht ringgit rupiah cent cents usd eur gbp bitcoin bitcoins`)
	measures = set(`% percent per-cent pct km kms kilometer kilometers kilometre kilometres m meter meters metre metres cm mm mile miles mi foot feet ft inch inches yard yards
		acre acres hectare hectares kg kilogram kilograms kilo kilos gram grams g ton tons tonne tonnes pound pounds lb lbs ounce ounces oz liter liters litre litres
		gallon gallons barrel barrels watt watts kilowatt kilowatts kw megawatt megawatts mw gigawatt gigawatts gw volt volts degree degrees celsius fahrenheit knot knots
		mph kph km/h byte bytes kb mb gb tb megabyte megabytes gigabyte gigabytes point points times`)
	about = set("about around approximately roughly nearly almost over under some only just exactly estimated")
	// bounds stand before "than", "to", "least" and the like.
	bounds = map[string]string{"more": "than", "less": "than", "fewer": "than", "at": "least most", "up": "to", "as": "many much"}
)

// values finds dates, sums of money and quantities, the longest from the left.
func (f *finder) values() {
	for i := f.first; i < f.end; {
		if f.taken[i-f.first] {
			i++
			continue
		}
		last, kind := f.date(i), nlp.Date
		if last == i {
			last, kind = f.money(i), nlp.Money
		}
		if last == i {
			last, kind = f.quantity(i), nlp.Quantity
		}
		if last == i || !f.free(i, last) && !(kind == nlp.Money && f.free(i, last-2) && f.free(last-1, last)) {
			i++
			continue
		}
		f.add(kind, "", i, last, 1)
		f.take(i, last)
		i = last
	}
}

// word is the token in small letters, "" beyond the part.
func (f *finder) word(i int) string {
	if i < f.first || i >= f.end {
		return ""
	}
	return strings.ToLower(f.toks[i].Form)
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// isYear says whether it is a year between 1000 and 2199.
func isYear(s string) bool {
	return len(s) == 4 && digits(s) && (s[0] == '1' || s[0] == '2' && s[1] <= '1')
}

// isDay says whether it is a day of a month: 4, 15, 3rd.
func isDay(s string) bool {
	for _, suffix := range []string{"st", "nd", "rd", "th"} {
		if len(s) > 2 {
			s = strings.TrimSuffix(s, suffix)
		}
	}
	return digits(s) && (len(s) == 1 && s != "0" || len(s) == 2 && s <= "31" && s != "00")
}

// isDecade says whether it is one: 1990s, '90s, 90s.
func isDecade(s string) bool {
	s = strings.TrimLeft(s, "'’")
	s, ok := strings.CutSuffix(s, "s")
	return ok && digits(s) && (len(s) == 4 || len(s) == 2) && s[len(s)-1] == '0'
}

// isNumeric says whether it is a date in figures: 2023-12-15, 15/12/2023, 4.1.2024.
func isNumeric(s string) bool {
	for _, sep := range []string{"-", "/", "."} {
		p := strings.Split(s, sep)
		if len(p) == 3 && digits(p[0]) && digits(p[1]) && digits(p[2]) && (isYear(p[0]) && isDay(p[1]) && isDay(p[2]) || isDay(p[0]) && isDay(p[1]) && (isYear(p[2]) || len(p[2]) == 2)) {
			return true
		}
	}
	return false
}

// number is the end of a number that begins at i: figures, words, "a few", "several dozen".
func (f *finder) number(i int) int {
	j := i
	for j < f.end {
		w := f.word(j)
		switch {
		case f.toks[j].UPOS == "NUM" || scales[w] && j > i:
			j++
		case vague[w] && w != "a" && w != "an" && w != "some" && w != "many" && w != "couple":
			j++
		case w == "half" && j == i && f.word(j+1) == "a" && scales[f.word(j+2)]:
			j += 3
		case (w == "a" || w == "an") && j == i && vague[f.word(j+1)] && f.word(j+1) != "a":
			j += 2
		case (w == "and" || w == "-" || w == "–" || w == "to" || w == "or") && j > i && j+1 < f.end && f.toks[j+1].UPOS == "NUM":
			j += 2
		default:
			return j
		}
	}
	return j
}

// calendar is the end of a month, day and year that begins at i.
func (f *finder) calendar(i int) int {
	j := i
	w := f.word(j)
	if isDay(w) {
		k := j + 1
		if f.word(k) == "of" {
			k++
		}
		if !months[f.word(k)] {
			return i
		}
		j = k
		w = f.word(j)
	}
	if !months[w] {
		return i
	}
	if (w == "may" || w == "march" || w == "mar" || w == "jan" || w == "jun" || w == "dec") && (f.toks[j].UPOS != "PROPN" || j == f.first && !isDay(f.word(j+1)) && !isYear(f.word(j+1))) {
		return i
	}
	alone := j == i
	j++
	if alone && isDay(f.word(j)) && !measures[f.word(j+1)] {
		j++
		// "4 and 5", "4 - 6".
		if sep := f.word(j); (sep == "-" || sep == "–" || sep == "and" || sep == "to") && isDay(f.word(j+1)) && !months[f.word(j+2)] {
			j += 2
		}
	}
	k := j
	if f.word(k) == "," || f.word(k) == "of" {
		k++
	}
	if isYear(f.word(k)) {
		return k + 1
	}
	return j
}

// date is the end of a date that begins at i, or i.
func (f *finder) date(i int) int {
	j := i
	w := f.word(j)
	if w == "the" || (w == "a" || w == "an") && f.toks[j].UPOS == "DET" {
		if w == "the" {
			j++
		}
	}
	// "mid - December", "early next year", "the end of March".
	k := j
	for edges[f.word(k)] && k < j+2 {
		k++
		switch f.word(k) {
		case "-", "of", "in":
			k++
			if f.word(k) == "the" {
				k++
			}
		}
	}
	if k > j {
		if end := f.point(k); end > k {
			return end
		}
	}
	if strings.HasPrefix(f.word(j), "mid-") && len(f.word(j)) > 4 {
		rest := f.word(j)[4:]
		if months[rest] || isDecade(rest) || isYear(rest) || units[rest] {
			return j + 1
		}
	}
	if end := f.point(j); end > j {
		if w == "the" && (f.calendar(j) > j || isYear(f.word(j))) {
			return i // the date begins behind the article
		}
		return end
	}
	return i
}

// dated says whether the year at token i tells when the thing was that it stands before:
// "the 2006 riots", "his 2018 run", and not "2000 soldiers".
func (f *finder) dated(i int) bool {
	h := f.toks[i].Head
	if !inner[relation(f.toks[i].Deprel)] || h <= i || h >= f.end {
		return true
	}
	if w := f.word(i); w < "1900" || w > "2099" || i == f.first {
		return false
	}
	before := &f.toks[i-1]
	return before.UPOS == "DET" || before.XPOS == "PRP$" || before.XPOS == "POS"
}

// point is the end of a point or stretch of time that begins at i, or i.
func (f *finder) point(i int) int {
	w := f.word(i)
	if w == "" {
		return i
	}
	if end := f.calendar(i); end > i {
		return end
	}
	switch {
	case isNumeric(w) || isDecade(w):
		return i + 1
	case days[w]:
		if parts[f.word(i+1)] {
			return i + 2
		}
		return i + 1
	case weekdays[w]:
		j := i + 1
		if parts[f.word(j)] {
			j++
		}
		k := j
		if f.word(k) == "," {
			k++
		}
		if end := f.calendar(k); end > k {
			return end
		}
		return j
	case isYear(w) && f.toks[i].UPOS == "NUM":
		// A bare year: not a count of things.
		if next := f.word(i + 1); measures[next] || scales[next] {
			return i
		}
		if !f.dated(i) {
			return i
		}
		if before := f.word(i - 1); coins[before] || before == "#" {
			return i
		}
		return i + 1
	case pointing[w]:
		j := i + 1
		if w == "this" || w == "that" {
			if pointing[f.word(j)] {
				j++
			}
		}
		if n := f.number(j); n > j {
			j = n
		}
		if months[f.word(j)] && f.toks[j].UPOS == "PROPN" {
			if end := f.calendar(j); end > j {
				return end
			}
		}
		if units[f.word(j)] || weekdays[f.word(j)] || seasons[f.word(j)] || parts[f.word(j)] {
			if f.word(j) == "second" || f.word(j) == "term" {
				return i
			}
			return j + 1
		}
		return i
	case seasons[w] && f.toks[i].UPOS != "VERB":
		j := i + 1
		if f.word(j) == "of" {
			j++
		}
		if isYear(f.word(j)) {
			return j + 1
		}
		return i
	case isOrdinal(w) && (f.word(i+1) == "century" || f.word(i+1) == "quarter"):
		j := i + 2
		if f.word(j) == "of" && isYear(f.word(j+1)) {
			j += 2
		}
		return j
	}
	// "three years ago", "a few days later".
	n := f.number(i)
	if n == i && (w == "a" || w == "an") {
		n = i + 1
	}
	if n > i && units[f.word(n)] {
		if after[f.word(n+1)] && f.word(n+1) != "before" {
			return n + 2
		}
	}
	return i
}

func isOrdinal(w string) bool {
	switch w {
	case "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth":
		return true
	}
	return len(w) > 2 && digits(w[:len(w)-2]) && (strings.HasSuffix(w, "th") || strings.HasSuffix(w, "st") || strings.HasSuffix(w, "nd") || strings.HasSuffix(w, "rd"))
}

// modified skips what makes a number vague: "about", "more than", "at least".
func (f *finder) modified(i int) int {
	w := f.word(i)
	if about[w] {
		return i + 1
	}
	if next, ok := bounds[w]; ok {
		n := f.word(i + 1)
		if n != "" && strings.Contains(next, n) {
			if f.word(i+2) == "as" {
				return i + 3
			}
			return i + 2
		}
	}
	return i
}

// money is the end of a sum of money that begins at i, or i.
func (f *finder) money(i int) int {
	j := f.modified(i)
	if coins[f.word(j)] && j+1 < f.end && f.toks[j+1].UPOS == "NUM" {
		return f.number(j + 1)
	}
	w := f.word(j)
	for _, c := range []string{"us$", "a$", "c$", "$", "€", "£", "¥"} {
		if rest, ok := strings.CutPrefix(w, c); ok && rest != "" && rest[0] >= '0' && rest[0] <= '9' {
			j++
			for scales[f.word(j)] {
				j++
			}
			return j
		}
	}
	n := f.number(j)
	if n > j {
		k := n
		switch f.word(k) {
		case "u.s.", "us", "canadian", "australian", "british", "american", "of":
			k++
		}
		if currency[f.word(k)] && f.toks[k].UPOS != "VERB" && !measureOnly(f.word(k), f.word(k+1)) {
			return k + 1
		}
	}
	return i
}

// measureOnly says whether a word that is both is a weight here: "20 pounds of explosives".
func measureOnly(w, next string) bool { return (w == "pound" || w == "pounds") && next == "of" }

// quantity is the end of a quantity that begins at i, or i.
func (f *finder) quantity(i int) int {
	j := f.modified(i)
	n := f.number(j)
	if n == j {
		return i
	}
	// "hundreds of thousands".
	for f.word(n) == "of" && scales[f.word(n+1)] {
		n += 2
	}
	if f.word(n) == "-" && measures[f.word(n+1)] {
		n++
	}
	switch w := f.word(n); {
	case w == "square" || w == "cubic" || w == "nautical" || w == "metric":
		if measures[f.word(n+1)] {
			return n + 2
		}
	case measures[w] || units[w]:
		return n + 1
	}
	if n == i+1 && (isYear(f.word(i)) || f.word(i) == "one" && relation(f.toks[i].Deprel) != "nummod") {
		return i // a year in a name; the pronoun
	}
	return n
}
