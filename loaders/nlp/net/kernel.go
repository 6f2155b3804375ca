package net

import "math"

// Bounds of quantized numbers. A narrow matrix takes inputs of 8 bits (normalized
// vectors) and weights of 8, a wide one 12 and 11; no sum over maxCols columns overflows.
const (
	narrowX = 127
	narrowW = 127
	wideX   = 2047
	wideW   = 1023
	maxCols = 1024
	block   = 16 // rows that an assembly kernel computes together
	stretch = 64 // columns that a sum of three lanes can take
)

// kernels chooses between assembly and Go.
type kernels struct{ assembly bool }

// matrix is a layer of weights: out[r] = float32(sum of w[r][k]*x[k])*scale[r] + bias[r].
// Rows are padded to a multiple of block, with zeros.
type matrix struct {
	rows, cols int // rows with the padding; cols is even
	used       int // rows without the padding
	narrow     bool
	scale      []float32
	bias       []float32
	// One of the two packings of the weights is there.
	pairs []int16 // for assembly: [rows/block][cols/2][block][2]
	lanes []int64 // for Go: [rows/2][cols], two rows 32 bits apart, or [rows/3][cols], three rows 21 bits apart
}

// pack lays out weights w [used][cols] for the kernel in use, reusing the matrix's memory.
func (mx *matrix) pack(w []int16, used, cols int, narrow, assembly bool) {
	mx.used, mx.cols, mx.narrow = used, cols, narrow
	mx.rows = (used + block - 1) / block * block
	if assembly {
		mx.pairs = grow(mx.pairs, mx.rows*cols)
		clear(mx.pairs[max(0, mx.rows-block)*cols:])
		for r := range used {
			row := w[r*cols : (r+1)*cols]
			dst := mx.pairs[r/block*block*cols+r%block*2:]
			for k := 0; k+2 <= len(row); k += 2 {
				dst[k*block], dst[k*block+1] = row[k], row[k+1]
			}
		}
		return
	}
	lanes, apart := 2, 32
	if narrow {
		lanes, apart = 3, 21
	}
	mx.lanes = grow(mx.lanes, (used+lanes-1)/lanes*cols)
	clear(mx.lanes)
	for r := range used {
		row, dst := w[r*cols:(r+1)*cols], mx.lanes[r/lanes*cols:]
		dst = dst[:len(row)]
		shift := r % lanes * apart
		for k, v := range row {
			dst[k] += int64(v) << shift
		}
	}
}

// mul computes the integer sums of n inputs: dst[t*rows+r], input t at x[t*stride:]. The
// padded rows are not defined. The kernels in Go need memory for x as wider numbers.
func (mx *matrix) mul(dst []int32, x []int16, n, stride int, memory *[][4]int64) {
	if n == 0 {
		return
	}
	_ = dst[n*mx.rows-1]
	_ = x[(n-1)*stride+mx.cols-1]
	if mx.pairs != nil {
		mulPairs(dst, x, mx.pairs, n, stride, mx.cols, mx.rows)
		return
	}
	wide := grow(*memory, (n+3)/4*mx.cols)
	*memory = wide
	for t := 0; t < n; t += 4 {
		interleave(wide[t/4*mx.cols:(t/4+1)*mx.cols], x[t*stride:], min(4, n-t), stride)
	}
	if mx.narrow {
		mulThree(dst, wide, mx, n)
	} else {
		mulTwo(dst, wide, mx, n)
	}
}

// interleave lays up to four inputs side by side, as wide numbers.
func interleave(dst [][4]int64, x []int16, n, stride int) {
	for i := range n {
		xs := x[i*stride:]
		xs = xs[:len(dst)]
		for k := range dst {
			dst[k][i] = int64(xs[k])
		}
	}
	for i := n; i < 4; i++ {
		for k := range dst {
			dst[k][i] = 0
		}
	}
}

// mulTwo computes two rows with one multiplication: the product of x and a pair is the
// sum of two products 32 bits apart, and each half stays within 32 bits.
func mulTwo(dst []int32, x [][4]int64, mx *matrix, n int) {
	cols, rows := mx.cols, mx.rows
	for r := 0; r < mx.used; r += 2 {
		w := mx.lanes[r/2*cols : (r/2+1)*cols]
		for t := 0; t < n; t += 4 {
			a := dot4(w, x[t/4*cols:])
			for i := range min(4, n-t) {
				o := dst[(t+i)*rows+r:]
				o[0], o[1] = halves(a[i])
			}
		}
	}
}

