package net

import "golang.org/x/sys/cpu"

// hasAssembly says whether this processor runs the assembly kernels.
var hasAssembly = cpu.X86.HasAVX2

// mul4 computes block rows for four inputs, mul1 for one. stride counts bytes between
// inputs, pairs is cols/2, and out counts bytes between the results of two inputs.
//
//go:noescape
func mul4(dst *int32, x *int16, w *int16, stride, pairs, out int)

//go:noescape
func mul1(dst *int32, x *int16, w *int16, pairs int)

// The following need n > 0, a multiple of 8 (of 16 for quantizeAVX2).
//
//go:noescape
func affineAVX2(dst *float32, acc *int32, scale, bias *float32, n int)

//go:noescape
func recurAVX2(c, z, f, o, x *float32, n int)

//go:noescape
func squaresAVX2(x *float32, n int) float32

//go:noescape
func quantizeAVX2(dst *int16, x *float32, n int, scale, low, high float32)

//go:noescape
func rowAVX2(dst *float32, row *int8, n int, scale float32)

func mulPairs(dst []int32, x []int16, w []int16, n, stride, cols, rows int) {
	for r := 0; r < rows; r += block {
		b := &w[r*cols]
		t := 0
		for ; t+4 <= n; t += 4 {
			mul4(&dst[t*rows+r], &x[t*stride], b, 2*stride, cols/2, 4*rows)
		}
		for ; t < n; t++ {
			mul1(&dst[t*rows+r], &x[t*stride], b, cols/2)
		}
	}
}

// The vector operations of the layers. Each has its twin in kernel.go, which does the
// same in the same order.

func (k kernels) affine(dst []float32, acc []int32, scale, bias []float32) {
	if n := len(dst); k.assembly && n > 0 {
		_, _, _ = acc[n-1], scale[n-1], bias[n-1]
		affineAVX2(&dst[0], &acc[0], &scale[0], &bias[0], n)
		return
	}
	affine(dst, acc, scale, bias)
}

func (k kernels) recur(c, z, f, o, x []float32) {
	if n := len(c); k.assembly && n > 0 {
		_, _, _, _ = z[n-1], f[n-1], o[n-1], x[n-1]
		recurAVX2(&c[0], &z[0], &f[0], &o[0], &x[0], n)
		return
	}
	recur(c, z, f, o, x)
}

func (k kernels) squares(x []float32) float32 {
	if k.assembly && len(x) > 0 {
		return squaresAVX2(&x[0], len(x))
	}
	return squares(x)
}

func (k kernels) quantize(dst []int16, x []float32, scale, low, high float32) {
	if n := len(dst); k.assembly && n > 0 {
		_ = x[n-1]
		quantizeAVX2(&dst[0], &x[0], n, scale, low, high)
		return
	}
	quantizeAll(dst, x, scale, low, high)
}

func (k kernels) row(dst []float32, row []int8, scale float32) {
	if n := len(row); k.assembly && n > 0 {
		_ = dst[n-1]
		rowAVX2(&dst[0], &row[0], n, scale)
		return
	}
	addRow(dst, row, scale)
}
