package cli

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"clausebook/internal/doctor"
	"clausebook/internal/report"
)

func (a *app) doctorCommand() *cobra.Command {
	o := viewOptions{formats: []string{"text"}}
	c := &cobra.Command{
		Use:   "doctor",
		Short: "Show the state of the project and its repository, and how to fix problems",
		Long: `Doctor shows on one screen what clausebook found: the project with its configuration,
documents, standards and people; the repository, whether its history is reliable, and
how to fix it if not; which line must not be rewritten; the cache; what counts as an
approval here, who may give it, which keys are trusted since when and which evidence
this clone has; the environment.

For problems in the documents themselves, run 'clausebook check'. Doctor exits with 1
if there is a problem that keeps clausebook from working or from judging something.`,
		Example: `  clausebook doctor
  clausebook doctor --format json`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.runDoctor(c.Context(), o) },
	}
	c.Flags().
		StringArrayVar(&o.formats, "format", []string{"text"}, "output `FORMAT[=FILE]` (text or json), to stdout if no file is given; repeatable")
	completeWords(c, "format", viewFormats)
	return c
}

func (a *app) runDoctor(ctx context.Context, o viewOptions) error {
	targets, err := a.parseTargets(o.formats, viewFormats)
	if err != nil {
		return err
	}
	d, err := a.examine(ctx)
	if err != nil {
		return err
	}
	err = a.emit(targets, func(w io.Writer, format string, colors bool) error {
		if format == "json" {
			return report.WriteDiagnosisJSON(w, d)
		}
		return report.WriteDiagnosisText(w, d, colors)
	})
	if err != nil {
		return err
	}
	a.note("%s", d.Summary())
	if d.HasProblems() {
		return errFindings
	}
	return nil
}

// examine looks at the project while a bar shows how far it is.
func (a *app) examine(ctx context.Context) (report.Diagnosis, error) {
	bar := a.progress()
	defer bar.Done()
	options, err := a.options("", "", bar.Stage)
	if err != nil {
		return report.Diagnosis{}, err
	}
	return doctor.Examine(ctx, options, Version())
}
