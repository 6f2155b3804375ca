//go:build ignore

// Gen writes countries.tsv and cities.tsv.gz from public tables of facts:
//
//	go run gen.go DIR
//
// DIR holds country-codes.csv (datasets/country-codes, PDDL), world-cities.csv (GeoNames,
// CC BY 4.0: places of more than 15,000 people) and factbook/ (CIA World Factbook, public
// domain). What these tables lack or what news writes otherwise (U.S., Britain, the
// Kremlin) stands in extra below.
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"html"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

type country struct {
	iso, wikidata, name                           string
	names, adjectives, people, capitals, metonyms []string
}

// canonical gives the name that readers expect where the first source's differs.
var canonical = map[string]string{
	"USA": "United States", "GBR": "United Kingdom", "PRK": "North Korea", "KOR": "South Korea", "COD": "Democratic Republic of the Congo",
	"COG": "Republic of the Congo", "CIV": "Ivory Coast", "MMR": "Myanmar", "TUR": "Turkey", "CZE": "Czech Republic", "CPV": "Cape Verde",
	"PSE": "Palestine", "TWN": "Taiwan", "HKG": "Hong Kong", "MAC": "Macau", "BIH": "Bosnia and Herzegovina", "VAT": "Vatican City",
	"TTO": "Trinidad and Tobago", "STP": "Sao Tome and Principe", "SWZ": "Eswatini", "ATG": "Antigua and Barbuda", "KNA": "Saint Kitts and Nevis",
	"VCT": "Saint Vincent and the Grenadines", "LCA": "Saint Lucia", "SYR": "Syria", "RUS": "Russia", "IRN": "Iran", "LAO": "Laos", "VNM": "Vietnam",
	"FSM": "Micronesia", "BHS": "Bahamas", "GMB": "Gambia", "NLD": "Netherlands", "PHL": "Philippines", "CAF": "Central African Republic",
}

