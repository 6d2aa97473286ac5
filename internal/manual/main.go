// Command manual writes the man pages of all commands into a folder, for packages and archives; not part of the product.
package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra/doc"

	"clausebook/internal/cli"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "manual FOLDER: give the folder for the pages")
		os.Exit(3)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "manual:", err)
		os.Exit(2)
	}
}

// write writes a page for each command. Their day is that of SOURCE_DATE_EPOCH where it is set.
func write(folder string) error {
	root := cli.Commands()
	root.DisableAutoGenTag = true
	return doc.GenManTree(root, &doc.GenManHeader{Title: "CLAUSEBOOK", Section: "1", Source: "clausebook " + cli.Version(),
		Manual: "clausebook"}, folder)
}
