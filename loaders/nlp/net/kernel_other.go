//go:build !amd64

package net

const hasAssembly = false

func mulPairs(dst []int32, x []int16, w []int16, n, stride, cols, rows int) {
	panic("net: no assembly for this processor")
}
