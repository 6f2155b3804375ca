package link

import "testing"

// BenchmarkStart is what the tables of names cost the first time that somebody asks, beside
// that of cities.
func BenchmarkStart(b *testing.B) {
	b.Run("names", func(b *testing.B) {
		for b.Loop() {
			readRows()
		}
	})
	b.Run("cities", func(b *testing.B) {
		for b.Loop() {
			readCities()
		}
	})
}
