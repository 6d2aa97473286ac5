// Package paper prints pages of a site: it picks what they need of the plan, and has a browser make PDF files of them.
package paper

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"clausebook/internal/output"
	"clausebook/internal/pdf"
	"clausebook/internal/site"
)

// NoPageError says that a site has no page of a name.
type NoPageError struct {
	Name  string
	Known []string // ids of the documents that have one
}

func (e *NoPageError) Error() string { return "the site has no page of " + e.Name }

// Print writes what the pages need into a folder of their own and prints them from there, on paper of a size of CSS. It tells of each file.
func Print(ctx context.Context, browser pdf.Browser, files []output.File, pages []string, size, to string, tell func(file string)) error {
	dir, err := os.MkdirTemp("", "clausebook-print-")
	if err != nil {
		return fmt.Errorf("create a folder to print from: %w", err)
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a temporary folder of our own
	from := filepath.Join(dir, "site")
	if _, err := output.Write(ctx, output.Target{Dir: from}, toPrint(files, pages, size), nil); err != nil {
		return err
	}
	if err := os.MkdirAll(to, 0o755); err != nil {
		return fmt.Errorf("create the folder for the PDF files: %w", err)
	}
	for _, page := range pages {
		name := strings.ReplaceAll(strings.TrimPrefix(strings.TrimSuffix(page, ".html"), "documents/"), "/", "-")
		target := filepath.Join(to, name+".pdf")
		if err := browser.Print(ctx, filepath.Join(from, filepath.FromSlash(page)), target); err != nil {
			return err
		}
		tell(target)
	}
	return nil
}

// Pages gives the page of each document, as the register beside the pages has it. A name with the ending .html is
// that of a page. A name that nothing has is a NoPageError.
func Pages(files []output.File, names []string) ([]string, error) {
	known, err := pagesByID(files)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, name := range names {
		page := known[name]
		if strings.HasSuffix(name, ".html") {
			page = name
		}
		if _, ok := site.Find(files, page); !ok {
			ids := make([]string, 0, len(known))
			for id := range known {
				ids = append(ids, id)
			}
			return nil, &NoPageError{Name: name, Known: ids}
		}
		out = append(out, page)
	}
	return out, nil
}

func pagesByID(files []output.File) (map[string]string, error) {
	f, ok := site.Find(files, "documents.json")
	if !ok {
		return nil, fmt.Errorf("the plan of the site has no register of documents")
	}
	var b strings.Builder
	if err := f.Write(&b); err != nil {
		return nil, fmt.Errorf("read the register of documents: %w", err)
	}
	var register struct {
		Documents []struct{ ID, Page string }
	}
	if err := json.Unmarshal([]byte(b.String()), &register); err != nil {
		return nil, fmt.Errorf("read the register of documents: %w", err)
	}
	out := map[string]string{}
	for _, d := range register.Documents {
		if _, twice := out[d.ID]; !twice {
			out[d.ID] = d.Page
		}
	}
	return out, nil
}

// toPrint picks the pages, the theme and the attachments, which may be pictures, and names the paper in the style.
func toPrint(files []output.File, pages []string, size string) []output.File {
	chosen := map[string]bool{}
	for _, page := range pages {
		chosen[page] = true
	}
	var out []output.File
	for _, f := range files {
		theme := strings.HasPrefix(f.Path, "assets/") && !strings.HasPrefix(f.Path, "assets/search/")
		switch {
		case f.Path == "assets/site.css":
			out = append(out, output.File{Path: f.Path, Kind: f.Kind, Write: func(w io.Writer) error {
				if err := f.Write(w); err != nil {
					return err
				}
				_, err := fmt.Fprintf(w, "@page { size: %s; }\n", size)
				return err
			}})
		case theme || chosen[f.Path] || strings.HasPrefix(f.Path, "files/"):
			out = append(out, f)
		}
	}
	return out
}
