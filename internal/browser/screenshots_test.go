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
	"path"
	"path/filepath"
	"slices"
	"strings"
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
				if err := os.WriteFile(file, b.picture(256), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

// reviewed are the ways in which docs/screenshots/review has a picture of each kind of page, by the end of its name.
var reviewed = []struct {
	name, media, scheme string
	width, height       int64
}{
	{"1440", "screen", "light", 1440, 900},
	{"1280", "screen", "light", 1280, 900},
	{"390", "screen", "light", 390, 1100},
	{"print", "print", "light", 718, 1047}, // A4 without its margins
	{"dark", "screen", "dark", 1280, 900},
}

// fewColours are enough for pictures that are looked at for their layout.
const fewColours = 40

// typed are the types of documents whose pages differ most; the others look like these.
var typed = strings.Fields("process minutes nonconformity service register audit-report")

// inDark are the kinds of which there is a picture in dark as well: those with most colours.
var inDark = strings.Fields("home clause document-process gaps matrix redline timeline search reviews")

// TestReviewPictures writes a picture of each kind of page in each way where -screenshots asks for them, to be looked at.
func TestReviewPictures(t *testing.T) {
	if !*screenshots {
		t.Skip("pictures are taken by make screenshots")
	}
	s := theSite(t)
	b := newTab(t, s.onDisk())
	call(b, emulation.SetScrollbarsHidden, emulation.SetScrollbarsHiddenParams{Hidden: true})
	folder := filepath.Join("..", "..", "docs", "screenshots", "review")
	for at, kind := range s.kinds() {
		for _, way := range reviewed {
			if way.scheme == "dark" && !slices.Contains(inDark, kind) {
				continue
			}
			b.window(way.width, way.height)
			call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: way.media, Features: []*emulation.MediaFeature{
				{Name: "prefers-color-scheme", Value: way.scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
			b.open(at)
			file := filepath.Join(folder, kind+"-"+way.name+".png")
			if err := os.WriteFile(file, b.picture(fewColours), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// kinds gives an ordinary page of each kind and type of document, with the name of the kind: the one that has the most in it and is not
// among the parts of a list or the pages that lead on.
func (s *site) kinds() map[string]string {
	best := map[string]string{}
	for at, src := range s.files {
		kind := strings.TrimSpace(kindOf(src))
		_, of, _ := strings.Cut(kind, " ")
		if path.Ext(at) != ".html" || kind == "" || of != "" && !slices.Contains(typed, of) || strings.HasPrefix(kind, "redirect") || strings.Contains(at, "~") {
			continue
		}
		if known, ok := best[kind]; !ok || s.better(at, known, ordinary) {
			best[kind] = at
		}
	}
	out := map[string]string{}
	for kind, at := range best {
		out[at] = strings.ReplaceAll(kind, " ", "-")
	}
	return out
}

// ordinary is how many bytes a page has at most that is taken for its kind.
const ordinary = 60_000

// picture takes a picture of the window, with few enough colours to be a third as large.
func (b *tab) picture(colours int) []byte {
	b.t.Helper()
	raw, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Fatal(err)
	}
	full, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		b.t.Fatal(err)
	}
	few := image.NewPaletted(full.Bounds(), commonColours(full, colours))
	draw.Draw(few, few.Bounds(), full, full.Bounds().Min, draw.Src)
	var out bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, few); err != nil {
		b.t.Fatal(err)
	}
	return out.Bytes()
}

// commonColours gives the colours that most pixels have, up to so many, once those are put together that no eye tells apart.
func commonColours(m image.Image, most int) color.Palette {
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
	for _, near := range found[:min(most, len(found))] {
		out = append(out, exact[near])
	}
	return out
}
