package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"clausebook/internal/check"
	"clausebook/internal/phrase"
)

// commentLimit is how much of a comment is filled, in bytes: GitHub takes 65,536 characters.
const commentLimit = 60_000

// writeMarkdown writes the findings as a table for a comment, worst first. What does not fit is counted.
func writeMarkdown(w io.Writer, r Report) error {
	var b strings.Builder
	if len(r.Findings) == 0 {
		b.WriteString("### clausebook: no findings\n\n")
	} else {
		fmt.Fprintf(&b, "### clausebook: %s\n\n%s", r.summary(), markdownHead)
	}
	markdownRows(&b, r.Findings)
	if r.ShowAll && len(r.Older) > 0 {
		fmt.Fprintf(&b, "\n#### Older than the change, not counted: %d\n\n%s", len(r.Older), markdownHead)
		markdownRows(&b, r.Older)
	}
	fmt.Fprintf(
		&b,
		"\n%s in %s, dates judged as of %s%s\n",
		phrase.Plural(len(r.Findings), "finding", "findings"),
		phrase.Plural(r.Documents, "document", "documents"),
		r.AsOf,
		atCommit(r.Commit),
	)
	if line := r.GapLine(); line != "" {
		fmt.Fprintf(&b, "%s\n", inert(sentenceCase(line)))
	}
	if n := len(r.Accepted); n > 0 && len(r.Findings) == 0 {
		fmt.Fprintf(&b, "The baseline accepts %s.\n", phrase.Plural(n, "finding", "findings"))
	}
	if n := len(r.Stale); n > 0 {
		fmt.Fprintf(&b, "%s in the baseline without a matching finding.\n", phrase.Plural(n, "entry", "entries"))
	}
	markdownExcepted(&b, r.Excepted)
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("write Markdown: %w", err)
	}
	return nil
}

// markdownHead begins a table of findings.
const markdownHead = "| severity | rule | where | what | how to fix |\n| --- | --- | --- | --- | --- |\n"

// markdownRows writes the rows of a table of findings, the worst first, as far as the comment holds them.
func markdownRows(b *strings.Builder, findings []Finding) {
	worst := slices.Clone(findings)
	slices.SortStableFunc(worst, func(a, b Finding) int { return cmp.Compare(b.Severity, a.Severity) })
	for i, f := range worst {
		row := markdownRow(f)
		if b.Len()+len(row) > commentLimit {
			fmt.Fprintf(b, "\nAnd %d more: run `clausebook check`.\n", len(worst)-i)
			return
		}
		b.WriteString(row)
	}
}

// markdownExcepted tells what documents except, why and until when.
func markdownExcepted(b *strings.Builder, list []check.Excepted) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(
		b,
		"\n#### Excepted by their documents, not counted: %d\n\n| rule | where | what | why | until |\n| --- | --- | --- | --- | --- |\n",
		len(list),
	)
	for i, x := range list {
		row := fmt.Sprintf(
			"| %s | <code>%s</code> | %s | %s | %s |\n",
			x.Finding.Rule,
			inert(x.Finding.Pos.String()),
			prose(x.Finding.Message),
			inert(x.Reason),
			x.Until,
		)
		if b.Len()+len(row) > commentLimit {
			fmt.Fprintf(b, "\nAnd %d more: run `clausebook check --format json`.\n", len(list)-i)
			return
		}
		b.WriteString(row)
	}
}

func markdownRow(f Finding) string {
	where := f.Pos.String()
	if f.Pos.File == "" {
		where = f.Subject
	}
	what := prose(f.Message)
	if follow := consequenceWords(f.Finding); follow != "" {
		what += "; also causes " + inert(follow)
	}
	return fmt.Sprintf("| %s | %s | <code>%s</code> | %s | %s |\n", f.Severity, f.Rule, inert(where), what, prose(f.Hint))
}

func atCommit(hash string) string {
	if hash == "" {
		return ""
	}
	return ", commit " + hash[:min(len(hash), 12)]
}

// prose writes a text of ours for Markdown: what stands in backticks as code, and nothing that a document put into it
// as markup, mention or link.
func prose(s string) string {
	parts := strings.Split(s, "`")
	if len(parts)%2 == 0 { // a backtick without its pair is a character like any other
		return inert(s)
	}
	var b strings.Builder
	for i, part := range parts {
		if i%2 == 1 {
			part = "<code>" + inert(part) + "</code>"
		} else {
			part = inert(part)
		}
		b.WriteString(part)
	}
	return b.String()
}

// inert writes a text so that Markdown shows exactly it. Characters of markup become references, which are never
// markup. That does not hold off a forge, which looks for @names, #numbers and the like in the finished page: a blank without
// width parts the sign from its word. It also parts what GitHub would make a link of.
func inert(s string) string {
	const blank = "\u200b"
	runes := []rune(Clean(s))
	var b strings.Builder
	for i, r := range runes {
		next := ' '
		if i+1 < len(runes) {
			next = runes[i+1]
		}
		switch {
		case strings.ContainsRune("@#!$%&~^", r) && (unicode.IsLetter(next) || unicode.IsDigit(next) || strings.ContainsRune("_-\"{", next)):
			fmt.Fprintf(&b, "&#%d;%s", r, blank)
		case r == ':' && next == '/', r == '.' && endsInWWW(runes[:i]):
			fmt.Fprintf(&b, "&#%d;%s", r, blank)
		case strings.ContainsRune("\\`*_{}[]<>#!|~@$^&%", r):
			fmt.Fprintf(&b, "&#%d;", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func endsInWWW(before []rune) bool {
	return len(before) >= 3 && strings.EqualFold(string(before[len(before)-3:]), "www")
}
