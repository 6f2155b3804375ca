package queries

import "iter"

// Nearest gives the few of the names that are most like one, the likest first: for those
// who ask for a name that isn't there.
func Nearest(name string, names iter.Seq[string]) []string {
	near := newNearest(name)
	for n := range names {
		near.add(n)
	}
	return near.best()
}

// Label is a predicate in words: "buys from".
func Label(predicate string) string { return label(predicate) }
