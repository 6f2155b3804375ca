package queries

import "math"

// numbering gives numbers to nodes. Nodes that were made together have ids that lie
// together, so that mostly an array finds them, where a map would be ten times slower.
type numbering struct {
	first  uint64
	dense  []int32 // by id, from first: the number and one, 0 of none
	sparse map[uint64]int32
}

// spread is how many ids a numbering by array may have for each node.
const spread = 16

// newNumbering makes one for the nodes given, but for 0; others have no number.
func newNumbering(nodes []uint64) *numbering {
	first, last := uint64(math.MaxUint64), uint64(0)
	for _, id := range nodes {
		if id != 0 {
			first, last = min(first, id), max(last, id)
		}
	}
	if last == 0 {
		return &numbering{}
	}
	if last-first < uint64(len(nodes))*spread {
		return &numbering{first: first, dense: make([]int32, last-first+1)}
	}
	return &numbering{sparse: make(map[uint64]int32, len(nodes))}
}

func (n *numbering) get(id uint64) (int32, bool) {
	if n.sparse != nil {
		i, ok := n.sparse[id]
		return i, ok && i >= 0
	}
	if i := id - n.first; i < uint64(len(n.dense)) { // wraps below the first
		i := n.dense[i]
		return i - 1, i > 0
	}
	return 0, false
}

// set gives a number to one of the nodes, or takes it with -1.
func (n *numbering) set(id uint64, number int32) {
	if n.sparse != nil {
		n.sparse[id] = number
		return
	}
	n.dense[id-n.first] = number + 1
}

// kindsOf gives the different ones of many nodes, in the order of their first sight, and
// which of these each is.
func kindsOf(nodes []uint64) (kinds []int32, different []uint64) {
	number := newNumbering(nodes)
	none := int32(-1)
	kinds = make([]int32, len(nodes))
	for i, id := range nodes {
		kind, ok := number.get(id)
		if id == 0 {
			kind, ok = none, none >= 0
		}
		if !ok {
			kind = int32(len(different))
			different = append(different, id)
			if id == 0 {
				none = kind
			} else {
				number.set(id, kind)
			}
		}
		kinds[i] = kind
	}
	return kinds, different
}
