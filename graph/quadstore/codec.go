package quadstore

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/bits"
	"strconv"
	"strings"
	"time"

	"github.com/cayleygraph/quad"
	"github.com/cayleygraph/quad/voc/xsd"
)

// The key space. Every key starts with one of these bytes.
//
//	meta                        -> metadata
//	value  kind payload         -> id          the dictionary, value to id, in the order of values
//	name   id                   -> uses, value the dictionary, id to value
//	order  id id id id          -> nothing     one key a quad in each of the six orders
const (
	keyMeta  byte = 0x01
	keyValue byte = 0x02
	keyName  byte = 0x03
	keyOrder byte = 0x10 // plus the number of the order
)

// Kinds of values, in the order in which they sort.
const (
	kindIRI byte = iota + 1
	kindBNode
	kindString
	kindLang  // language, 0, text
	kindTyped // type, 0, text
	kindBool
	kindInt
	kindFloat
	kindTime
)

// The lengths of a key of the dictionary: a payload of up to wholeBytes stands there
// whole; of a longer one stand the first prefixBytes and a hash of all of it.
const (
	prefixBytes = 24
	hashBytes   = 16
	wholeBytes  = prefixBytes + hashBytes - 1
)

var errCodec = errors.New("not an encoding of this store")

// appendID appends id so that bytes sort as numbers do: one byte below 240, else the
// number of bytes that follow and those, most significant first.
func appendID(b []byte, id uint64) []byte {
	switch {
	case id < 240:
		return append(b, byte(id))
	case id < 1<<8:
		return append(b, 240, byte(id))
	case id < 1<<16:
		return append(b, 241, byte(id>>8), byte(id))
	case id < 1<<24:
		return append(b, 242, byte(id>>16), byte(id>>8), byte(id))
	case id < 1<<32:
		return append(b, 243, byte(id>>24), byte(id>>16), byte(id>>8), byte(id))
	}
	n := 5
	for n < 8 && id>>(8*n) != 0 {
		n++
	}
	b = append(b, byte(239+n))
	for n--; n >= 0; n-- {
		b = append(b, byte(id>>(8*n)))
	}
	return b
}

// readID reads what appendID wrote; n is 0 if b holds no id in its shortest form.
func readID(b []byte) (id uint64, n int) {
	if len(b) == 0 {
		return 0, 0
	}
	c := b[0]
	switch {
	case c < 240:
		return uint64(c), 1
	case c == 241 && len(b) >= 3 && b[1] != 0:
		return uint64(b[1])<<8 | uint64(b[2]), 3
	case c == 242 && len(b) >= 4 && b[1] != 0:
		return uint64(b[1])<<16 | uint64(b[2])<<8 | uint64(b[3]), 4
	case c > 247 || len(b) < int(c)-238:
		return 0, 0
	}
	n = int(c) - 238
	if b[1] == 0 || c == 240 && b[1] < 240 {
		return 0, 0
	}
	for _, x := range b[1:n] {
		id = id<<8 | uint64(x)
	}
	return id, n
}

// idLen is the length of an id by its first byte.
func idLen(first byte) int {
	if first < 240 {
		return 1
	}
	return int(first) - 238
}

// Positions in an ids.
const (
	posS = iota
	posP
	posO
	posL
)

// ids is a quad as ids: subject, predicate, object, label; label 0 is no label.
type ids [4]uint64

// order is one way to sort quads: the positions in the order of the key.
type order [4]uint8

// orders are the ways in which quads are kept. Six are the fewest in which every
// combination of bound positions is the start of one: each starts with another pair. Each
// but the first is another one sorted again by one position, which makes loading cheap.
var orders = [...]order{
	{posS, posP, posO, posL},
	{posO, posS, posP, posL}, // the first by object
	{posP, posO, posS, posL}, // the second by predicate
	{posL, posS, posP, posO}, // the first by label
	{posL, posO, posS, posP}, // the second by label
	{posL, posP, posO, posS}, // the third by label
}

const orderSPOL = 0

// compare compares quads as their keys in the order do.
func (o order) compare(a, b ids) int {
	for _, pos := range o {
		if a[pos] != b[pos] {
			return cmp.Compare(a[pos], b[pos])
		}
	}
	return 0
}

