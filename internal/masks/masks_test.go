package masks

import (
	"io"
	"regexp"
	"strings"
	"testing"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/ledger"
	"clausebook/internal/people"
	"clausebook/internal/trust"
)

// example knows Ann, who holds a role, and Olaf, whom a commit alone names.
func example(key string) *Masks {
	return New(Sources{Key: key, Day: date.New(2026, 6, 30), T: func(text string, _ ...any) string { return text },
		People: &people.Register{
			People: []people.Person{{ID: "ann", Name: "Ann Author", Emails: []string{"ann@example.org", "7+annie@users.noreply.github.com"}}},
			Roles:  []people.Role{{ID: "manager", Title: "Manager", Holders: []people.Holding{{Person: "ann"}}}}},
		Docs:    doc.NewSet("content", []*doc.Document{{ID: "A", Path: "content/a.md"}}, nil, nil),
		History: &history.Log{},
		Approvals: ledger.NewLedger(ledger.None, map[doc.ID][]ledger.Version{
			"A": {{Document: "A", Approver: trust.Person{Name: "Olaf Other", Email: "olaf@example.org"}}}})})
}

func TestMask(t *testing.T) {
	t.Parallel()
	m := example("key")
	ann, olaf := regexp.MustCompile(`Manager [a-z2-7]{6}`), regexp.MustCompile(`Unlisted person [a-z2-7]{6}`)
	for text, want := range map[string]string{
		"by Ann Author.":              "by ANN.",
		"ANN AUTHOR, ann@example.org": "ANN, ANN",
		"<ann@example.org>":           "<ANN>",
		"@annie wrote":                "ANN wrote",
		"annie wrote, Annie not":      "ANN wrote, Annie not", // a single word in another case may be any word
		"Olaf Other and Olaf":         "OLAF and Olaf",
		"Ann Authors, joann":          "Ann Authors, joann",
		"x.ann@example.org":           "x.ann@example.org", // another address
		"ann@example.org.":            "ANN.",
		`\u003cann@example.org\u003e`: `\u003cANN\u003e`,
		`to:\nAnn Author\tand`:        `to:\nANN\tand`,
		`\u00e4Ann Author`:            `\u00e4ANN`,
		"O&#39;Hara":                  "O&#39;Hara",
		"":                            "",
	} {
		got := olaf.ReplaceAllString(ann.ReplaceAllString(m.Mask(text), "ANN"), "OLAF")
		if got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
	if m.Mask("Ann Author") != example("key").Mask("Ann Author") || m.Mask("Ann Author") == example("other").Mask("Ann Author") {
		t.Error("a pseudonym does not follow from the key and the person alone")
	}
}

// TestOver holds that the last pass finds names wherever they were written, and leaves alone what was shielded from it.
func TestOver(t *testing.T) {
	t.Parallel()
	m := example("key")
	write := m.Over(func(w io.Writer) error {
		_, err := io.WriteString(w, "Ann Author said: "+m.Shield("Ann Author & Olaf Other")+" "+string(m.ShieldHTML("<b>Ann Author</b>")))
		return err
	})
	var b strings.Builder
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	if want := m.Mask("Ann Author") + " said: Ann Author & Olaf Other <b>Ann Author</b>"; b.String() != want {
		t.Errorf("got %q, want %q", b.String(), want)
	}
}

// TestRegister holds that the register which pages show has neither names nor addresses.
func TestRegister(t *testing.T) {
	t.Parallel()
	m := example("key")
	from := &people.Register{People: []people.Person{{ID: "ann", Name: "Ann Author", Emails: []string{"ann@example.org"}}}}
	got := m.Register(from).People[0]
	if got.Name != m.Mask("Ann Author") || len(got.Emails)+len(got.Keys) > 0 || from.People[0].Name != "Ann Author" {
		t.Errorf("got %+v, and of the register itself %+v", got, from.People[0])
	}
}

// TestNoMasks holds that nothing changes where people are shown by name.
func TestNoMasks(t *testing.T) {
	t.Parallel()
	var m *Masks
	if m.Mask("Ann Author") != "Ann Author" || m.Shield("Ann Author") != "Ann Author" || m.ShieldHTML("<b>Ann</b>") != "<b>Ann</b>" {
		t.Error("a text changes without masks")
	}
}
