//go:build !amd64

package net

const hasAssembly = false

func mulPairs(dst []int32, x []int16, w []int16, n, stride, cols, rows int) {
	panic("net: no assembly for this processor")
}

func (kernels) affine(dst []float32, acc []int32, scale, bias []float32) {
	affine(dst, acc, scale, bias)
}

func (kernels) recur(c, z, f, o, x []float32) { recur(c, z, f, o, x) }

func (kernels) squares(x []float32) float32 { return squares(x) }

func (kernels) quantize(dst []int16, x []float32, scale, low, high float32) {
	quantizeAll(dst, x, scale, low, high)
}

func (kernels) row(dst []float32, row []int8, scale float32) { addRow(dst, row, scale) }
