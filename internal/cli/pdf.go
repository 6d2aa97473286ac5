package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"clausebook/internal/build"
	"clausebook/internal/form"
	"clausebook/internal/paper"
	"clausebook/internal/pdf"
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
	size := map[string]string{"a4": "A4", "letter": "letter"}[strings.ToLower(o.paper)]
	if size == "" {
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
	pages, err := paper.Pages(files, names)
	var none *paper.NoPageError
	if errors.As(err, &none) {
		return unknownName("no document", none.Name, none.Known)
	}
	if err != nil {
		return err
	}
	return paper.Print(ctx, browser, files, pages, size, o.output, func(file string) {
		if !a.quiet {
			fmt.Fprintln(a.out, form.Clean(file))
		}
	})
}
