package history

import (
	"regexp"
	"strings"
)

// requestForms are the messages that forges write when they bring in a pull or merge request, with the mark that
// the forge puts before the number.
var requestForms = []struct {
	hint    string // stands in every message of the form, and is looked for first: most messages name nothing
	form    *regexp.Regexp
	subject bool // looked for in the subject, otherwise in the whole message
	mark    string
}{
	{"Merge pull request #", regexp.MustCompile(`^Merge pull request #(\d+) (?:from|in) `), true, "#"},        // GitHub, Bitbucket Data Center
	{"Merge pull request '", regexp.MustCompile(`^Merge pull request '.*' \([#!](\d+)\) from \S`), true, "#"}, // Gitea, Forgejo
	{"Merged in ", regexp.MustCompile(`^Merged in \S.* \(pull request #(\d+)\)$`), true, "#"},                 // Bitbucket Cloud
	{"Merged PR ", regexp.MustCompile(`^Merged PR (\d+)(?::|$)`), true, "!"},                                  // Azure Repos
	{"Pull request #", regexp.MustCompile(`^Pull request #(\d+): `), true, "#"},                               // Bitbucket Data Center
	{"See merge request ", regexp.MustCompile(`(?m)^See merge request (?:\S*[^\s!])?!(\d+)$`), false, "!"},    // GitLab
	{"(#", regexp.MustCompile(`\(#(\d+)\)$`), true, "#"},                                                      // GitHub squash
	{"(!", regexp.MustCompile(`\(!(\d+)\)$`), true, "!"},                                                      // GitLab squash
	{"(pull request #", regexp.MustCompile(`\(pull request #(\d+)\)$`), true, "#"},                            // Bitbucket Cloud squash
}

// findRequest gives the pull or merge request that a commit names, or for Gerrit its change id. It is what the
// message says, and no proof that there was a review.
func findRequest(subject, message string, trailers []Trailer) string {
	for _, f := range requestForms {
		text := message
		if f.subject {
			text = subject
		}
		if !strings.Contains(text, f.hint) {
			continue
		}
		if m := f.form.FindStringSubmatch(text); m != nil {
			return f.mark + m[1]
		}
	}
	for _, t := range trailers {
		if strings.EqualFold(t.Key, "Change-Id") && changeID.MatchString(t.Value) {
			return t.Value
		}
	}
	return ""
}

var changeID = regexp.MustCompile(`^I[0-9a-f]{40}$`)
