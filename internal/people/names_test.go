package people

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestNames(t *testing.T) {
	t.Parallel()
	const ada, bea, cy = "Ada Author <ada@example.org>", "Bea Boss <bea@example.org>", "Cy Coauthor <cy@example.org>"
	for line, want := range map[string][]string{
		"bea":                            {"bea"},
		bea:                              {bea},
		ada + ", " + bea:                 {ada, bea},
		ada + " and " + bea + "; " + cy:  {ada, bea, cy},
		ada + " und " + bea + " & " + cy: {ada, bea, cy},
		ada + "," + "none":               {ada},
		"Ada Author <ada@example.org> <bea@example.org>":       {ada, "<bea@example.org>"},
		"Ada Author <ada@example.org><bea@example.org>, " + cy: {ada, "<bea@example.org>", cy},
		"Ada Author <ada@example.org> <>":                      {ada},
		"ada, bea":                                             {"ada", "bea"},
		"ada,bea":                                              {"ada", "bea"},
		"ada and bea":                                          {"ada", "bea"},
		"ada, bea and cy":                                      {"ada", "bea", "cy"},
		"ada; and bea":                                         {"ada", "bea"},
		"ada; bea; ":                                           {"ada", "bea"},
		"Ann Smith, Bob Jones":                                 {"Ann Smith", "Bob Jones"},
		"Ann Smith and Bob Jones":                              {"Ann Smith", "Bob Jones"},
		"Ann Smith, Bob Jones, and Cy Hall":                    {"Ann Smith", "Bob Jones", "Cy Hall"},
		"Ann Smith; Bob":                                       {"Ann Smith", "Bob"},
		"Änne Öhm und Jürgen von der Aue":                      {"Änne Öhm", "Jürgen von der Aue"},
		"李 明, 王 芳":                                             {"李 明", "王 芳"},
		"Smith, Ann and Jones, Bob":                            {"Smith, Ann", "Jones, Bob"},
		"Smith, Ann; Jones, Bob":                               {"Smith, Ann", "Jones, Bob"},
		"head of sales and marketing":                          {"head of sales and marketing"},
		"Dr. Ann Smith, PhD":                                   {"Dr. Ann Smith, PhD"},
		"ada@example.org;bea@example.org":                      {"ada@example.org", "bea@example.org"},
		"ada+sms@example.org":                                  {"ada+sms@example.org"},
		"Lind, Ada <ada@example.org>":                          {"Lind, Ada <ada@example.org>"},
		"Lind, Ada":                                            {"Lind, Ada"},
		"Anderson & Sons":                                      {"Anderson & Sons"},
		"Roland <roland@example.org>":                          {"Roland <roland@example.org>"},
		"Ada Lind, tbd":                                        {"Ada Lind"},
		"_tbd_":                                                nil,
		"n/a":                                                  nil,
		"N.A.":                                                 nil,
		"-":                                                    nil,
		"None":                                                 nil,
		"<to be named>":                                        nil,
		"to-be-named":                                          nil,
		"{{name}}":                                             nil,
		"???":                                                  nil,
		"?":                                                    nil,
		"—":                                                    nil,
		"<>":                                                   nil,
		"To be confirmed":                                      nil,
		"noch offen":                                           nil,
		"N.N.":                                                 nil,
		"k. A.":                                                nil,
		"wird noch benannt":                                    nil,
		"_noch zu benennen_; none":                             nil,
		"ada, tbd":                                             {"ada"},
		"Ada <ada@example.org>, _tbd_, n/a":                    {"Ada <ada@example.org>"},
		"Nadia None <nadia@example.org>":                       {"Nadia None <nadia@example.org>"},
		"Nora Offen":                                           {"Nora Offen"},
	} {
		if diff := cmp.Diff(want, Names(line)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", line, diff)
		}
	}
}

func TestGroup(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, address string
		want          bool
	}{
		{"Change board", "", true},
		{"change-advisory-board", "", true},
		{"", "all@example.org", true},
		{"Quality", "quality@example.org", true},
		{"Ada", "it-team@example.org", true},
		{"Vorstand", "", true},
		{"Ada Lind", "ada.lind@example.org", false},
		{"Boardman", "boardman@example.org", false},
		{"Alla Allister", "alla@example.org", false},
		{"", "", false},
	} {
		if got := Group(c.name, c.address); got != c.want {
			t.Errorf("%q <%s>: %v", c.name, c.address, got)
		}
	}
}

// TestNothingIsPassedOverInLinesOfOneName holds lines that are taken as they stand against those taken apart, whatever stands next to what.
func TestNothingIsPassedOverInLinesOfOneName(t *testing.T) {
	t.Parallel()
	pieces := []string{"", " ", "\t", "\u00a0", "\n", "Ada", "lind", "<ada@x>", "<", ">", "<>", ",", ";", "&", "+", "and", "und", "Land", "tbd", "_", "Ö", "."}
	once := 0
	var try func(line string, depth int)
	try = func(line string, depth int) {
		if single(line) {
			once++
		}
		if diff := cmp.Diff(parted(line), Written(line), cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("%q: %s", line, diff)
		}
		if depth == 0 {
			return
		}
		for _, p := range pieces {
			try(line+p, depth-1)
		}
	}
	try("", 3)
	if once < 1000 {
		t.Errorf("only %d lines were taken as they stand", once)
	}
}
