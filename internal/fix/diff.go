package fix

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// context is how many lines a diff shows around what changes.
const context = 3

// header names a file as git does: one with unusual characters stands in quotes.
func header(mark, name string) string {
	plain := !strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == '"' || r == '\\' || r == 0x7f })
	if !plain {
		return mark + strconv.Quote(name)
	}
	if strings.Contains(name, " ") {
		return mark + name + "\t" // where the name ends
	}
	return mark + name
}

// piece is a run of lines that are replaced: those from line a to b of the old text by those from c to d of the new.
type piece struct{ a, b, c, d int }

// hunks writes the differences of two texts, line by line.
func hunks(before, after []byte) string {
	old, now := lines(before), lines(after)
	pieces := differences(old, now)
	var out strings.Builder
	for len(pieces) > 0 {
		n := 1
		for n < len(pieces) && pieces[n].a-pieces[n-1].b <= 2*context {
			n++
		}
		writeHunk(&out, old, now, pieces[:n])
		pieces = pieces[n:]
	}
	return out.String()
}

func lines(text []byte) []string {
	var out []string
	for line := range bytes.Lines(text) {
		out = append(out, string(line))
	}
	return out
}

// differences finds the lines that differ. Changes of findings are small and keep the order of lines, so that the next place at which
// both texts go on alike is near; where it is not, the rest counts as changed.
func differences(old, now []string) []piece {
	var out []piece
	for i, j := 0, 0; i < len(old) || j < len(now); {
		if i < len(old) && j < len(now) && old[i] == now[j] {
			i, j = i+1, j+1
			continue
		}
		b, d := alikeAgain(old, now, i, j)
		out = append(out, piece{i, b, j, d})
		i, j = b, d
	}
	return out
}

// near bounds how far ahead the texts are compared, in lines.
const near = 200

// alikeAgain gives the closest lines behind a difference from which both texts go on alike.
func alikeAgain(old, now []string, i, j int) (b, d int) {
	for apart := 1; apart <= near; apart++ {
		for k := 0; k <= apart; k++ {
			for _, at := range [...][2]int{{i + apart, j + apart - k}, {i + apart - k, j + apart}} {
				if at[0] < len(old) && at[1] < len(now) && old[at[0]] == now[at[1]] && (strings.TrimSpace(old[at[0]]) != "" || k == 0) {
					return at[0], at[1]
				}
			}
		}
	}
	return len(old), len(now)
}

func writeHunk(out *strings.Builder, old, now []string, pieces []piece) {
	first, last := pieces[0], pieces[len(pieces)-1]
	from, to := max(first.a-context, 0), min(last.b+context, len(old))
	newFrom := first.c - (first.a - from)
	newTo := last.d + (to - last.b)
	fmt.Fprintf(out, "@@ -%s +%s @@\n", counted(from, to), counted(newFrom, newTo))
	at := from
	for _, p := range pieces {
		writeLines(out, " ", old[at:p.a])
		writeLines(out, "-", old[p.a:p.b])
		writeLines(out, "+", now[p.c:p.d])
		at = p.b
	}
	writeLines(out, " ", old[at:to])
}

// counted gives lines as a hunk counts them: the first, from 1, and how many; what has none stands behind the line before.
func counted(from, to int) string {
	if to == from {
		return fmt.Sprintf("%d,0", from)
	}
	return fmt.Sprintf("%d,%d", from+1, to-from)
}

func writeLines(out *strings.Builder, mark string, lines []string) {
	for _, line := range lines {
		out.WriteString(mark + line)
		if !strings.HasSuffix(line, "\n") {
			out.WriteString("\n\\ No newline at end of file\n")
		}
	}
}
