package browser

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

var screenshots = flag.Bool("screenshots", false, "write docs/screenshots anew")

// shown are the pages of which docs/screenshots has pictures, by the name of the picture.
var shown = map[string]string{
	"home":     "index.html",
	"standard": "standards/iso20000-1-2018/index.html",
	"clause":   "standards/iso20000-1-2018/8.5.1.3.html",
	"process":  "standards/iso20000-4/process-change-management.html",
	"document": "documents/prc-chg.html",
	"redline":  "history/prc-chg/4.1-4.2.html",
	"matrix":   "matrix.html?filter=change",
	"gaps":     "gaps.html",
	"service":  "documents/svc-web.html",
	"audits":   "audits.html",
	"reviews":  "reviews.html",
	"search":   "search.html?q=change+managment",
}

// windows are the sizes of the pictures, in CSS pixels.
var windows = map[string][2]int64{"desktop": {1280, 1600}, "phone": {390, 1400}}

// TestScreenshots writes the pictures where -screenshots asks for them (make screenshots).
func TestScreenshots(t *testing.T) {
	if !*screenshots {
		t.Skip("pictures are taken by make screenshots")
	}
	b := newTab(t, theSite(t).onDisk())
	b.reader("prefers-reduced-motion", "reduce")
	call(b, emulation.SetScrollbarsHidden, emulation.SetScrollbarsHiddenParams{Hidden: true})
	folder := filepath.Join("..", "..", "docs", "screenshots")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, at := range shown {
		for size, window := range windows {
			b.window(window[0], window[1])
			for _, scheme := range []string{"light", "dark"} {
				b.colours(scheme)
				b.open(at)
				if name == "search" {
					b.wait("results", "document.querySelector('#results li')")
				}
				file := filepath.Join(folder, fmt.Sprintf("%s-%s-%s.png", name, scheme, size))
				if err := os.WriteFile(file, b.picture(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

// picture takes a picture of the window, with few enough colours to be a third as large.
func (b *tab) picture() []byte {
	b.t.Helper()
	raw, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Fatal(err)
	}
	full, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		b.t.Fatal(err)
	}
	few := image.NewPaletted(full.Bounds(), commonColours(full))
	draw.Draw(few, few.Bounds(), full, full.Bounds().Min, draw.Src)
	var out bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, few); err != nil {
		b.t.Fatal(err)
	}
	return out.Bytes()
}

// commonColours gives the up to 256 colours that most pixels have, once those are put together that no eye tells apart.
func commonColours(m image.Image) color.Palette {
	const step = 6 // of 256
	count, exact := map[color.RGBA]int{}, map[color.RGBA]color.RGBA{}
	box := m.Bounds()
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			c := color.RGBAModel.Convert(m.At(x, y)).(color.RGBA)
			near := color.RGBA{c.R / step, c.G / step, c.B / step, 255}
			if count[near] == 0 {
				exact[near] = c
			}
			count[near]++
		}
	}
	var found []color.RGBA
	for near := range count {
		found = append(found, near)
	}
	slices.SortFunc(found, func(a, b color.RGBA) int {
		return cmp.Or(count[b]-count[a], int(a.R)-int(b.R), int(a.G)-int(b.G), int(a.B)-int(b.B))
	})
	var out color.Palette
	for _, near := range found[:min(256, len(found))] {
		out = append(out, exact[near])
	}
	return out
}
