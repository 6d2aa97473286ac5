package doc

import (
	"strings"
	"testing"
)

func TestAttendance(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ src, chair, present string }{
		"lines":                     {"# Meeting\n\nChair: Ann Lee\nPresent: Ann Lee, Bo Hill (minutes), Cid\nApologies: Dan\n\nText: more", "Ann Lee", "Ann Lee, Bo Hill, Cid"},
		"bold labels":               {"**Attendees:** Ann, Bo and Cid  \n**Absent:** Dan\n", "", "Ann, Bo, Cid"},
		"a list under a heading":    {"# M\n\n## Present\n\n- Ann (chair)\n- Bo – operations\n* [ ] @cid\n\n## Agenda\n\n- Budget\n", "Ann", "Ann, Bo, cid"},
		"a list under a label":      {"Participants:\n\n1. Ann\n2. Bo\n\nTopics:\n\n- Money\n", "", "Ann, Bo"},
		"names under a heading":     {"## Attendees\n\nAnn Lee, Bo Hill\n\n## Notes\n\nText, text", "", "Ann Lee, Bo Hill"},
		"a table of two columns":    {"| Date | 2025-01-02 |\n|---|---|\n| Chair | Ann |\n| Present | Ann, Bo |\n| Apologies | Cid |\n", "Ann", "Ann, Bo"},
		"a person a row":            {"## Attendance\n\n| Name | Role | |\n|---|---|---|\n| Ann | Chair | here |\n| Bo | Ops | Apologies |\n| Cid | Ops | |\n", "Ann", "Ann, Cid"},
		"a table named by its head": {"| Attendees | Role |\n|---|---|\n| Ann | Ops |\n\nBo | x\n", "", "Ann"},
		"links":                     {"Present: [Ann](mailto:ann@example.org), [Bo](https://e.example/bo, x)\n", "", "Ann, Bo"},
		"brackets with commas":      {"Present: Ann (Acme, Ltd), Bo\n", "", "Ann, Bo"},
		"an address":                {"Present:\n- Ann Lee <ann@example.org>\n", "", "Ann Lee"},
		"in German":                 {"Leitung: Ann\nTeilnehmer: Ann, Bo\nEntschuldigt: Cid\n", "Ann", "Ann, Bo"},
		"nobody":                    {"Present: none\nChair: n/a\n", "", ""},
		"another text":              {"# Policy\n\nThe present: it is here.\n\n- Ann\n", "", ""},
		"a sentence":                {"Attendees: everybody who works on the service and has time came to the hall\n", "", ""},
		"agenda items with colons":  {"## Present\n\n- Ann: chair\n- Bo\n", "", "Ann, Bo"},
		"quorum":                    {"Present: Ann, Bo\nQuorum: 2\n", "", "Ann, Bo"},
	} {
		chair, present := Attendance([]byte(c.src))
		if chair != c.chair || strings.Join(present, ", ") != c.present {
			t.Errorf("%s: chair %q, present %q", name, chair, present)
		}
	}
}