// extra adds forms: n names, a adjectives, p people, m metonyms, c capitals.
var extra = map[string]string{
	"USA": "n:U.S.|US|U.S|USA|U.S.A.|America|United States of America|n:the States a:American|U.S.|US p:American|Americans c:Washington|Washington, D.C.|Washington DC|Washington D.C. m:Uncle Sam",
	"GBR": "n:U.K.|UK|U.K|Britain|Great Britain a:British|U.K.|UK p:Briton|Britons|Brits|British c:London m:Whitehall",
	"RUS": "n:Russian Federation a:Russian p:Russian|Russians m:Kremlin",
	"PRK": "n:DPRK|D.P.R.K.|Democratic People's Republic of Korea a:North Korean p:North Korean|North Koreans",
	"KOR": "n:Republic of Korea|ROK a:South Korean p:South Korean|South Koreans c:Seoul",
	"CHN": "n:PRC|People's Republic of China|mainland China|Communist China p:Chinese c:Beijing|Peking",
	"TWN": "n:Republic of China p:Taiwanese a:Taiwanese c:Taipei",
	"HKG": "a:Hong Kong p:Hong Konger|Hong Kongers|Hongkongers",
	"PSE": "n:Palestinian Authority|State of Palestine|Palestinian territories|Palestinian Territories|Occupied Palestinian Territory|Occupied Territories a:Palestinian p:Palestinian|Palestinians c:Ramallah",
	"XKX": "n:Kosovo a:Kosovar|Kosovan|Kosovo p:Kosovar|Kosovars|Kosovan|Kosovans c:Pristina",
	"ISR": "n:Jewish state a:Israeli p:Israeli|Israelis c:Jerusalem|Tel Aviv",
	"SRB": "n:Serbia a:Serbian|Serb p:Serb|Serbs|Serbian|Serbians c:Belgrade",
	"MNE": "n:Montenegro a:Montenegrin",
	"BIH": "n:Bosnia|Bosnia-Herzegovina|Bosnia-Hercegovina a:Bosnian p:Bosnian|Bosnians",
	"MKD": "n:Macedonia|Former Yugoslav Republic of Macedonia|FYROM a:Macedonian p:Macedonian|Macedonians",
	"IRN": "n:Islamic Republic|Persia a:Iranian|Persian",
	"SYR": "n:Syrian Arab Republic",
	"COD": "n:DR Congo|DRC|D.R. Congo|Congo|Zaire|Congo-Kinshasa a:Congolese|Zairean|Zairian p:Congolese",
	"COG": "n:Congo-Brazzaville|Congo Republic a:Congolese",
	"CIV": "n:Cote d'Ivoire|Côte d'Ivoire|Cote D'Ivoire a:Ivorian|Ivoirian|Ivory Coast p:Ivorians|Ivoirians",
	"MMR": "n:Burma a:Burmese|Myanmar p:Burmese",
	"TUR": "n:Türkiye|Turkiye a:Turkish p:Turk|Turks c:Ankara",
	"CZE": "n:Czechia|Czechoslovakia a:Czech|Czechoslovak p:Czech|Czechs",
	"ARE": "n:UAE|U.A.E.|Emirates a:Emirati|UAE p:Emiratis",
	"SAU": "n:Saudi|KSA|Kingdom of Saudi Arabia a:Saudi|Saudi Arabian p:Saudi|Saudis|Saudi Arabians",
	"VAT": "n:Vatican|Holy See a:Vatican c:Vatican City",
	"EGY": "p:Egyptian|Egyptians", "NZL": "a:New Zealand p:New Zealander|New Zealanders|Kiwis", "AUS": "p:Aussies|Australian|Australians",
	"NLD": "n:Holland|The Netherlands|the Netherlands a:Dutch p:Dutch|Dutchman c:Amsterdam|The Hague", "BOL": "c:La Paz|Sucre",
	"ZAF": "c:Pretoria", "LKA": "c:Colombo", "BEN": "c:Cotonou|Porto-Novo", "TZA": "c:Dodoma", "NER": "a:Nigerien", "IRL": "a:Irish p:Irish|Irishman|Irishmen",
	"FRA": "a:French p:French|Frenchman|Frenchmen|Frenchwoman c:Paris m:Elysee|Élysée|Elysee Palace", "ESP": "p:Spaniard|Spaniards|Spanish", "CHE": "p:Swiss a:Swiss c:Bern|Berne",
	"KGZ": "n:Kyrgyz Republic a:Kyrgyz|Kyrgyzstani", "KAZ": "a:Kazakh|Kazakhstani p:Kazakhs c:Astana|Nur-Sultan", "TKM": "a:Turkmen|Turkmenistani", "UZB": "a:Uzbek p:Uzbeks", "TJK": "a:Tajik p:Tajiks",
	"AFG": "a:Afghan p:Afghan|Afghans", "PHL": "n:Philippines|the Philippines a:Philippine|Filipino p:Filipino|Filipinos c:Manila", "THA": "a:Thai p:Thai|Thais",
	"LAO": "n:Laos a:Lao|Laotian p:Laotians c:Vientiane", "VNM": "n:Viet Nam|Vietnam a:Vietnamese c:Hanoi", "MDA": "n:Moldova c:Chisinau", "BLR": "n:Belarus a:Belarusian|Belarussian p:Belarusians",
	"SOM": "a:Somali|Somalian p:Somali|Somalis", "DNK": "a:Danish p:Dane|Danes", "SWE": "p:Swede|Swedes a:Swedish", "FIN": "a:Finnish p:Finn|Finns", "POL": "a:Polish p:Pole|Poles",
	"GRC": "a:Greek|Hellenic p:Greek|Greeks", "UKR": "c:Kyiv|Kiev a:Ukrainian p:Ukrainian|Ukrainians", "IND": "c:New Delhi|Delhi", "JPN": "a:Japanese p:Japanese c:Tokyo",
	"KWT": "c:Kuwait City", "NPL": "a:Nepali|Nepalese p:Nepalese", "NGA": "a:Nigerian", "TLS": "n:East Timor|Timor-Leste a:East Timorese|Timorese", "SWZ": "n:Swaziland a:Swazi", "CPV": "n:Cape Verde|Cabo Verde",
	"LBY": "n:Libya", "DZA": "c:Algiers", "VEN": "c:Caracas", "CUB": "c:Havana", "DEU": "a:German|West German|East German n:West Germany|East Germany|Federal Republic of Germany", "ETH": "c:Addis Ababa",
	"YEM": "c:Sanaa|Sana'a|San'a", "GEO": "c:Tbilisi", "BGD": "c:Dhaka|Dacca", "GMB": "n:Gambia|The Gambia", "BHS": "n:Bahamas|The Bahamas", "SDN": "n:Sudan", "CAF": "n:CAR",
	"IRQ": "a:Iraqi p:Iraqi|Iraqis", "HTI": "a:Haitian", "RWA": "a:Rwandan", "BDI": "a:Burundian", "MEX": "c:Mexico City", "BRA": "c:Brasilia|Brasília", "COL": "c:Bogota|Bogotá", "PAN": "c:Panama City",
	"GTM": "c:Guatemala City", "SLV": "c:San Salvador", "CRI": "c:San Jose", "DOM": "c:Santo Domingo a:Dominican", "PER": "c:Lima", "ARG": "a:Argentine|Argentinian p:Argentines|Argentinians", "CHL": "c:Santiago",
}

