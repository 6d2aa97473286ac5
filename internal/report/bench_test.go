package report

import (
	"fmt"
	"io"
	"testing"
)

func BenchmarkFormats(b *testing.B) {
	for _, n := range []int{2_000, 10_000} {
		r := randomReport(5, n)
		for _, f := range Formats() {
			b.Run(fmt.Sprintf("%s/%d", f.Name, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if err := f.Write(io.Discard, r); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
