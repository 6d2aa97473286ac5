package report

import (
	"fmt"
	"io"
	"testing"

	"clausebook/internal/doc"
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

func BenchmarkExport(b *testing.B) {
	for _, n := range []int{2_000, 10_000} {
		d := sample()
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
		d.Docs = docsOf(d)
		for _, format := range ExportFormats() {
			b.Run(fmt.Sprintf("%s/%d", format, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if err := WriteExport(io.Discard, ExportOf(d), format); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