// place names that are words or names of something else; they are no help as cities.
var wordCities = strings.Fields("Of Mobile Reading Bath Nice Sandwich March Hope Best Split Man Orange Same Male Bar Cork Deal Bari Trim Ware Tours Banner Most Sale Opportunity Enterprise Independence Liberal Paradise Police Hull Battle Rugby Union Media Normal Commerce Industry Buy Are Date Ho Ed Un As Van Lead Bay Troy Carter Jackson Lincoln Houston Madison Victoria Johnson Clinton Marion Jefferson Franklin Arthur Grant Lawrence Norman Melissa Florence Charlotte Helena Augusta Sydney Paris Hamilton Wilson Taylor Kim Long Lee Moore Young Wade Corona Summit Central Eastern Western Northern Southern Christian Freedom Liberty Universal Republic Congress Senate Council Green Brown White Black Gray King Page Price Marshall Mason Parker Aurora Phoenix Buffalo Tigard Putin Modi Assad Hassan Ali Said Omar Saint Santa San Los Las Ban Bor Bo Pau Pop Toro Imus May Mai Ngo Sabah Campbell Elizabeth Katy Allen Warren Alexander Patterson Kent Boris Hunt")

var citizen = regexp.MustCompile(`\(.*?\)`)

func text(v any, path ...string) string {
	for _, p := range path {
		m, ok := v.(map[string]any)
		if !ok {
			return ""
		}
		v = m[p]
	}
	s, _ := v.(string)
	s = html.UnescapeString(s)
	if s == "none" || s == "NA" || s == "N/A" {
		return ""
	}
	return s
}

func plain(s string) string {
	out, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), s)
	if err != nil {
		return s
	}
	return out
}

