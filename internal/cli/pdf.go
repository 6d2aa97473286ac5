package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"clausebook/internal/build"
	"clausebook/internal/form"
	"clausebook/internal/output"
	"clausebook/internal/pdf"
	"clausebook/internal/site"
)

type pdfOptions struct{ output, browser, paper, asOf string }

func (a *app) pdfCommand() *cobra.Command {
	o := pdfOptions{}
	c := &cobra.Command{
		Use:   "pdf ID...",
		Short: "Print documents to PDF with an installed Chromium",
		Long: `Pdf prints documents as the site shows them, each with its document control block and
with a footer on every page that gives the title, version and commit. Instead of an id,
you can give the path of any page of the site, such as packs/8.html for all documents
of a clause or packs/all.html for the whole set.

It needs Chromium or Chrome, found in the PATH or given with --browser. The browser is
told not to open network connections.`,
		Example: `  clausebook pdf POL-SMS
  clausebook pdf POL-SMS PLN-SMP --output /tmp/print --paper letter
  clausebook pdf packs/8.html`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return a.runPDF(c.Context(), args, o) },
	}
	f := c.Flags()
	f.StringVarP(&o.output, "output", "o", ".", "folder for the PDF files")
	f.StringVar(&o.browser, "browser", "", "name or path of the browser (default: the first of "+strings.Join(pdf.Names, ", ")+")")
	f.StringVar(&o.paper, "paper", "a4", "paper size: a4 or letter")
	f.StringVar(&o.asOf, "as-of", "", "use everything as of this day or revision")
	return c
}

func (a *app) runPDF(ctx context.Context, names []string, o pdfOptions) error {
	paper := map[string]string{"a4": "A4", "letter": "letter"}[strings.ToLower(o.paper)]
	if paper == "" {
		return usageError{fmt.Errorf("unknown paper size %q: must be a4 or letter", o.paper)}
	}
	browser, err := pdf.Find(o.browser)
	if err != nil {
		return err
	}
	bar := a.progress()
	p, err := a.gatherSite(ctx, buildOptions{asOf: o.asOf}, nil, bar.Stage)
	bar.Done()
	if err != nil {
		return err
	}
	files, err := build.Plan(p)
	if err != nil {
		return fmt.Errorf("plan the site: %w", err)
	}
	pages, err := pagesOf(files, names)
	if err != nil {
		return err
	}
	return a.printPages(ctx, browser, files, pages, paper, o.output)
}

// printPages writes what the pages need into a folder of their own and prints them from there.
func (a *app) printPages(ctx context.Context, browser pdf.Browser, files []output.File, pages []string, paper, to string) error {
	dir, err := os.MkdirTemp("", "clausebook-print-")
	if err != nil {
		return fmt.Errorf("create a folder to print from: %w", err)
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a temporary folder of our own
	from := filepath.Join(dir, "site")
	if _, err := output.Write(ctx, output.Target{Dir: from}, toPrint(files, pages, paper), nil); err != nil {
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
		if !a.quiet {
			fmt.Fprintln(a.out, form.Clean(target))
		}
	}
	return nil
}

// pagesOf gives the page of each document, as the register beside the pages has it. A name with the ending .html is
// that of a page.
func pagesOf(files []output.File, names []string) ([]string, error) {
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
			return nil, unknownName("no document", name, ids)
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
func toPrint(files []output.File, pages []string, paper string) []output.File {
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
				_, err := fmt.Fprintf(w, "@page { size: %s; }\n", paper)
				return err
			}})
		case theme || chosen[f.Path] || strings.HasPrefix(f.Path, "files/"):
			out = append(out, f)
		}
	}
	return out
}
