package remind

import (
	"io"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"

	"clausebook/internal/date"
	"clausebook/internal/dossier"
	"clausebook/internal/people"
	"clausebook/internal/theme"
	"clausebook/internal/view"
	"clausebook/themes"
)

// TestMailsAreRead writes letters with what is hard in a mail, and reads them with the library's reader.
func TestMailsAreRead(t *testing.T) {
	t.Parallel()
	words, err := theme.Load(themes.Default(), nil, "de", nil)
	if err != nil {
		t.Fatal(err)
	}
	s := &view.View{Dossier: &dossier.Dossier{}, Theme: words}
	s.AsOf.Day = date.New(2026, 6, 1)
	s.Site.Title = strings.Repeat("Dienste für alle ", 12) + "\r\nBcc: all@example.org"
	l := Letter{To: people.Person{ID: "../../etc", Name: `Zoë "Z" Müller, die Ältere`, Emails: []string{"zoe@example.org"}},
		Overdue: []string{"=3D und .\n.\nhttps://example.org/" + strings.Repeat("ä", 200), "."},
		Soon:    []string{"From the start"}, Approvals: []string{"日本語 " + strings.Repeat("x ", 100)}}
	m := mailOf(s, l, mail.Address{Name: "Bü\nro", Address: "from@example.org"})
	if strings.ContainsAny(m.Name, "/\\") || !strings.HasSuffix(m.Name, ".eml") {
		t.Errorf("the file is called %q", m.Name)
	}
	for line := range strings.SplitSeq(string(m.Text), "\r\n") {
		if len(line) > 78 || strings.ContainsAny(line, "\r\n") {
			t.Errorf("a line of %d characters, or a line end of another kind: %q", len(line), line)
		}
	}
	read, err := mail.ReadMessage(strings.NewReader(string(m.Text)))
	if err != nil {
		t.Fatal(err)
	}
	to, err := read.Header.AddressList("To")
	if err != nil || len(to) != 1 || to[0].Name != l.To.Name || to[0].Address != "zoe@example.org" {
		t.Errorf("to %v, %v", to, err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(read.Header.Get("Subject"))
	if err != nil || !strings.Contains(subject, "Bcc: all@example.org: 2 Punkte überfällig, 1 Punkt bald fällig, 1 Freigabe wartet auf Sie") {
		t.Errorf("subject %q, %v", subject, err)
	}
	if day, err := read.Header.Date(); err != nil || day.Format("2006-01-02") != "2026-06-01" || read.Header.Get("Bcc") != "" {
		t.Errorf("date %v, %v; blind copies to %q", day, err, read.Header.Get("Bcc"))
	}
	body, err := io.ReadAll(quotedprintable.NewReader(read.Body))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"\r\n- =3D und . .\r\n  https://example.org/ää", "\r\n- .\r\n", "\r\n- From the start\r\n", "日本語 x x"} {
		if !strings.Contains(string(body), want) {
			t.Errorf("the text lacks %q:\n%s", want, body)
		}
	}
	if again := mailOf(s, l, mail.Address{Name: "Bü\nro", Address: "from@example.org"}); string(again.Text) != string(m.Text) {
		t.Error("the same letter is another mail")
	}
}
