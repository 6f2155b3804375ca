package net

import "math"

// limit bounds quantized activations and weights, so that no sum of up to maxCols
// products overflows 32 bits.
const (
	limitX   = 2047
	limitW   = 1023
	maxCols  = 1024
	block    = 16 // rows that a kernel computes together
	rounding = 12582912
)

// matrix is a layer of weights: out[r] = float32(sum of w[r][k]*x[k])*scale[r] + bias[r].
// Rows are padded to a multiple of block, with zeros.
type matrix struct {
	rows, cols int // rows with the padding; cols is even
	used       int // rows without the padding
	scale      []float32
	bias       []float32
	// One of the two packings of the weights is there.
	pairs []int16 // for assembly: [rows/block][cols/2][block][2]
	twins []int64 // for Go: [rows/2][cols], row r plus row r+1 shifted by 32 bits
}

// pack lays out weights w [used][cols] for the kernel in use, reusing the matrix's memory.
func (mx *matrix) pack(w []int16, used, cols int, assembly bool) {
	mx.used, mx.cols = used, cols
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
	mx.twins = grow(mx.twins, mx.rows/2*cols)
	clear(mx.twins[used/2*cols:])
	for r := range used {
		row, dst := w[r*cols:(r+1)*cols], mx.twins[r/2*cols:]
		dst = dst[:len(row)]
		if r%2 == 0 {
			for k, v := range row {
				dst[k] = int64(v)
			}
		} else {
			for k, v := range row {
				dst[k] += int64(v) << 32
			}
		}
	}
}

// mul computes the integer sums of n inputs: dst[t*rows+r], input t at x[t*stride:].
func (mx *matrix) mul(dst []int32, x []int16, n, stride int) {
	if n == 0 {
		return
	}
	_ = dst[n*mx.rows-1]
	_ = x[(n-1)*stride+mx.cols-1]
	if mx.pairs != nil {
		mulPairs(dst, x, mx.pairs, n, stride, mx.cols, mx.rows)
		return
	}
	mulTwins(dst, x, mx.twins, n, stride, mx.cols, mx.rows)
}

// mulTwins computes two rows with one multiplication: the product of x and a pair is the
// sum of two products 32 bits apart, and each half stays within 32 bits.
func mulTwins(dst []int32, x []int16, w []int64, n, stride, cols, rows int) {
	for r := 0; r < rows; r += 2 {
		row := w[:cols]
		w = w[cols:]
		t := 0
		for ; t+4 <= n; t += 4 {
			a, b, c, d := dotTwins4(row, x[t*stride:], x[(t+1)*stride:], x[(t+2)*stride:], x[(t+3)*stride:])
			o := dst[t*rows+r:]
			o[0], o[1] = halves(a)
			o = o[rows:]
			o[0], o[1] = halves(b)
			o = o[rows:]
			o[0], o[1] = halves(c)
			o = o[rows:]
			o[0], o[1] = halves(d)
		}
		for ; t < n; t++ {
			var a int64
			xs := x[t*stride:]
			xs = xs[:len(row)]
			for k, v := range row {
				a += v * int64(xs[k])
			}
			dst[t*rows+r], dst[t*rows+r+1] = halves(a)
		}
	}
}

// halves splits a pair of sums.
func halves(a int64) (low, high int32) {
	low = int32(a)
	return low, int32((a - int64(low)) >> 32)
}

func dotTwins4(w []int64, x0, x1, x2, x3 []int16) (a0, a1, a2, a3 int64) {
	x0, x1, x2, x3 = x0[:len(w)], x1[:len(w)], x2[:len(w)], x3[:len(w)]
	for k, v := range w {
		a0 += v * int64(x0[k])
		a1 += v * int64(x1[k])
		a2 += v * int64(x2[k])
		a3 += v * int64(x3[k])
	}
	return
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

// quantize rounds v*scale to the nearest integer, ties to even, within ±limitX.
func quantize(v, scale float32) int16 {
	y := float32(v * scale)
	if y > limitX {
		y = limitX
	}
	if y < -limitX {
		y = -limitX
	}
	return int16(int32(math.Float32bits(float32(y+rounding))) - 0x4B400000)
}

// quantizeAll quantizes src.
func quantizeAll(dst []int16, src []float32, scale float32) {
	src = src[:len(dst)]
	for i := range dst {
		dst[i] = quantize(src[i], scale)
	}
}

// quantizeReLU quantizes src, negative values as 0.
func quantizeReLU(dst []int16, src []float32, scale float32) {
	src = src[:len(dst)]
	for i := range dst {
		v := src[i]
		if v < 0 {
			v = 0
		}
		dst[i] = quantize(v, scale)
	}
}

// normScale is the scale of quantized normalized vectors, whose mean square is 1.
const normScale = 256

// normalize quantizes x / sqrt(mean(x²) + 1e-6). The squares are summed in eight lanes.
func normalize(dst []int16, x []float32) {
	var s [8]float32
	for i := 0; i+8 <= len(x); i += 8 {
		v := x[i : i+8 : i+8]
		for l := range s {
			s[l] += float32(v[l] * v[l])
		}
	}
	sum := ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]))
	root := float32(math.Sqrt(float64(float32(sum/float32(len(x))) + 1e-6)))
	quantizeAll(dst, x, float32(normScale/root))
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