// orderFor names, for each set of bound positions (bit 0 is the subject), an order that
// starts with them.
var orderFor = func() (best [16]uint8) {
	for set := range best {
		best[set] = 255
		for n := range orders {
			if prefixLen(orders[n], set) == bits.OnesCount(uint(set)) {
				best[set] = uint8(n)
				break
			}
		}
	}
	return best
}()

// prefixLen is how many leading positions of o are in set.
func prefixLen(o order, set int) int {
	for i, pos := range o {
		if set&(1<<pos) == 0 {
			return i
		}
	}
	return len(o)
}

// appendQuad appends the key of q in order n.
func appendQuad(b []byte, n int, q *ids) []byte {
	b = append(b, keyOrder+byte(n))
	for _, pos := range orders[n] {
		b = appendID(b, q[pos])
	}
	return b
}

// appendPrefix appends the start of the keys in order n of the quads that have the values
// of q at the first bound positions.
func appendPrefix(b []byte, n int, q *ids, bound int) []byte {
	b = append(b, keyOrder+byte(n))
	for _, pos := range orders[n][:bound] {
		b = appendID(b, q[pos])
	}
	return b
}

// readQuad reads a key of order n.
func readQuad(key []byte, n int, q *ids) error {
	if len(key) == 0 || key[0] != keyOrder+byte(n) {
		return fmt.Errorf("key %x of order %d: %w", key, n, errCodec)
	}
	rest := key[1:]
	for _, pos := range orders[n] {
		id, k := readID(rest)
		if k == 0 {
			return fmt.Errorf("key %x of order %d: %w", key, n, errCodec)
		}
		q[pos], rest = id, rest[k:]
	}
	if len(rest) != 0 {
		return fmt.Errorf("key %x of order %d: %w", key, n, errCodec)
	}
	return nil
}

// after gives the first key that does not start with prefix.
func after(prefix []byte) []byte {
	end := bytes.Clone(prefix)
	for i := len(end) - 1; i >= 0; i-- {
		if end[i]++; end[i] != 0 {
			return end[:i+1]
		}
	}
	return nil
}

// appendValue appends the encoding of v: its kind, and a payload that sorts among those of
// its kind as Cayley compares their values. v must be valid and canonical.
func appendValue(b []byte, v quad.Value) ([]byte, error) {
	switch v := v.(type) {
	case quad.IRI:
		return append(append(b, kindIRI), v...), nil
	case quad.BNode:
		return append(append(b, kindBNode), v...), nil
	case quad.String:
		return append(append(b, kindString), v...), nil
	case quad.LangString:
		b = append(append(b, kindLang), v.Lang...)
		return append(append(b, 0), v.Value...), nil
	case quad.TypedString:
		b = append(append(b, kindTyped), v.Type...)
		return append(append(b, 0), v.Value...), nil
	case quad.Bool:
		if v {
			return append(b, kindBool, 1), nil
		}
		return append(b, kindBool, 0), nil
	case quad.Int:
		return binary.BigEndian.AppendUint64(append(b, kindInt), uint64(v)^(1<<63)), nil
	case quad.Float:
		return binary.BigEndian.AppendUint64(append(b, kindFloat), sortableFloat(float64(v))), nil
	case quad.Time:
		t := time.Time(v)
		b = binary.BigEndian.AppendUint64(append(b, kindTime), uint64(t.Unix())^(1<<63))
		return binary.BigEndian.AppendUint32(b, uint32(t.Nanosecond())), nil
	}
	return b, fmt.Errorf("value of type %T can't be stored", v)
}

func sortableFloat(f float64) uint64 {
	if math.IsNaN(f) {
		return math.MaxUint64 // one of them, above all numbers
	}
	u := math.Float64bits(f)
	if u>>63 != 0 {
		return ^u
	}
	return u | 1<<63
}

