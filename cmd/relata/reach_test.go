package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"relata/graph"
	"relata/loaders"
	"relata/loaders/article"
	"relata/loaders/extract"
	"relata/schema"
)

// What a load must hold, whatever the number of articles.
const (
	mostMemory   = 500 << 20 // bytes of the process, at its peak
	mostSlowdown = 1.3       // CPU time of the last articles against that of the first
	leastWords   = 15_000    // words for each second of CPU time, from text to commit
)

// TestReach loads generated articles into one store, in one stream: memory must stay flat and
// the last articles cost no more than the first. RELATA_REACH sets how many articles of 300
// words it loads (100,000 is the proof; the speed is held from 3,000 on); without it the
// test loads 2,000 short ones.
func TestReach(t *testing.T) {
	articles, words, proof := 2000, 50, false
	if s := os.Getenv("RELATA_REACH"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 100 {
			t.Fatalf("RELATA_REACH=%q: want a number of articles, 100 or more", s)
		}
		articles, words, proof = n, 300, n >= 3000
	} else if testing.Short() {
		t.Skip("it reads 2,000 articles: not with -short")
	}
	extractor := newExtractor(t)
	store, err := graph.Open(t.Context(), filepath.Join(t.TempDir(), "db"), graph.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()

	part := max(articles/10, 100) // what is compared: the first such part against the last
	// A machine that others use too gives a second of CPU time less work: four times a
	// part another process reads the same articles, without a store, and what that takes is what a
	// part is held to. In this one what the store does in the background would count as well.
	control := func() time.Duration {
		if !proof {
			return 0
		}
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestReachControl$")
		cmd.Env = append(os.Environ(), reachControl+"=1")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("the control: %v\n%s", err, out)
		}
		return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	}
	lengths := make(chan int, 1024) // words of the articles on their way
	var marks []taken
	var controls time.Duration // of this part
	read, claims, copies, total := 0, 0, 0, 0
	start := time.Now()
	docs := article.Read(t.Context(), []string{"-"}, article.Options{Format: "json", Stdin: newsLines(articles, words)})
	counted := func(yield func(*schema.Document, error) bool) { // in another goroutine
		for doc, err := range docs {
			if err == nil {
				lengths <- len(strings.Fields(doc.Text))
			}
			if !yield(doc, err) {
				return
			}
		}
	}
	for added, err := range store.AddAll(t.Context(), readyArticles(t.Context(), 1, counted, extractor, store)) {
		if err != nil {
			t.Fatal(err)
		}
		read, claims, total = read+1, claims+added.Claims, total+<-lengths
		if added.CopyOf != "" {
			copies++
		}
		if read%(part/4) == 0 {
			controls += control()
		}
		if read%part == 0 {
			m := taken{articles: read, words: total, cpu: cpuTime(t), control: controls, heap: heapInUse(), peak: peakMemory(t)}
			controls = 0
			marks = append(marks, m)
			if proof {
				t.Logf("%7d articles, %d claims, CPU %v, control %v, heap %d MB, peak %d MB, after %v", read, claims, m.cpu.Round(time.Second), m.control.Round(time.Millisecond), m.heap>>20, m.peak>>20, time.Since(start).Round(time.Second))
			}
		}
	}
	if read != articles || claims < articles || copies > articles/50 {
		t.Fatalf("%d of %d articles read, %d claims, %d near-copies", read, articles, claims, copies)
	}
	first, before, last := marks[0], marks[len(marks)-2], marks[len(marks)-1]
	firstRate := float64(first.words) / first.cpu.Seconds() // with the loading of the model
	lastRate := float64(last.words-before.words) / (last.cpu - before.cpu).Seconds()
	rate := float64(last.words) / last.cpu.Seconds()
	slowdown := firstRate / lastRate
	if proof {
		slowdown /= float64(last.control) / float64(first.control)
	}
	t.Logf("%d articles, %d words, %d claims, %d near-copies: %.0f words for each second of CPU time (%.0f in the first %d, %.0f in the last, %.2f times slower beside the control), no sync; heap %d MB, then %d MB; peak %d MB; load of the machine %s",
		read, total, claims, copies, rate, firstRate, part, lastRate, slowdown, first.heap>>20, last.heap>>20, last.peak>>20, machineLoad())
	if last.peak > mostMemory {
		t.Errorf("the process took %d MB, more than %d", last.peak>>20, mostMemory>>20)
	}
	if grown := int64(last.heap) - int64(first.heap); grown > 64<<20 {
		t.Errorf("the heap grew by %d MB between %d and %d articles", grown>>20, first.articles, last.articles)
	}
	if proof && slowdown > mostSlowdown {
		t.Errorf("the last %d articles took %.2f times the CPU time of the first", part, slowdown)
	}
	if proof && rate < leastWords {
		t.Errorf("%.0f words a second, less than %d", rate, leastWords)
	}
}

