package labels

import "testing"

// TestBlank tells what a template holds from what somebody wrote.
func TestBlank(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]bool{
		"[YYYY-MM-DD when it was last updated]":            true,
		"[draft | accepted | superseded by [xxx](xxx.md)]": true,
		"<date>": true, "<Name of owner>": true, "{owner}": true, "{{ date }}": true, "YYYY-MM-DD": true, "dd/mm/yyyy": true, "TT.MM.JJJJ": true,
		"X.Y": true, "vX.Y.Z": true, "____": true, "…": true, "...": true,
		"[[Ada]]": false, "[Ada](people.md#ada)": false, "[Ada][ada]": false, "<ada@example.org>": false, "<https://example.org>": false,
		"<b>Ada</b>": false, "2026-03-31": false, "1.x": false, "my": false, "Y": false, "draft": false, "d.o.o.": false, "[Ada](a), [Ben](b)": false,
		"": false,
	} {
		if got := Blank(value); got != want {
			t.Errorf("Blank(%q) = %t, want %t", value, got, want)
		}
	}
	for name, want := range map[string]bool{"yyyymmdd-xxx.md": true, "../ADR-NNNN.md": true, "0000-xxxx.md": true, "YYYY-MM-DD-title.md": true,
		"xxl-sizes.md": false, "nnnational.md": false, "20250110-use-two-databases.md": false, "annex.md": false, "": false} {
		if got := BlankName(name); got != want {
			t.Errorf("BlankName(%q) = %t, want %t", name, got, want)
		}
	}
	if got := Of([]byte("# [Title]\n\n- Status: [draft | accepted]\n- Date: YYYY-MM-DD\n- Tags: [a] <!-- or none -->\n- Owner: Ada <!-- who -->\n"), 1); len(got) != 1 || got[0].Value != "Ada" {
		t.Errorf("labels of a template: %v", got)
	}
}
