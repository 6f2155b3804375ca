package graph

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"

	"relata/schema"
)

// MergedLists says what an import of corrections did.
type MergedLists struct {
	Added     int      // corrections
	Articles  int      // changed
	From      int      // number from which on corrections are numbered anew; 0 if they keep their numbers
	Conflicts []string // pairs of which the later one holds
}

// ImportCorrections adds the corrections of another list: those that go on from the same
// beginning, or have gone another way since. Then both ways become one, ordered by time and
// author, so that two who import each other's lists have the same. Those about something
// that isn't in the graph wait for it.
func (s *Store) ImportCorrections(ctx context.Context, theirs []Correction) (MergedLists, error) {
	s.write.Lock()
	defer s.write.Unlock()
	if s.opt.ReadOnly {
		return MergedLists{}, fmt.Errorf("%s: %w", s.location, ErrReadOnly)
	}
	for i, c := range theirs {
		if c.N != i+1 {
			return MergedLists{}, fmt.Errorf("correction %d stands at place %d", c.N, i+1)
		}
		if err := c.check(); err != nil {
			return MergedLists{}, fmt.Errorf("correction %d: %w", c.N, err)
		}
	}
	merged, conflicts := mergeLists(s.log, theirs)
	done := MergedLists{Added: len(merged) - len(s.log), Conflicts: conflicts}
	if done.Added == 0 {
		return done, nil
	}
	if same := shared(s.log, merged); same < len(s.log) {
		done.From = same + 1
	}
	var err error
	done.Articles, err = s.replace(ctx, merged)
	return done, err
}

// listed is a correction on its way into a merged list.
type listed struct {
	Correction
	undoes string // key of what it undoes
	key    string // the same in both lists
	ours   bool
	theirs bool
}

// keyed gives corrections keys that don't depend on their numbers.
func keyed(list []Correction) []listed {
	out := make([]listed, len(list))
	seen := map[string]int{}
	for i, c := range list {
		out[i].Correction = c
		of := c.A
		if c.Action == Undo {
			n, _ := strconv.Atoi(c.A) // checked when it was made
			out[i].undoes = out[n-1].key
			of = out[i].undoes
		}
		bare := c
		bare.N, bare.A = 0, of
		key := bare.String()
		seen[key]++
		out[i].key = key + "\t" + strconv.Itoa(seen[key]) // the same may be said twice
	}
	return out
}

// mergeLists makes one list of two that begin alike, and names the conflicts between them.
func mergeLists(ours, theirs []Correction) ([]Correction, []string) {
	a, b := keyed(ours), keyed(theirs)
	had := map[string]int{}
	for i := range a {
		a[i].ours = true
		had[a[i].key] = i
	}
	b = slices.DeleteFunc(b, func(c listed) bool {
		i, known := had[c.key]
		if known {
			a[i].theirs = true
		}
		return known
	})
	if len(b) == 0 {
		return ours, nil
	}
	// What is ours stays in its place until theirs parts from it.
	var all []listed
	same := shared(ours, theirs)
	all = append(all, a[:same]...)
	a = a[same:]
	for len(a) > 0 || len(b) > 0 {
		if len(b) == 0 || len(a) > 0 && madeFirst(a[0], b[0]) {
			all, a = append(all, a[0]), a[1:]
			continue
		}
		b[0].theirs = true
		all, b = append(all, b[0]), b[1:]
	}
	number := map[string]int{}
	out := make([]Correction, len(all))
	for i, c := range all {
		number[c.key] = i + 1
		c.N = i + 1
		if c.Action == Undo {
			c.A = strconv.Itoa(number[c.undoes])
		}
		all[i], out[i] = c, c.Correction
	}
	force := map[int]bool{}
	for _, c := range inForce(out) {
		force[c.N] = true
	}
	var conflicts []string
	for i, c := range all {
		for _, d := range all[i+1:] {
			if c.ours != d.ours && c.theirs != d.theirs && force[c.N] && force[d.N] && conflict(c.Correction, d.Correction) {
				conflicts = append(conflicts, fmt.Sprintf("%s and %s: the later one holds", told(c.Correction), told(d.Correction)))
			}
		}
	}
	return out, conflicts
}

func madeFirst(a, b listed) bool {
	return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(a.Author, b.Author), cmp.Compare(a.key, b.key)) < 0
}

func told(c Correction) string {
	s := fmt.Sprintf("%d (%s: %s %s", c.N, c.Author, c.Action, c.A)
	if c.B != "" {
		s += " " + c.B
	}
	return s + ")"
}

// conflict says whether two corrections in force can't both be right.
func conflict(a, b Correction) bool {
	of := func(x, y Action) bool { return a.Action == x && b.Action == y || a.Action == y && b.Action == x }
	switch {
	case of(Merge, NotSame), of(Merge, Merge) && a.A != b.A:
		return samePair(a, b)
	case of(Merge, Merge):
		return false
	case of(AliasAdd, AliasRemove):
		return a.A == b.A && a.B == b.B
	case of(Rename, Rename), of(Retype, Retype), of(Edit, Edit):
		return a.A == b.A && a.B != b.B
	case of(Reject, Confirm), of(Reject, Edit):
		return a.A == b.A
	case of(Merge, Rename), of(Merge, Retype):
		m, r := a, b
		if a.Action != Merge {
			m, r = b, a
		}
		return m.B == r.A // renamed here, gone there
	case of(AliasAdd, AliasAdd):
		return a.A != b.A && schema.EntityID(a.B) == schema.EntityID(b.B)
	}
	return false
}