// reachControl is the variable of the environment in which TestReach starts its control.
const reachControl = "RELATA_REACH_CONTROL"

// TestReachControl reads articles and stores nothing: TestReach runs it as a process of its own.
func TestReachControl(t *testing.T) {
	if os.Getenv(reachControl) == "" {
		t.Skip(reachControl + " is not set: TestReach sets it and runs this as a process of its own")
	}
	docs := article.Read(t.Context(), []string{"-"}, article.Options{Format: "json", Stdin: newsLines(100, 300)})
	for _, err := range (loaders.Pipeline{Extractor: newExtractor(t), Jobs: 1}).Read(t.Context(), docs) {
		if err != nil {
			t.Fatal(err)
		}
	}
}

// taken is what a load has taken so far.
type taken struct {
	articles, words int
	cpu, control    time.Duration
	heap, peak      uint64 // bytes
}

func heapInUse() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// peakMemory is the most memory that the process has had (Linux; elsewhere what the Go runtime took).
func peakMemory(t *testing.T) uint64 {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.Sys
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	var kb uint64
	if _, err := fmt.Sscan(rest, &kb); err != nil {
		t.Fatalf("/proc/self/status: %v", err)
	}
	return kb << 10
}

// machineLoad tells who else was at work, for those who read the figures.
func machineLoad() string {
	data, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	return strings.Join(strings.Fields(string(data))[:3], " ")
}

// Two cores must load faster than one by this.
const leastFaster = 1.8

