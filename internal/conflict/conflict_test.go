package conflict

import (
	"strings"
	"testing"
)

// TestIn goes through what merges leave in files of data.
func TestIn(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"both sides":           {"a\n<<<<<<< HEAD\nb\n=======\nc\nd\n>>>>>>> x\ne\n", "a merge left a conflict: line 3 comes from `HEAD`, lines 5 to 6 come from `x`"},
		"with the base":        {"<<<<<<< a\n1\n||||||| b\n2\n=======\n3\n>>>>>>> c\n", "a merge left a conflict: line 2 comes from `a`, line 6 comes from `c`; before both, line 4"},
		"nothing on one side":  {"<<<<<<< HEAD\n=======\n1\n>>>>>>> x\n", "a merge left a conflict: nothing comes from `HEAD`, line 3 comes from `x`"},
		"line ends of Windows": {"<<<<<<< HEAD\r\nb\r\n=======\r\nc\r\n>>>>>>> x\r\n", "a merge left a conflict: line 2 comes from `HEAD`, line 4 comes from `x`"},
		"no line end":          {"<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x", "a merge left a conflict: line 2 comes from `HEAD`, line 4 comes from `x`"},
		"no names":             {"<<<<<<<\nb\n=======\nc\n>>>>>>>\n", "a merge left a conflict: line 2 comes from this branch, line 4 comes from the other branch"},
		"the first mark left":  {"a\n<<<<<<< HEAD\nb\n", "a mark of a merge is left in the text: `<<<<<<< HEAD`"},
		"the last mark left":   {"a\nb\n>>>>>>> x\n", "a mark of a merge is left in the text: `>>>>>>> x`"},
		"a heading of equals":  {"What\n=======\n", ""},
		"eight signs":          {"<<<<<<<< HEAD\n========\n>>>>>>>> x\n", ""},
		"six signs":            {"<<<<<< HEAD\n======\n>>>>>> x\n", ""},
		"indented":             {" <<<<<<< HEAD\n =======\n >>>>>>> x\n", ""},
		"letters behind":       {"<<<<<<<HEAD\n=======\n>>>>>>>x\n", ""},
		"empty":                {"", ""},
	} {
		var got []string
		for _, found := range In([]byte(c.text)) {
			got = append(got, found.Finding("f").Message)
		}
		if strings.Join(got, " + ") != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestInMarkdown wants no conflict where a text quotes one, and none overlooked where it only looks so.
func TestInMarkdown(t *testing.T) {
	t.Parallel()
	const whole = "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n"
	for name, c := range map[string]struct {
		text string
		want int
	}{
		"plain":                        {whole, 1},
		"two":                          {whole + "text\n" + whole, 2},
		"quoted":                       {"```\n" + whole + "```\n", 0},
		"quoted with tildes":           {"~~~~ text\n" + whole + "~~~~\n", 0},
		"quoted in a longer fence":     {"````\n" + "<<<<<<< HEAD\n```\na\n```\n=======\nb\n>>>>>>> x\n" + "````\n", 0},
		"after a quoted one":           {"```\n" + whole + "```\n" + whole, 1},
		"the fence ends within":        {"```\n<<<<<<< HEAD\na\n```\n=======\nb\n```\n>>>>>>> x\n", 1},
		"the fence begins within":      {"<<<<<<< HEAD\n```\na\n=======\nb\n>>>>>>> x\n```\n", 1},
		"out of order, quoted":         {"```\n>>>>>>> x\n=======\n<<<<<<< HEAD\n```\n", 0},
		"quotes seven deep":            {">>>>>>> said somebody, and more\n", 0},
		"the last mark, of a branch":   {"text\n>>>>>>> feature/x\n", 1},
		"the last mark, of a commit":   {"text\n>>>>>>> 1a2b3c4 (Say more)\n", 1},
		"an open fence at the end":     {"```\n<<<<<<< HEAD\n", 0},
		"a conflict in a conflict":     {"<<<<<<< HEAD\n" + whole + "=======\nc\n>>>>>>> y\n", 3},
		"a heading between two texts":  {"Title\n=======\n\nText\n", 0},
		"a mark and a heading further": {"<<<<<<< HEAD\nTitle\n=======\n", 1},
	} {
		if got := InMarkdown([]byte(c.text)); len(got) != c.want {
			t.Errorf("%s: %d, want %d: %+v", name, len(got), c.want, got)
		}
	}
	if got := In([]byte(strings.Repeat(whole, 1000))); len(got) != most {
		t.Errorf("%d conflicts of a thousand are told, want %d", len(got), most)
	}
}

// FuzzMarkdown wants places that are in the text, in order, and none that is told twice.
func FuzzMarkdown(f *testing.F) {
	f.Add("<<<<<<< HEAD\na\n||||||| b\n=======\nb\n>>>>>>> x\n")
	f.Add("```\n<<<<<<< HEAD\n```\n>>>>>>> x")
	f.Fuzz(func(t *testing.T, text string) {
		lines, last := strings.Count(text, "\n")+1, 0
		for _, c := range InMarkdown([]byte(text)) {
			p := c.Finding("f").Pos
			if p.Line <= last || p.Line > lines || c.At >= len(text) || c.Close > lines {
				t.Fatalf("%+v at %v in %d lines of %q", c, p, lines, text)
			}
			last = p.Line
		}
	})
}