func split(s string) []string {
	s, _, _ = strings.Cut(s, "; note")
	s, _, _ = strings.Cut(s, ";")
	var out []string
	for _, p := range regexp.MustCompile(`,| or `).Split(s, -1) {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: go run gen.go DIR")
	}
	dir := os.Args[1]
	byISO := map[string]*country{}
	fips := map[string]string{"ri": "SRB", "kv": "XKX", "mj": "MNE", "od": "SSD", "rm": "MHL"}
	byCityCountry := map[string]string{}

	f, err := os.Open(filepath.Join(dir, "country-codes.csv"))
	check(err)
	rows, err := csv.NewReader(f).ReadAll()
	check(err)
	col := map[string]int{}
	for i, h := range rows[0] {
		col[h] = i
	}
	for _, r := range rows[1:] {
		get := func(h string) string { return strings.TrimSpace(r[col[h]]) }
		c := &country{iso: get("ISO3166-1-Alpha-3")}
		if c.iso == "" {
			continue
		}
		c.wikidata = strings.TrimPrefix(get("wikidata_id"), "https://www.wikidata.org/wiki/")
		c.name = get("CLDR display name")
		if n := get("official_name_en"); c.name == "" {
			c.name = n
		}
		c.names = append(c.names, c.name, get("UNTERM English Short"), strings.TrimPrefix(get("UNTERM English Formal"), "the "))
		if n := canonical[c.iso]; n != "" {
			c.name = n
		}
		if k := strings.ToLower(get("FIPS")); len(k) == 2 && fips[k] == "" {
			fips[k] = c.iso
		}
		if cap := get("Capital"); cap != "" {
			c.capitals = append(c.capitals, cap)
		}
		byISO[c.iso] = c
		for _, n := range c.names {
			byCityCountry[n] = c.iso
		}
		byCityCountry[c.name] = c.iso
	}
	if byISO["XKX"] == nil {
		byISO["XKX"] = &country{iso: "XKX", wikidata: "Q1246", name: "Kosovo"}
	}
	for n, iso := range map[string]string{"Kosovo": "XKX", "Palestinian Territory": "PSE", "Czech Republic": "CZE", "Macao": "MAC", "Ivory Coast": "CIV", "Swaziland": "SWZ",
		"Micronesia, Federated States of": "FSM", "Venezuela, Bolivarian Republic of": "VEN", "No country found for alpha-2 code: XK": "XKX", "Palestine, State of": "PSE", "Moldova, Republic of": "MDA",
		"Korea, Republic of": "KOR", "Bolivia, Plurinational State of": "BOL", "Congo, The Democratic Republic of the": "COD", "Congo": "COG", "Taiwan, Province of China": "TWN", "Iran, Islamic Republic of": "IRN",
		"Tanzania, United Republic of": "TZA", "Korea, Democratic People's Republic of": "PRK", "Côte d'Ivoire": "CIV"} {
		byCityCountry[n] = iso
	}

	files, err := filepath.Glob(filepath.Join(dir, "factbook", "*", "*.json"))
	check(err)
	sort.Strings(files)
	for _, p := range files {
		key := strings.TrimSuffix(filepath.Base(p), ".json")
		c := byISO[fips[key]]
		if c == nil {
			continue
		}
		raw, err := os.ReadFile(p)
		check(err)
		var d any
		check(json.Unmarshal(raw, &d))
		c.names = append(c.names, cutNote(text(d, "Government", "Country name", "conventional short form", "text")), cutNote(text(d, "Government", "Country name", "conventional long form", "text")))
		for _, a := range split(text(d, "People and Society", "Nationality", "adjective", "text")) {
			c.adjectives = append(c.adjectives, strings.TrimSpace(citizen.ReplaceAllString(a, "")))
		}
		for _, n := range split(text(d, "People and Society", "Nationality", "noun", "text")) {
			base := strings.TrimSpace(citizen.ReplaceAllString(n, ""))
			c.people = append(c.people, base)
			if strings.Contains(n, "(s)") {
				c.people = append(c.people, base+"s")
			}
		}
		capital := cutNote(text(d, "Government", "Capital", "name", "text"))
		for _, s := range strings.Split(capital, ",") {
			if s = strings.TrimSpace(citizen.ReplaceAllString(s, "")); s != "" && len(s) < 30 && unicode.IsUpper([]rune(s)[0]) && s != "D.C." {
				c.capitals = append(c.capitals, s)
			}
		}
	}
	for iso, spec := range extra {
		c := byISO[iso]
		if c == nil {
			log.Fatal("no country " + iso)
		}
		for _, part := range splitSpec(spec) {
			forms := strings.Split(part[2:], "|")
			switch part[0] {
			case 'n':
				c.names = append(c.names, forms...)
			case 'a':
				c.adjectives = append(c.adjectives, forms...)
			case 'p':
				c.people = append(c.people, forms...)
			case 'c':
				c.capitals = append(c.capitals, forms...)
			case 'm':
				c.metonyms = append(c.metonyms, forms...)
			}
		}
	}
	byISO["DMA"].adjectives, byISO["DMA"].people = nil, nil // "Dominican" is first of the Dominican Republic

	isos := make([]string, 0, len(byISO))
	for iso := range byISO {
		isos = append(isos, iso)
	}
	sort.Strings(isos)
	var out bytes.Buffer
	out.WriteString("# iso\twikidata\tname\tother names\tadjectives\tpeople\tcapitals\tmetonyms; written by gen.go\n")
	for _, iso := range isos {
		c := byISO[iso]
		fmt.Fprintf(&out, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", c.iso, c.wikidata, c.name, join(c.names, c.name), join(c.adjectives, ""), join(c.people, ""), join(c.capitals, ""), join(c.metonyms, ""))
	}
	check(os.WriteFile("countries.tsv", out.Bytes(), 0o644))

	check(os.WriteFile("leaders.tsv", leaders(dir, files, fips), 0o644))

	f, err = os.Open(filepath.Join(dir, "world-cities.csv"))
	check(err)
	rows, err = csv.NewReader(f).ReadAll()
	check(err)
	skip := map[string]bool{}
	for _, w := range wordCities {
		skip[w] = true
	}
	where := map[string]map[string]bool{}
	add := func(name, iso string) {
		if len(name) < 3 || skip[name] && name != "Paris" && name != "Sydney" && name != "Houston" && name != "Phoenix" {
			return
		}
		for _, n := range []string{name, plain(name)} {
			if where[n] == nil {
				where[n] = map[string]bool{}
			}
			where[n][iso] = true
		}
	}
	for _, r := range rows[1:] {
		iso := byCityCountry[r[1]]
		if iso == "" {
			continue // dependencies of a few thousand people
		}
		add(r[0], iso)
		if r[2] != "" {
			add(r[2], iso)
		}
	}
	for n, iso := range map[string]string{"Paris": "FRA", "Sydney": "AUS", "Houston": "USA", "London": "GBR", "Rome": "ITA", "Athens": "GRC", "Moscow": "RUS", "Vienna": "AUT", "Berlin": "DEU", "Manchester": "GBR",
		"Birmingham": "GBR", "Cambridge": "GBR", "Oxford": "GBR", "Boston": "USA", "Barcelona": "ESP", "Valencia": "ESP", "Toledo": "ESP", "Melbourne": "AUS", "Perth": "AUS", "Georgia": "GEO", "Alexandria": "EGY",
		"Tripoli": "LBY", "Hyderabad": "IND", "Saint Petersburg": "RUS", "St. Petersburg": "RUS", "New York": "USA", "New York City": "USA", "Los Angeles": "USA", "San Francisco": "USA", "Washington": "USA", "Geneva": "CHE",
		"Naples": "ITA", "Venice": "ITA", "Milan": "ITA", "Warsaw": "POL", "Dublin": "IRL", "Delhi": "IND", "Cairo": "EGY", "Lima": "PER", "Santiago": "CHL", "San Jose": "USA", "Cordoba": "ARG", "Leon": "MEX", "Punjab": "IND",
		"Amsterdam": "NLD", "Lebanon": "LBN", "Jordan": "JOR", "Gaza": "PSE", "Gaza City": "PSE", "Gaza Strip": "PSE", "West Bank": "PSE", "Hebron": "PSE", "Jenin": "PSE", "Nablus": "PSE", "Rafah": "PSE", "Khan Younis": "PSE", "Ramallah": "PSE", "Jericho": "PSE",
		"Crimea": "UKR", "Donbas": "UKR", "Donbass": "UKR", "Chechnya": "RUS", "Siberia": "RUS", "Xinjiang": "CHN", "Tibet": "CHN", "Kashmir": "IND", "Darfur": "SDN", "Kurdistan": "IRQ", "Catalonia": "ESP", "Scotland": "GBR", "Wales": "GBR", "England": "GBR", "Northern Ireland": "GBR",
		"Abkhazia": "GEO", "South Ossetia": "GEO", "Nagorno-Karabakh": "AZE", "Transnistria": "MDA", "Golan Heights": "SYR", "East Jerusalem": "PSE", "Rakhine": "MMR", "Tigray": "ETH", "Aceh": "IDN", "Bavaria": "DEU", "Alaska": "USA", "Hawaii": "USA",
		"Odesa": "UKR", "Kharkiv": "UKR", "Mariupol": "UKR", "Aleppo": "SYR", "Idlib": "SYR", "Raqqa": "SYR", "Mosul": "IRQ", "Basra": "IRQ", "Fallujah": "IRQ", "Kandahar": "AFG", "Benghazi": "LBY", "Istanbul": "TUR", "Jerusalem": "ISR", "Tel Aviv": "ISR", "Haifa": "ISR", "Brussels": "BEL"} {
		where[n] = map[string]bool{iso: true}
	}
	byCountry := map[string][]string{}
	for n, set := range where {
		if len(set) != 1 {
			continue // the same name in two states says nothing
		}
		for iso := range set {
			byCountry[iso] = append(byCountry[iso], n)
		}
	}
	var cities bytes.Buffer
	for _, iso := range isos {
		if names := byCountry[iso]; len(names) > 0 {
			sort.Strings(names)
			fmt.Fprintf(&cities, "%s\t%s\n", iso, strings.Join(names, "|"))
		}
	}
	var zipped bytes.Buffer
	w, err := gzip.NewWriterLevel(&zipped, gzip.BestCompression)
	check(err)
	_, err = w.Write(cities.Bytes())
	check(err)
	check(w.Close())
	check(os.WriteFile("cities.tsv.gz", zipped.Bytes(), 0o644))
}

var (
	leaderName = regexp.MustCompile(`(?:[A-Z][\p{L}.'-]+ )*?((?:[\p{L}.'-]+ ){0,3}[\p{Lu}'-]{3,}(?: [\p{Lu}'-]{2,})*)(?:,? (?:\(|since|[IVX]+))`)
	firstLast  = regexp.MustCompile(`(?s)first: ['"]?([^'"\n]+).*?last: ['"]?([^'"\n]+).*?end: ['"]?(\d{4})`)
	titleWords = map[string]bool{"President": true, "Prime": true, "Minister": true, "King": true, "Queen": true, "Supreme": true, "Leader": true, "Governor": true, "General": true, "Chancellor": true, "Federal": true, "State": true, "Affairs": true, "Commission": true, "Amir": true, "Sultan": true, "Emperor": true, "Premier": true, "Acting": true, "Interim": true, "Transitional": true, "Taoiseach": true, "Captain": true, "Chairman": true, "Council": true, "Field": true, "Marshal": true, "Gen.": true, "Dr.": true, "of": true, "the": true, "Vice": true, "Military": true, "Grand": true, "Duke": true, "Prince": true, "Princess": true, "Crown": true, "Chief": true, "Executive": true, "Administrator": true, "Col.": true, "Lt.": true, "Brig.": true}
)

// leaders lists heads of states and governments by the factbook, and presidents and vice
// presidents of the United States since 1960, with the code of their state.
func leaders(dir string, files []string, fips map[string]string) []byte {
	const several = "several" // a king of more than one state is of none by his name alone
	of := map[string]string{}
	for _, p := range files {
		iso := fips[strings.TrimSuffix(filepath.Base(p), ".json")]
		raw, err := os.ReadFile(p)
		check(err)
		var d any
		check(json.Unmarshal(raw, &d))
		for _, post := range []string{"chief of state", "head of government"} {
			s := text(d, "Government", "Executive branch", post, "text")
			m := leaderName.FindStringSubmatch(s)
			if m == nil || iso == "" {
				continue
			}
			// A territory's head of state is another state's, and so is a co-prince.
			if post == "chief of state" && text(d, "Government", "Dependency status", "text") != "" || strings.Contains(m[1], "Co-prince") {
				continue
			}
			var words []string
			for _, w := range strings.Fields(m[1]) {
				if titleWords[w] {
					words = words[:0]
					continue
				}
				parts := strings.Split(w, "-")
				for i, part := range parts {
					if r := []rune(part); len(r) > 1 && strings.ToUpper(part) == part && strings.Trim(part, "IVX") != "" {
						parts[i] = string(r[0]) + strings.ToLower(string(r[1:]))
					}
				}
				words = append(words, strings.Join(parts, "-"))
			}
			name := strings.Join(words, " ")
			switch {
			case len(words) < 2:
			case of[name] == "":
				of[name] = iso
			case of[name] != iso:
				of[name] = several
			}
		}
	}
	raw, err := os.ReadFile(filepath.Join(dir, "us-executive.yaml"))
	check(err)
	for _, entry := range strings.Split(string(raw), "\n- id:") {
		all := firstLast.FindStringSubmatch(entry)
		ends := regexp.MustCompile(`end: ['"]?(\d{4})`).FindAllStringSubmatch(entry, -1)
		if all == nil || len(ends) == 0 || ends[len(ends)-1][1] < "1960" {
			continue
		}
		name := strings.TrimSpace(all[1]) + " " + strings.TrimSpace(all[2])
		of[strings.NewReplacer("William J. Clinton", "Bill Clinton", "William Clinton", "Bill Clinton", "James Carter", "Jimmy Carter", "Joseph Biden", "Joe Biden").Replace(name)] = "USA"
	}
	names := make([]string, 0, len(of))
	for n, iso := range of {
		if iso != several {
			names = append(names, n)
		}
	}
	sort.Strings(names)
	var b bytes.Buffer
	b.WriteString("# name\tiso of the state; written by gen.go from the factbook and unitedstates/congress-legislators (CC0)\n")
	for _, n := range names {
		fmt.Fprintf(&b, "%s\t%s\n", n, of[n])
	}
	return b.Bytes()
}

// splitSpec cuts "n:A|B a:C" before each letter and colon.
func splitSpec(s string) []string {
	var out []string
	loc := regexp.MustCompile(`(?:^| )[napcm]:`).FindAllStringIndex(s, -1)
	for i, l := range loc {
		end := len(s)
		if i+1 < len(loc) {
			end = loc[i+1][0]
		}
		out = append(out, strings.TrimSpace(s[l[0]:end]))
	}
	return out
}

func cutNote(s string) string {
	s, _, _ = strings.Cut(s, ";")
	return strings.TrimSpace(citizen.ReplaceAllString(s, ""))
}

func join(forms []string, not string) string {
	seen := map[string]bool{not: true, "": true}
	var out []string
	for _, f := range forms {
		for _, g := range []string{f, plain(f)} {
			g = strings.ReplaceAll(strings.TrimSpace(strings.NewReplacer("(the)", "", "*", "").Replace(g)), "’", "'")
			if !seen[g] && !strings.Contains(g, "<") && len(g) < 60 {
				seen[g] = true
				out = append(out, g)
			}
		}
	}
	sort.Strings(out)
	return strings.Join(out, "|")
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
