package site

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"clausebook/internal/history"
)

// addAssets adds the files of the theme and the copies of attachments. A file of the theme gives way to what is planned under
// its name: the colours and the logo of the configuration, and the index of the search.
func (p *plan) addAssets() {
	planned := map[string]bool{}
	for _, f := range p.files {
		planned[strings.ToLower(f.Path)] = true
	}
	for _, name := range p.Theme.Assets {
		if planned[strings.ToLower(name)] {
			continue
		}
		p.copied(name, "asset", func(w io.Writer) error {
			src, err := p.Theme.Asset(name)
			if err != nil {
				return err
			}
			_, err = w.Write(src)
			return err
		})
	}
	for from, at := range p.Addr.Files {
		p.copied(at, "attachment", func(w io.Writer) error { return copyFile(w, p.tree, from) })
	}
	for blob, at := range p.Addr.Then {
		p.copied(at, "attachment", func(w io.Writer) error { return p.copyFormer(w, blob, at) })
	}
}

// copyFormer writes a file as a former version had it.
func (p *plan) copyFormer(w io.Writer, blob history.Hash, at string) error {
	src, err := p.Blob(blob)
	if err != nil {
		return fmt.Errorf("copy a file of a former version: %w", err)
	}
	if strings.EqualFold(path.Ext(at), ".svg") {
		src = drawing(src)
	}
	_, err = w.Write(src)
	return err
}

// copyFile copies an attachment as it is. A drawing that holds more than a drawing is replaced by one that says so.
func copyFile(w io.Writer, tree fs.FS, from string) error {
	if strings.EqualFold(path.Ext(from), ".svg") {
		return copyDrawing(w, tree, from)
	}
	f, err := tree.Open(from)
	if err != nil {
		return fmt.Errorf("copy attachment: %w", err)
	}
	defer f.Close() //nolint:errcheck // read only
	if _, err := io.Copy(w, f); err != nil {
		return fmt.Errorf("copy attachment %s: %w", from, err)
	}
	return nil
}

const maxDrawing = 4 << 20

func copyDrawing(w io.Writer, tree fs.FS, from string) error {
	src, err := fs.ReadFile(tree, from)
	if err != nil {
		return fmt.Errorf("copy attachment: %w", err)
	}
	_, err = w.Write(drawing(src))
	return err
}

// drawing gives a drawing as it is, or one that says why it is not shown.
func drawing(src []byte) []byte {
	if why := activeDrawing(string(src)); why != nil {
		return []byte(fmt.Sprintf(notShown, xmlText(why.Error())))
	}
	return src
}

const notShown = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 80">` +
	`<text x="10" y="45" font-size="16">This drawing is not ` +
	`shown: %s</text></svg>` + "\n"

func xmlText(text string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(text)); err != nil {
		return ""
	}
	return b.String()
}

// drawingElements are what a drawing may hold. Whatever could run, embed or load something is left out.
var drawingElements = strings.Fields(`svg g defs symbol use title desc metadata path rect circle ellipse line polyline polygon text tspan
	textpath lineargradient radialgradient stop clippath mask pattern marker filter feblend fecolormatrix fecomposite feflood
	fegaussianblur femerge femergenode feoffset image style switch a view`)

// activeDrawing tells why a drawing is not copied as it is; nil if it holds nothing but a drawing. A browser that
// opens it on its own would run whatever it holds in the name of the site.
func activeDrawing(src string) error {
	if len(src) > maxDrawing {
		return errors.New("it is too large")
	}
	dec := xml.NewDecoder(strings.NewReader(src))
	for {
		token, err := dec.Token()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return errors.New("it cannot be read")
		}
		if err := activeToken(token); err != nil {
			return err
		}
	}
}

func activeToken(token xml.Token) error {
	switch t := token.(type) {
	case xml.Directive:
		if !strings.HasPrefix(string(t), "DOCTYPE svg") || strings.Contains(string(t), "[") {
			return errors.New("it declares entities")
		}
	case xml.ProcInst:
		if t.Target != "xml" {
			return errors.New("it asks for processing")
		}
	case xml.CharData:
		if strings.Contains(strings.ToLower(string(t)), "@import") {
			return errors.New("it loads something from elsewhere")
		}
	case xml.StartElement:
		return activeElement(t)
	}
	return nil
}

func activeElement(t xml.StartElement) error {
	name := strings.ToLower(t.Name.Local)
	namespaced := t.Name.Space != "" && t.Name.Space != "http://www.w3.org/2000/svg"
	if !namespaced && !slices.Contains(drawingElements, name) || namespaced && strings.Contains(t.Name.Space, "xhtml") {
		return fmt.Errorf("it holds the element %s", t.Name.Local)
	}
	for _, a := range t.Attr {
		key, value := strings.ToLower(a.Name.Local), strings.ToLower(strings.Join(strings.Fields(a.Value), ""))
		switch {
		case strings.HasPrefix(key, "on"):
			return errors.New("it holds a script")
		case key == "href" || key == "src":
			if !strings.HasPrefix(value, "#") && !strings.HasPrefix(value, "data:image/png") && !strings.HasPrefix(value, "data:image/jpeg") {
				return errors.New("it leads elsewhere")
			}
		case strings.Contains(value, "javascript:") || strings.Contains(value, "url(") && !strings.Contains(value, "url(#"):
			return errors.New("it loads something from elsewhere")
		}
	}
	return nil
}