func newExtractor(t *testing.T) *extract.Extractor {
	t.Helper()
	analyser, err := loaders.NewAnalyser(loaders.AnalyserOptions{})
	if err != nil {
		t.Fatal(err)
	}
	x, err := extract.New(extract.Options{Analyser: analyser})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// TestTwoCores loads the same generated articles on one core and on two, in turn, and holds
// the times against each other. RELATA_CORES sets how many articles of 300 words (1,500 is
// the proof); it wants a machine with two cores that nobody else uses. How long the cores
// had nothing to do tells what the load itself left undone, however busy the machine is.
func TestTwoCores(t *testing.T) {
	n, err := strconv.Atoi(os.Getenv("RELATA_CORES"))
	if err != nil || n < 100 {
		t.Skip("RELATA_CORES is not set to a number of articles, 100 or more")
	}
	if runtime.NumCPU() < 2 {
		t.Skip("one core")
	}
	extractor := newExtractor(t)
	file := filepath.Join(t.TempDir(), "news.jsonl")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(f, newsLines(n, 300)); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	const rounds = 3
	var times [3][]time.Duration // by the number of cores
	for range rounds {
		for cores := 1; cores <= 2; cores++ {
			runtime.GOMAXPROCS(cores)
			store, err := graph.Open(t.Context(), filepath.Join(t.TempDir(), "db"), graph.Options{})
			if err != nil {
				t.Fatal(err)
			}
			before, cpu, start := idleCores(), cpuTime(t), time.Now()
			read := 0
			docs := article.Read(t.Context(), []string{file}, article.Options{Format: "json"})
			for _, err := range store.AddAll(t.Context(), readyArticles(t.Context(), cores, docs, extractor, store)) {
				if err != nil {
					t.Fatal(err)
				}
				read++
			}
			took := time.Since(start)
			times[cores] = append(times[cores], took)
			idle := idleCores() - before
			t.Logf("GOMAXPROCS %d: %d articles in %v, CPU %v, idle %.0f %%, load of the machine %s", cores, read, took.Round(time.Millisecond), (cpuTime(t) - cpu).Round(time.Millisecond),
				100*idle/(took.Seconds()*float64(cores)), machineLoad())
			if read != n {
				t.Fatalf("%d of %d articles", read, n)
			}
			if err := store.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
	faster := float64(slices.Min(times[1])) / float64(slices.Min(times[2]))
	t.Logf("two cores are %.2f times as fast as one, the best of %d each", faster, rounds)
	if faster < leastFaster {
		t.Errorf("two cores are %.2f times as fast as one, less than %.1f", faster, leastFaster)
	}
}

// idleCores is for how many seconds cores of this process had nothing to do, all together.
func idleCores() float64 {
	runtime.GC() // the figure is of the last one
	s := []metrics.Sample{{Name: "/cpu/classes/idle:cpu-seconds"}}
	metrics.Read(s)
	return s[0].Value.Float64()
}

// newsLines gives made-up articles about real actors as JSON lines, the same each time. They
// are made as they are read.
func newsLines(articles, words int) io.Reader {
	r, w := io.Pipe()
	go func() {
		enc := json.NewEncoder(w)
		for i := range articles {
			rnd := rand.New(rand.NewPCG(uint64(i), 2024))
			day := time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i%365)
			if err := enc.Encode(map[string]string{"published": day.Format(time.DateOnly), "text": newsText(rnd, words)}); err != nil {
				return // the reader went away
			}
		}
		_ = w.Close() // never fails
	}()
	return r
}

// newsText makes paragraphs of at least so many words.
func newsText(rnd *rand.Rand, words int) string {
	var b strings.Builder
	for n, sentences := 0, 0; n < words; sentences++ {
		list := newsTemplates
		if rnd.IntN(3) > 0 { // as in real news, most sentences claim nothing of two actors
			list = newsFillers
		}
		s := fill(rnd, pick(rnd, list))
		if sentences%4 == 3 {
			b.WriteString(s + "\n\n")
		} else {
			b.WriteString(s + " ")
		}
		n += len(strings.Fields(s))
	}
	return strings.TrimSpace(b.String()) + "\n"
}

func pick(rnd *rand.Rand, list []string) string { return list[rnd.IntN(len(list))] }

// fill puts words into the gaps of a template.
func fill(rnd *rand.Rand, s string) string {
	for {
		from := strings.IndexByte(s, '{')
		if from < 0 {
			return strings.ToUpper(s[:1]) + s[1:]
		}
		to := from + strings.IndexByte(s[from:], '}')
		word := strconv.Itoa(2 + rnd.IntN(900))
		if key := s[from+1 : to]; key != "n" {
			word = pick(rnd, newsWords[key])
		}
		s = s[:from] + word + s[to+1:]
	}
}

// In both kinds of sentences the gaps come close to each other, so that no article is a
// near-copy of another.
var newsFillers = []string{
	"The price of {goods} rose by {n} percent {when}, while {topic} {began} near {place}.",
	"It was {view}, a resident of {city} said, because {n} trucks of {goods} were stuck at {place} {when}.",
	"More than {n} people waited at {place} in {city} {when}, some with {goods} and others with {n} bags.",
	"Snow fell on {city} {when}, and {place} stayed shut for {n} hours.",
	"The talks on {topic} were {view}, said {source}, and would go on for {n} days.",
	"Analysts called {topic} {view} and pointed to {n} earlier cases of {crime}.",
	"There was no word {when} on whether {goods} for {place} in {city} had arrived.",
	"{n} of the {goods} were old, {n} were new, and the rest had rusted at {place} since {when}.",
	"Nobody in {city} knows how much {goods} will cost {when} if {topic} fails.",
	"{when} the streets around {place} were empty but for {n} dogs and {goods}.",
	"What comes after {topic} is unclear: {n} laws on {goods} would have to be written {when}.",
	"In {city}, where {goods} once cost {n} dollars, {topic} is now the talk of {place}.",
}

var newsTemplates = []string{
	"{country} {act} {country} {when}, {source} said {when}.",
	"{country} is planning to {verb} {n} {goods} {from} {country}, {source} told {outlet} {when}.",
	"{person} met {person} in {city} {when} to talk about {goods} and {topic}.",
	"{person}, who visited {city} {when}, {accused} {country} of {crime} near {city}.",
	"{source} denied {when} that {country} had {sent} {goods} to {country}.",
	"{n} people were {hurt} when {goods} hit {place} in {city} {when}, {source} said.",
	"{country} and {country} signed an agreement on {topic} {when} in {city}, {outlet} reported.",
	"{body} {acted} {country} over {topic} {when}, while {person} {called} for {n} {goods}.",
	"The {topic} between {country} and {body} {began} {when} in {city} after {n} days of {topic}.",
	"{person} {urged} {person} to {verb} {goods} {from} {body} before {city} {falls} {when}.",
	"{outlet} reported {when} that {person} had {sent} {n} {goods} to {city}.",
	"In {city}, {person} said {country} would {verb} {goods} worth {n} million dollars {from} {country} {when}.",
	"{country} {accused} {body} of {crime} {when}, and {person} {called} it {view}.",
	"{when}, {source} said {country} could {act2} {city} if {country} {began} {topic} with {body}.",
	"{n} {goods} from {country} reached {city} {when} despite {topic} of {body}.",
	"Asked by {outlet} about {topic}, {person} {called} the {goods} of {country} {view}.",
}

var newsWords = map[string][]string{
	"country": {"Russia", "Iran", "Ukraine", "China", "India", "Brazil", "Turkey", "Egypt", "Israel", "Syria", "Iraq", "Saudi Arabia", "Japan", "South Korea", "North Korea", "Pakistan", "Poland", "Germany", "France", "Italy", "Spain", "Sweden", "Norway", "Finland", "Hungary", "Serbia", "Armenia", "Azerbaijan", "Georgia", "Kazakhstan", "Belarus", "Romania", "Moldova", "Greece", "Lebanon", "Jordan", "Yemen", "Oman", "Qatar", "Kenya", "Sudan", "Ethiopia", "Somalia", "Nigeria", "Mali", "Niger", "Chad", "Libya", "Algeria", "Morocco", "Tunisia", "South Africa", "Mexico", "Cuba", "Venezuela", "Colombia", "Peru", "Chile", "Argentina", "Canada", "Australia", "Indonesia", "Vietnam", "Thailand", "Myanmar", "the Philippines", "the United States", "the United Kingdom"},
	"person":  {"Sergei Shoigu", "Vladimir Putin", "Volodymyr Zelenskyy", "Joe Biden", "Antony Blinken", "Lloyd Austin", "Xi Jinping", "Wang Yi", "Narendra Modi", "Recep Tayyip Erdogan", "Emmanuel Macron", "Olaf Scholz", "Ursula von der Leyen", "Jens Stoltenberg", "Giorgia Meloni", "Donald Tusk", "Viktor Orban", "Aleksandar Vucic", "Nikol Pashinyan", "Ilham Aliyev", "Alexander Lukashenko", "Sergei Lavrov", "Ebrahim Raisi", "Benjamin Netanyahu", "Mahmoud Abbas", "Bashar al-Assad", "Kim Jong Un", "Fumio Kishida", "Yoon Suk Yeol", "Luiz Inacio Lula da Silva", "Nicolas Maduro", "Gustavo Petro", "Javier Milei", "Justin Trudeau", "Anthony Albanese", "Cyril Ramaphosa", "William Ruto", "Abiy Ahmed", "Antonio Guterres", "Josep Borrell"},
	"body":    {"the United Nations", "the European Union", "NATO", "the African Union", "the World Bank", "the International Monetary Fund", "OPEC", "the World Health Organization", "Hezbollah", "Hamas", "the Taliban", "the Wagner Group", "Gazprom", "Rosneft", "Boeing", "Airbus", "Lockheed Martin", "Saab", "Rheinmetall", "the International Atomic Energy Agency", "the Arab League", "the Houthis", "ASEAN", "the World Trade Organization"},
	"city":    {"Moscow", "Tehran", "Kyiv", "Beijing", "New Delhi", "Ankara", "Cairo", "Jerusalem", "Damascus", "Baghdad", "Riyadh", "Tokyo", "Seoul", "Warsaw", "Berlin", "Paris", "Rome", "Madrid", "Stockholm", "Oslo", "Helsinki", "Budapest", "Belgrade", "Geneva", "Vienna", "Brussels", "Odesa", "Kharkiv", "Aleppo", "Basra", "Aden", "Khartoum", "Nairobi", "Lagos", "Tripoli", "Havana", "Caracas", "Lima", "Bogota", "Ottawa", "Canberra", "Jakarta", "Hanoi", "Manila"},
	"act":     {"attacked", "sanctioned", "invaded", "supported", "warned", "accused", "praised", "threatened", "shelled", "paid", "recognized", "helped", "blamed", "armed"},
	"act2":    {"attack", "shell", "blockade", "leave", "invade", "sanction", "supply", "support", "defend"},
	"verb":    {"buy", "order", "import", "receive", "take", "lease", "seize", "accept", "collect"},
	"from":    {"from", "made in", "offered by", "promised by", "paid for by"},
	"sent":    {"sent", "sold", "given", "shipped", "supplied", "exported", "promised"},
	"goods":   {"drones", "ballistic missiles", "tanks", "warships", "fighter jets", "artillery shells", "air defense systems", "helicopters", "trucks", "wheat", "crude oil", "natural gas", "uranium", "steel", "semiconductors", "vaccines", "radars", "torpedoes", "rifles", "fertilizer", "coal", "satellites", "turbines", "medicines"},
	"topic":   {"trade", "grain exports", "sanctions", "a ceasefire", "border crossings", "water rights", "gas pipelines", "visas", "nuclear inspections", "prisoner exchanges", "fishing rights", "arms control", "refugees", "debt relief", "joint exercises", "tariffs", "cyberattacks", "election monitors"},
	"crime":   {"shelling hospitals", "smuggling weapons", "jamming signals", "hiding uranium", "jailing reporters", "burning crops", "blocking aid", "training militants", "stealing grain", "hacking ministries"},
	"source":  {"U.S. officials", "two diplomats", "the foreign ministry", "a spokesman for the Kremlin", "the Pentagon", "the defense ministry", "local police", "aid workers", "the governor", "Turkish officials", "a European diplomat", "the White House", "Ukraine's air force", "Israeli officials", "rescue workers"},
	"outlet":  {"Reuters", "the Associated Press", "the BBC", "Al Jazeera", "the Financial Times", "The New York Times", "Der Spiegel", "Le Monde", "TASS", "Xinhua", "IRNA", "Interfax"},
	"when":    {"on Monday", "on Tuesday", "on Wednesday", "on Thursday", "on Friday", "on Saturday", "on Sunday", "last week", "last month", "in January", "in February", "in March", "in April", "in May", "in June", "in July", "in August", "in September", "in October", "in November", "in December", "yesterday", "this year", "in 2019", "in 2020", "in 2021", "in 2022"},
	"accused": {"accused", "has accused", "again accused", "openly accused"},
	"acted":   {"sanctioned", "warned", "criticized", "condemned", "praised", "fined", "suspended", "backed"},
	"called":  {"called", "has called", "again called", "repeatedly called"},
	"urged":   {"urged", "asked", "told", "ordered", "begged", "allowed", "forced"},
	"began":   {"began", "ended", "resumed", "collapsed", "reopened", "stopped"},
	"falls":   {"falls", "closes", "votes", "freezes", "surrenders", "reopens"},
	"hurt":    {"killed", "wounded", "injured", "evacuated", "trapped"},
	"place":   {"a market", "a port", "a school", "a hospital", "a power plant", "an airfield", "a railway station", "a grain silo", "an oil depot", "a bridge"},
	"view":    {"dangerous", "welcome", "a mistake", "a provocation", "historic", "absurd", "useful", "illegal", "a bluff", "overdue"},
}
