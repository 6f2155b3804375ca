package quadstore

import (
	"bytes"
	"hash/maphash"
)

// interner numbers encoded values by their first appearance, from 1.
type interner struct {
	seed  maphash.Seed
	slots []uint32 // numbers, 0 is free; the length is a power of two
	tags  []uint32 // part of the hash of each number, to spare most comparisons
	arena []byte
	ends  []uint32 // the value of number n is arena[ends[n-1]:ends[n]]
}

func newInterner() *interner {
	in := &interner{seed: maphash.MakeSeed()}
	in.reset()
	return in
}

func (in *interner) reset() {
	const slots = 1 << 16
	if in.slots == nil {
		in.slots = make([]uint32, slots)
	}
	clear(in.slots)
	in.tags = append(in.tags[:0], 0)
	in.ends = append(in.ends[:0], 0)
	in.arena = in.arena[:0]
}

// len is the number of values.
func (in *interner) len() int { return len(in.ends) - 1 }

// value is the value of a number.
func (in *interner) value(n uint32) []byte { return in.arena[in.ends[n-1]:in.ends[n]] }

// intern gives the number of an encoded value.
func (in *interner) intern(enc []byte) uint32 {
	h := maphash.Bytes(in.seed, enc)
	tag := uint32(h >> 32)
	mask := uint64(len(in.slots) - 1)
	i := h & mask
	for ; in.slots[i] != 0; i = (i + 1) & mask {
		if n := in.slots[i]; in.tags[n] == tag && bytes.Equal(in.value(n), enc) {
			return n
		}
	}
	n := uint32(len(in.ends))
	in.slots[i] = n
	in.arena = append(in.arena, enc...)
	in.ends = append(in.ends, uint32(len(in.arena)))
	in.tags = append(in.tags, tag)
	if int(n)*2 > len(in.slots) {
		in.grow()
	}
	return n
}

func (in *interner) grow() {
	in.slots = make([]uint32, len(in.slots)*2)
	mask := uint64(len(in.slots) - 1)
	for n := uint32(1); int(n) < len(in.ends); n++ {
		i := maphash.Bytes(in.seed, in.value(n)) & mask
		for in.slots[i] != 0 {
			i = (i + 1) & mask
		}
		in.slots[i] = n
	}
}
