package doctor

import (
	"fmt"
	"strings"

	"clausebook/internal/config"
	"clausebook/internal/content"
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
)

// leftOutReasons says why Markdown of a project is none of its documents.
var leftOutReasons = map[content.Omission]string{
	content.Project: "about the repository itself",
	content.Ignored: "ignored by git",
	content.Foreign: "in a folder of packages that others wrote",
	content.Own:     "in the folder of the site or of the theme",
	content.Nested:  "in a project of its own",
	content.Hidden:  "hidden",
}

// leftOutWords says what is left out of the place of documents: "3 about the repository itself, such as README.md". Of a folder
// that is not gone through the number of files is not known.
func leftOutWords(left doc.LeftOut) string {
	why, known := leftOutReasons[left.Why]
	if !known {
		why = "by `" + string(left.Why) + "`"
	}
	what := phrase.Plural(left.Count, "file or folder", "files or folders")
	if left.Count == 1 {
		return fmt.Sprintf("%s %s: %s", what, why, left.First)
	}
	return fmt.Sprintf("%s %s, such as %s", what, why, left.First)
}

// leftOutFix says what to do where it should not be left out.
func leftOutFix(c config.Config, left doc.LeftOut) string {
	if _, known := leftOutReasons[left.Why]; !known {
		return ""
	}
	return "to take it up, name it in a list: content: [" + strings.Join(c.Content.Parts(), ", ") + ", " + left.First + "]"
}

// NotTakenUp counts what is left out of the documents without having been named in `exclude:`.
func NotTakenUp(docs *doc.Set) int {
	n := 0
	for _, left := range docs.LeftOut {
		if _, known := leftOutReasons[left.Why]; known {
			n += left.Count
		}
	}
	return n
}