// readValue reads what appendValue wrote. The value holds its own memory.
func readValue(b []byte) (quad.Value, error) {
	if len(b) == 0 {
		return nil, fmt.Errorf("empty value: %w", errCodec)
	}
	p := b[1:]
	switch b[0] {
	case kindIRI:
		return quad.IRI(p), nil
	case kindBNode:
		return quad.BNode(p), nil
	case kindString:
		return quad.String(p), nil
	case kindLang, kindTyped:
		i := bytes.IndexByte(p, 0)
		if i < 0 {
			break
		}
		s := string(p)
		if b[0] == kindLang {
			return quad.LangString{Lang: s[:i], Value: quad.String(s[i+1:])}, nil
		}
		return quad.TypedString{Type: quad.IRI(s[:i]), Value: quad.String(s[i+1:])}, nil
	case kindBool:
		if len(p) == 1 && p[0] <= 1 {
			return quad.Bool(p[0] == 1), nil
		}
	case kindInt:
		if len(p) == 8 {
			return quad.Int(binary.BigEndian.Uint64(p) ^ (1 << 63)), nil
		}
	case kindFloat:
		if len(p) == 8 {
			u := binary.BigEndian.Uint64(p)
			switch {
			case u == math.MaxUint64:
				return quad.Float(math.NaN()), nil
			case u>>63 != 0:
				return quad.Float(math.Float64frombits(u &^ (1 << 63))), nil
			}
			return quad.Float(math.Float64frombits(^u)), nil
		}
	case kindTime:
		if len(p) == 12 {
			nanos := binary.BigEndian.Uint32(p[8:])
			if nanos < 1e9 {
				return quad.Time(time.Unix(int64(binary.BigEndian.Uint64(p)^(1<<63)), int64(nanos)).UTC()), nil
			}
		}
	}
	return nil, fmt.Errorf("value %x: %w", b, errCodec)
}

// appendValueKey appends the dictionary key of the encoded value enc.
func appendValueKey(b, enc []byte) []byte {
	b = append(b, keyValue, enc[0])
	payload := enc[1:]
	if len(payload) <= wholeBytes {
		return append(b, payload...)
	}
	sum := sha256.Sum256(payload)
	return append(append(b, payload[:prefixBytes]...), sum[:hashBytes]...)
}

// appendNameKey appends the key under which the name of id stands.
func appendNameKey(b []byte, id uint64) []byte { return appendID(append(b, keyName), id) }

// uses counts the quads that have a value in each position.
type uses [4]uint64

func (u *uses) total() uint64 { return u[posS] + u[posP] + u[posO] + u[posL] }

func appendUses(b []byte, u *uses) []byte {
	for _, n := range u {
		b = binary.AppendUvarint(b, n)
	}
	return b
}

// readUses reads the counts at the start of a name and gives the encoded value after them.
func readUses(b []byte) (u uses, enc []byte, err error) {
	for i := range u {
		n, k := binary.Uvarint(b)
		if k <= 0 {
			return u, nil, fmt.Errorf("counts %x: %w", b, errCodec)
		}
		u[i], b = n, b[k:]
	}
	return u, b, nil
}

// Literals of these types are kept as Cayley's own, so that "7"^^xsd:integer and
// quad.Int(7) are one value, as they are to Cayley.
const (
	xsdString   = xsd.NS + "string"
	xsdInteger  = xsd.NS + "integer"
	xsdDouble   = xsd.NS + "double"
	xsdBoolean  = xsd.NS + "boolean"
	xsdDateTime = xsd.NS + "dateTime"
)

// canonical gives the one form in which a value is kept: typed strings of the five
// basic XSD types become Cayley's native values where they parse, and times are UTC.
func canonical(v quad.Value) quad.Value {
	switch v := v.(type) {
	case quad.TypedString:
		return typed(string(v.Value), string(v.Type))
	case quad.Time:
		return quad.Time(time.Time(v).UTC())
	}
	return v
}

// typed makes the value of a literal with a datatype.
func typed(text, datatype string) quad.Value {
	switch datatype {
	case xsdInteger, xsd.Integer:
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			return quad.Int(n)
		}
	case xsdDouble, xsd.Double:
		if f, err := strconv.ParseFloat(text, 64); err == nil {
			return quad.Float(f)
		}
	case xsdBoolean, xsd.Boolean:
		if b, err := strconv.ParseBool(text); err == nil {
			return quad.Bool(b)
		}
	case xsdDateTime, xsd.DateTime:
		if _, fraction, _ := strings.Cut(text, "."); digits(fraction) > nanoDigits {
			break // a time.Time would lose some of it
		}
		if t, err := time.Parse(time.RFC3339Nano, text); err == nil && validYear(t.UTC()) {
			return quad.Time(t.UTC())
		}
	case xsdString, xsd.String:
		return quad.String(text)
	}
	return quad.TypedString{Value: quad.String(text), Type: quad.IRI(datatype)}
}

const nanoDigits = 9

// digits counts the digits at the start of s.
func digits(s string) int { return len(s) - len(strings.TrimLeft(s, "0123456789")) }

func validYear(t time.Time) bool { return t.Year() >= 0 && t.Year() <= 9999 }
