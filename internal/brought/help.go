package brought

import (
	"fmt"
	"slices"
	"strings"
)

// Long is the help of the command.
func Long() string {
	return `Add reads a standard as another program keeps it and makes a file of it in the form of
clausebook: a catalog of OSCAL in JSON, a library of CISO Assistant in YAML, or a table in
CSV or XLSX. The file is printed; --write saves it below standards/, and says which line of
clausebook.yaml uses it.

The licence that the file states is shown and kept. Where it allows showing the text with
its author named, as CC BY does, sentences are taken. Where it forbids that, only numbers
and titles are. Where it says neither, only these are, unless you add --text because you
know that you may show it. A table of your own has its texts taken.

What is made of a file says that nobody has compared it with the standard (reviewed: false).
Parts and keys that have no place in our form are named with how often they occur.

Columns of a table; the first row names them, in any order, in English or German:

` + Help()
}

// Example is the example of the command.
const Example = `  clausebook standards add NIST_CSF_v2.0_catalog.json --name "NIST CSF" --edition 2.0
  clausebook standards add fitsm-1.yaml --id fitsm-full --write
  clausebook standards add house-rules.csv --write`

// Next says which line of a configuration uses the standard beside those that it names now.
func (r Result) Next(config string, standards []string) string {
	names := slices.Clone(standards)
	if !slices.Contains(names, r.Path) {
		names = append(names, r.Path)
	}
	line := "standards: [" + strings.Join(names, ", ") + "]"
	if config == "" {
		config = "clausebook.yaml, which you have to make"
	}
	return fmt.Sprintf("use it by this line of %s: %s", config, line)
}
