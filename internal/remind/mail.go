package remind

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"time"

	"clausebook/internal/doc"
	"clausebook/internal/view"
)

// Mail is a mail as a file that programs for mail open as a draft.
type Mail struct {
	Name string // of the file
	To   string // the name of the person
	Text []byte // in the form of RFC 5322
}

// mailOf writes a letter. The same letter of the same day is the same file.
func mailOf(s *view.View, l Letter, from mail.Address) Mail {
	to := mail.Address{Name: l.To.Name, Address: l.To.Emails[0]}
	subject := s.Title() + ": " + strings.Join(l.counts(s), ", ")
	body := l.body(s)
	sum := sha256.Sum256([]byte(strings.Join([]string{subject, s.AsOf.Day.String(), l.To.ID, body}, "\x00")))
	day := time.Date(s.AsOf.Day.Year(), s.AsOf.Day.Month(), s.AsOf.Day.Day(), 0, 0, 0, 0, time.UTC)
	var b bytes.Buffer
	header := func(name, value string) {
		b.WriteString(strings.Replace(name+": "+value, ": \r\n", ":\r\n", 1) + "\r\n")
	}
	header("From", from.String())
	header("To", to.String())
	header("Subject", folded(mime.QEncoding.Encode("utf-8", oneLine(subject))))
	header("Date", day.Format("Mon, 02 Jan 2006 15:04:05 -0700"))
	header("Message-ID", "<"+hex.EncodeToString(sum[:16])+"@clausebook.invalid>")
	header("MIME-Version", "1.0")
	header("Content-Type", "text/plain; charset=utf-8")
	header("Content-Transfer-Encoding", "quoted-printable")
	header("Content-Language", s.Language())
	header("X-Unsent", "1") // opened as a draft
	b.WriteString("\r\n")
	w := quotedprintable.NewWriter(&b)
	_, _ = w.Write([]byte(strings.ReplaceAll(body, "\n", "\r\n"))) // a buffer takes everything
	_ = w.Close()
	return Mail{Name: fileName(l.To.ID), To: to.Name, Text: b.Bytes()}
}

// counts say how much waits: "2 overdue".
func (l Letter) counts(s *view.View) []string {
	var out []string
	if n := len(l.Overdue); n > 0 {
		out = append(out, s.N(n, "item overdue", "items overdue"))
	}
	if n := len(l.Soon); n > 0 {
		out = append(out, s.N(n, "item due soon", "items due soon"))
	}
	if n := len(l.Approvals); n > 0 {
		out = append(out, s.N(n, "approval waits for you", "approvals wait for you"))
	}
	return out
}

// body writes the text of a letter.
func (l Letter) body(s *view.View) string {
	var b strings.Builder
	b.WriteString(s.T("Hello %s,", l.To.Name) + "\n\n" + s.T("this waits for you on %s:", s.AsOf.Day.String()) + "\n")
	for _, part := range []struct {
		title string
		items []string
	}{{s.T("Overdue"), l.Overdue}, {s.T("Due soon"), l.Soon}, {s.T("Waiting for your approval"), l.Approvals}} {
		if len(part.items) == 0 {
			continue
		}
		b.WriteString("\n" + part.title + "\n")
		for _, text := range part.items {
			b.WriteString("- " + strings.ReplaceAll(oneLineEach(text), "\n", "\n  ") + "\n")
		}
	}
	if s.Site.BaseURL != "" {
		b.WriteString("\n" + oneLine(s.Title()) + ": " + s.Site.BaseURL + "\n")
	}
	return b.String()
}

// oneLine leaves no line end in a text, which would begin another header.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// oneLineEach leaves a text and the address below it on one line each.
func oneLineEach(text string) string {
	i := strings.LastIndexByte(text, '\n')
	if i < 0 {
		return oneLine(text)
	}
	return oneLine(text[:i]) + "\n" + oneLine(text[i+1:])
}

// folded breaks a header before each of its encoded words, as a line may not be longer than 78 characters there.
func folded(value string) string {
	if strings.HasPrefix(value, "=?") {
		return "\r\n " + strings.ReplaceAll(value, "?= =?", "?=\r\n =?")
	}
	return value
}

// fileName gives the file of a person; an id that is no name of a file everywhere is replaced by its hash.
func fileName(id string) string {
	if !doc.ValidID(id) {
		sum := sha256.Sum256([]byte(id))
		id = hex.EncodeToString(sum[:8])
	}
	return id + ".eml"
}
