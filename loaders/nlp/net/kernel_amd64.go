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
