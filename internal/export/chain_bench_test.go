package export

import (
	"fmt"
	"io"
	"testing"

	"clausebook/internal/doc"
	"clausebook/internal/report/reporttest"
)

func BenchmarkExport(b *testing.B) {
	for _, n := range []int{2_000, 10_000} {
		d := reporttest.Sample()
		for i := range n {
			d.Docs.Documents = append(
				d.Docs.Documents,
				&doc.Document{
					ID:     doc.ID(fmt.Sprintf("REC-%05d", i)),
					Path:   fmt.Sprintf("content/records/%d.md", i),
					Title:  "A record",
					Type:   "record",
					Status: doc.Approved,
					Owner:  "owner",
				},
			)
		}
		d.Docs = reporttest.Docs(d)
		for _, format := range Formats() {
			b.Run(fmt.Sprintf("%s/%d", format, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if err := WriteExport(io.Discard, Of(d), format); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
