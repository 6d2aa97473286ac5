package cli

import (
	"fmt"
	"io/fs"

	"github.com/spf13/cobra"

	"clausebook/internal/nearest"
	"clausebook/themes"
)

func (a *app) themeCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "theme [FILE]",
		Short: "List the files of the built-in theme, or print one to change it",
		Long: "List the files of the built-in theme, or print one. A theme of your own is a folder that holds only the files that you change; " +
			"docs/themes.md shows how, and docs/templates.md lists what templates are given.",
		Example: "  clausebook theme\n  clausebook theme templates/gaps.html > our-theme/templates/gaps.html",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return a.listTheme()
			}
			return a.printThemeFile(args[0])
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			names, err := themeFiles()
			if err != nil {
				return nil, cobra.ShellCompDirectiveError
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
	}
}

// themeFiles lists the files of the built-in theme, sorted.
func themeFiles() ([]string, error) {
	var names []string
	err := fs.WalkDir(themes.Default(), ".", func(name string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			names = append(names, name)
		}
		return err
	})
	return names, err
}

func (a *app) listTheme() error {
	names, err := themeFiles()
	if err != nil {
		return fmt.Errorf("list the theme: %w", err)
	}
	for _, name := range names {
		fmt.Fprintln(a.out, name)
	}
	return nil
}

func (a *app) printThemeFile(name string) error {
	src, err := fs.ReadFile(themes.Default(), name)
	if err != nil {
		names, err := themeFiles()
		if err != nil {
			return fmt.Errorf("list the theme: %w", err)
		}
		return usageError{fmt.Errorf("the built-in theme has no %q%s", name, nearest.Hint(name, names))}
	}
	_, err = a.out.Write(src)
	return err
}