// mulThree does so with three rows 21 bits apart; after stretch columns at most, each
// third is still within 21 bits and is added up outside.
func mulThree(dst []int32, x [][4]int64, mx *matrix, n int) {
	cols, rows := mx.cols, mx.rows
	for r := 0; r < mx.used; r += 3 {
		row := mx.lanes[r/3*cols : (r/3+1)*cols]
		count := min(3, rows-r)
		for t := 0; t < n; t += 4 {
			var s [4][3]int32
			for k := 0; k < cols; k += stretch {
				a := dot4(row[k:min(k+stretch, cols)], x[t/4*cols+k:])
				for i := range s {
					thirds(&s[i], a[i])
				}
			}
			for i := range min(4, n-t) {
				copy(dst[(t+i)*rows+r:][:count], s[i][:])
			}
		}
	}
}

// halves splits a pair of sums.
func halves(a int64) (low, high int32) {
	low = int32(a)
	return low, int32((a - int64(low)) >> 32)
}

// thirds adds three sums of 21 bits.
func thirds(s *[3]int32, a int64) {
	low := a << 43 >> 43
	a = (a - low) >> 21
	middle := a << 43 >> 43
	s[0] += int32(low)
	s[1] += int32(middle)
	s[2] += int32((a - middle) >> 21)
}

// dot4 multiplies one row of lanes, a multiple of four long, with four inputs. It stays a
// function of its own, so that its sums are kept in registers.
//
//go:noinline
func dot4(w []int64, x [][4]int64) (sum [4]int64) {
	var a, b, c, d int64
	for k := 0; k+4 <= len(w); k += 4 {
		v, q := (*[4]int64)(w[k:]), (*[4][4]int64)(x[k:])
		a += v[0] * q[0][0]
		b += v[0] * q[0][1]
		c += v[0] * q[0][2]
		d += v[0] * q[0][3]
		a += v[1] * q[1][0]
		b += v[1] * q[1][1]
		c += v[1] * q[1][2]
		d += v[1] * q[1][3]
		a += v[2] * q[2][0]
		b += v[2] * q[2][1]
		c += v[2] * q[2][2]
		d += v[2] * q[2][3]
		a += v[3] * q[3][0]
		b += v[3] * q[3][1]
		c += v[3] * q[3][2]
		d += v[3] * q[3][3]
	}
	return [4]int64{a, b, c, d}
}

// affine turns sums into values: float32(acc)*scale + bias.
func affine(dst []float32, acc []int32, scale, bias []float32) {
	acc, scale, bias = acc[:len(dst)], scale[:len(dst)], bias[:len(dst)]
	for i := range dst {
		dst[i] = float32(float32(acc[i])*scale[i]) + bias[i]
	}
}

// clamp01 is the gate: values below 0 and above 1 are cut off.
func clamp01(v float32) float32 {
	if v < 0 {
		return 0
	}
	if v > 1 {
		return 1
	}
	return v
}

// quantize rounds v*scale to the nearest integer, ties to even, within [low, high], which
// are far below 1<<22.
func quantize(v, scale, low, high float32) int16 {
	y := float32(v * scale)
	if y < low {
		y = low
	}
	if y > high {
		y = high
	}
	const shift = 12582912 // 3 << 22: its sum with y has y's integer in its low bits
	return int16(int32(math.Float32bits(float32(y+shift))) - 0x4B400000)
}

// quantizeAll quantizes a whole vector.
func quantizeAll(dst []int16, x []float32, scale, low, high float32) {
	x = x[:len(dst)]
	for i := range dst {
		dst[i] = quantize(x[i], scale, low, high)
	}
}

// normScale is the scale of quantized normalized vectors, whose mean square is 1.
const normScale = 24

// normalize quantizes x / sqrt(mean(x²) + 1e-6).
func (k kernels) normalize(dst []int16, x []float32) {
	mean := float32(k.squares(x) / float32(len(x)))
	root := float32(math.Sqrt(float64(float32(mean + 1e-6))))
	k.quantize(dst, x, float32(normScale/root), -narrowX, narrowX)
}

// squares sums the squares in eight lanes.
func squares(x []float32) float32 {
	var s [8]float32
	for i := 0; i+8 <= len(x); i += 8 {
		v := x[i : i+8 : i+8]
		for l := range s {
			s[l] += float32(v[l] * v[l])
		}
	}
	return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]))
}

// addRow adds a row of the embedding table.
func addRow(dst []float32, row []int8, scale float32) {
	dst = dst[:len(row)]
	for i, v := range row {
		dst[i] += float32(float32(v) * scale)
	}
}

// recur advances one place of a recurrent layer: c = z + f*(c-z), x += o*c.
func recur(c, z, f, o, x []float32) {
	z, f, o, x = z[:len(c)], f[:len(c)], o[:len(c)], x[:len(c)]
	for i := range c {
		v := z[i] + float32(clamp01(f[i])*float32(c[i]-z[i]))
		c[i] = v
		x[i] += float32(clamp01(o[i]) * v)
	}
}
