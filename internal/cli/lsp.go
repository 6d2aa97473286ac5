package cli

import (
	"context"
	"errors"
	"io"

	"github.com/spf13/cobra"

	"clausebook/internal/build"
	"clausebook/internal/doc"
	"clausebook/internal/lsp"
	"clausebook/internal/unsaved"
)

func (a *app) lspCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "lsp",
		Short: "Answer an editor: findings as you type, completion, links, renaming",
		Long: `Lsp speaks the Language Server Protocol on standard input and output; an editor starts it.
What you have not saved yet is judged as the next commit would be. docs/editors.md shows
how to set up editors.`,
		Example: `  clausebook lsp            what an editor runs in the folder of the project
  clausebook -C docs lsp    for a project below that folder`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.runLSP(c.Context(), c.InOrStdin()) },
	}
}

// unclosed is a writer that stays open when the connection ends: others may still write to it.
type unclosed struct{ io.Writer }

func (unclosed) Close() error { return nil }

func (a *app) runLSP(ctx context.Context, in io.Reader) error {
	recall := unsaved.NewRecall()
	return lsp.Run(ctx, in, unclosed{a.out}, lsp.Options{Dir: a.dir, Version: Version(),
		Gather: func(ctx context.Context, dir string, texts map[string][]byte, previous *build.Project) (*build.Project, error) {
			inDir := *a
			inDir.dir = dir
			o, err := inDir.options("", "", nil)
			if err != nil {
				return nil, err
			}
			o.Instead, o.Previous, o.Recall = texts, previous, recall
			p, err := build.Gather(ctx, o)
			if errors.Is(err, doc.ErrNoFolder) {
				return nil, errors.New("there are no documents yet; to start: clausebook init")
			}
			return p, err
		},
	})
}
