package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"clausebook/internal/check"
	"clausebook/internal/form"
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
		form.AtCommit(r.Commit),
	)
	if line := r.GapLine(); line != "" {
		fmt.Fprintf(&b, "%s\n", form.Inert(form.SentenceCase(line)))
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
			form.Inert(x.Finding.Pos.String()),
			form.Prose(x.Finding.Message),
			form.Inert(x.Reason),
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
	what := form.Prose(f.Message)
	if follow := consequenceWords(f.Finding); follow != "" {
		what += "; also causes " + form.Inert(follow)
	}
	return fmt.Sprintf("| %s | %s | <code>%s</code> | %s | %s |\n", f.Severity, f.Rule, form.Inert(where), what, form.Prose(f.Hint))
}
