// Command clausebook checks a service management system kept in git and builds its site.
package main

import (
	"os"

	"clausebook/internal/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
