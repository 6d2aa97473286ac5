package check

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"clausebook/internal/diag"
	"clausebook/internal/phrase"
)

var fs008 = Rule{
	ID:       "FS008",
	Title:    "text among the documents that is not read",
	Why:      "It is no evidence, nobody finds it, and history cannot tell what changed in it.",
	Fix:      "Convert it to Markdown, or link to it from a document if it is an attachment.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Info,
	Run: func(in *Input) []diag.Finding {
		linked := map[string]bool{}
		for _, l := range in.links {
			linked[l.to.Asset] = true
		}
		var out []diag.Finding
		markup := map[string][]string{} // language -> files
		for _, p := range in.Docs.Texts {
			name, ext := path.Base(p), strings.ToLower(path.Ext(p))
			switch {
			case linked[p] || strings.HasPrefix(name, "~$"): // which Word makes while a file is open
			case markups[ext].name != "":
				markup[ext] = append(markup[ext], p)
			default:
				out = append(out, diag.Finding{Rule: "FS008", Pos: diag.Pos{File: p}, Message: "a file of a word processor, which is not read",
					Hint: fmt.Sprintf("if it is a document: pandoc -t gfm -o '%s.md' '%s'", strings.TrimSuffix(name, path.Ext(name)), name)})
			}
		}
		for ext, files := range markup {
			out = append(out, inMarkup(ext, files))
		}
		slices.SortFunc(out, func(a, b diag.Finding) int { return cmp.Compare(a.Pos.File, b.Pos.File) })
		return out
	},
}

// markups are endings of files in markup other than Markdown: what it is called, and how one is made Markdown.
var markups = map[string]struct{ name, convert string }{
	".rst":       {"reStructuredText", "pandoc -f rst -t gfm -o '%s.md' '%s'"},
	".org":       {"Org", "pandoc -f org -t gfm -o '%s.md' '%s'"},
	".textile":   {"Textile", "pandoc -f textile -t gfm -o '%s.md' '%s'"},
	".mediawiki": {"MediaWiki", "pandoc -f mediawiki -t gfm -o '%s.md' '%s'"},
	".adoc":      {"AsciiDoc", "asciidoctor -b docbook -o '%[1]s.xml' '%[2]s' && pandoc -f docbook -t gfm -o '%[1]s.md' '%[1]s.xml'"},
	".asciidoc":  {"AsciiDoc", "asciidoctor -b docbook -o '%[1]s.xml' '%[2]s' && pandoc -f docbook -t gfm -o '%[1]s.md' '%[1]s.xml'"},
}

// inMarkup tells of all files of one markup at once.
func inMarkup(ext string, files []string) diag.Finding {
	names := make([]string, len(files))
	for i, p := range files {
		names[i] = path.Base(p)
	}
	first := path.Base(files[0])
	return diag.Finding{Rule: "FS008", Pos: diag.Pos{File: files[0]},
		Message: fmt.Sprintf("%s in %s, which %s not read: %s", phrase.Plural(len(files), "file", "files"), markups[ext].name,
			map[bool]string{true: "is", false: "are"}[len(files) == 1], fewNames(names)),
		Hint: "if they are documents: " + fmt.Sprintf(markups[ext].convert, strings.TrimSuffix(first, path.Ext(first)), first)}
}

// fewNames lists names, the first three of many.
func fewNames(names []string) string {
	if len(names) <= 3 {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:3], ", "), len(names)-3)
}
