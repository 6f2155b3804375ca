package explorer

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"relata/schema"
)

// names finds nodes by parts of their names. It is a sorted list of every name and alias,
// folded, from each of its words on, so that a prefix is a range of it. New names are kept
// aside until there are enough of them to sort the list again.
type names struct {
	sorted []nameAt
	fresh  []nameAt // unsorted
	folded map[int32][]string
}

// nameAt is a name of a node from one of its words on.
type nameAt struct {
	text  string // folded; shares the memory of the whole name
	node  int32
	which int16 // 0 is the name, others the aliases, from 1
	word  int16 // the words before it
}

const (
	mostWords = 8       // of a name that can begin what is looked for
	mostFresh = 4096    // names beside the sorted list
	mostName  = 256     // bytes of a name that are looked at
	mostSeen  = 100_000 // names that one search compares
)

// fold makes names comparable: small letters without accents, and one blank for whatever
// is neither letter nor digit.
func fold(s string) string {
	if len(s) > mostName {
		s = strings.ToValidUTF8(s[:mostName], "")
	}
	ascii := true
	for i := 0; i < len(s) && ascii; i++ {
		ascii = s[i] < 0x80
	}
	if !ascii {
		s = norm.NFKD.String(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	blank := true
	for _, r := range s {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
			blank = false
		case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r): // accents, marks of direction
		case !blank:
			b.WriteByte(' ')
			blank = true
		}
	}
	return strings.TrimSuffix(b.String(), " ")
}

func makeNames(nodes []node) *names {
	ns := &names{folded: map[int32][]string{}}
	for i := range nodes {
		if !nodes[i].literal {
			ns.update(int32(i), &nodes[i].Entity)
		}
	}
	ns.settle()
	return ns
}

func (ns *names) settle() {
	ns.sorted = append(ns.sorted, ns.fresh...)
	ns.fresh = nil
	slices.SortFunc(ns.sorted, func(a, b nameAt) int {
		return cmp.Or(strings.Compare(a.text, b.text), cmp.Compare(a.node, b.node))
	})
}

// update takes the names of a node in. Names that it no longer has are passed over when
// they are found.
func (ns *names) update(n int32, e *schema.Entity) {
	had := ns.folded[n]
	list := make([]string, 0, 1+len(e.Aliases))
	for i, name := range append([]string{cmp.Or(e.Name, e.ID)}, e.Aliases...) {
		f := fold(name)
		list = append(list, f)
		if i < len(had) && had[i] == f || f == "" || i > 1<<14 {
			continue
		}
		for at, word := 0, 0; word < mostWords; word++ {
			ns.fresh = append(ns.fresh, nameAt{f[at:], n, int16(i), int16(word)})
			next := strings.IndexByte(f[at:], ' ')
			if next < 0 {
				break
			}
			at += next + 1
		}
	}
	ns.folded[n] = list
	if ns.sorted != nil && len(ns.fresh) > mostFresh {
		ns.settle()
	}
}

// hit is a node that was found, by one of its names. Less rank is better.
type hit struct {
	node  int32
	which int16
	rank  int8
}

const (
	hitExact = iota
	hitPrefix
	hitWord
	hitWords
)

// find gives the nodes with a name that holds the words of q, each as the beginning of a
// word, every node once and by its best name.
func (ns *names) find(q string) []hit {
	q = fold(q)
	if q == "" {
		return nil
	}
	best := map[int32]hit{}
	seen := 0
	look := func(start string, rank func(e nameAt, whole string) int8) {
		note := func(e nameAt) {
			list := ns.folded[e.node]
			if int(e.which) >= len(list) || !strings.HasSuffix(list[e.which], e.text) {
				return // a name that the node no longer has
			}
			r := rank(e, list[e.which])
			if old, ok := best[e.node]; r >= 0 && (!ok || r < old.rank || r == old.rank && e.which < old.which) {
				best[e.node] = hit{e.node, e.which, r}
			}
		}
		i := sort.Search(len(ns.sorted), func(i int) bool { return ns.sorted[i].text >= start })
		for ; i < len(ns.sorted) && strings.HasPrefix(ns.sorted[i].text, start) && seen < mostSeen; i++ {
			seen++
			note(ns.sorted[i])
		}
		for _, e := range ns.fresh {
			if strings.HasPrefix(e.text, start) {
				note(e)
			}
		}
	}
	look(q, func(e nameAt, whole string) int8 {
		switch {
		case whole == q:
			return hitExact
		case e.word == 0:
			return hitPrefix
		}
		return hitWord
	})
	if words := strings.Fields(q); len(words) > 1 {
		rarest := slices.MinFunc(words, func(a, b string) int { return cmp.Compare(ns.count(a), ns.count(b)) })
		look(rarest, func(_ nameAt, whole string) int8 {
			for _, w := range words {
				if !strings.HasPrefix(whole, w) && !strings.Contains(whole, " "+w) {
					return -1
				}
			}
			return hitWords
		})
	}
	out := make([]hit, 0, len(best))
	for _, h := range best {
		out = append(out, h)
	}
	return out
}

// count is how many names, of those in the sorted list, begin with a text at some word.
func (ns *names) count(start string) int {
	from := sort.Search(len(ns.sorted), func(i int) bool { return ns.sorted[i].text >= start })
	rest := ns.sorted[from:]
	return sort.Search(len(rest), func(i int) bool { return !strings.HasPrefix(rest[i].text, start) })
}
