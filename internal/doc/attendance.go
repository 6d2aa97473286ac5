package doc

import (
	"regexp"
	"slices"
	"strings"

	"clausebook/internal/labels"
	"clausebook/internal/strictyaml"
)

// What `fields:` names for those who took part in a meeting, as the text of minutes tells it.
const (
	FromTextChair     = "text:chair"
	FromTextAttendees = "text:attendees"
)

// The words over lists of people in minutes, and before them.
var (
	presentWords = setOf("attendees", "present", "participants", "in_attendance", "attendance", "attending", "members_present", "attended",
		"present_members", "anwesend", "anwesende", "teilnehmer", "teilnehmende", "teilnehmerinnen", "teilnehmer_innen")
	chairWords = setOf("chair", "chairperson", "chairman", "chairwoman", "chaired_by", "chairs", "meeting_chair", "facilitator", "moderator",
		"vorsitz", "vorsitzende", "vorsitzender", "sitzungsleitung", "leitung")
	absentWords = setOf("apologies", "absent", "regrets", "excused", "not_present", "apologies_for_absence", "entschuldigt", "abwesend",
		"fehlend")
)

// columnWords name the second column of a table of people.
var columnWords = setOf("role", "title", "function", "organisation", "organization", "company", "team", "department", "email", "e_mail",
	"initials",
	"here", "present", "rolle", "funktion", "abteilung", "kürzel")

func setOf(words ...string) map[string]bool {
	out := map[string]bool{}
	for _, w := range words {
		out[w] = true
	}
	return out
}

const (
	attendanceLines = 80 // of a text that are searched for people
	mostAttendees   = 100
	nameWords       = 5 // of the name of a person
)

// Attendance gives who chaired a meeting and who attended it, by the first lines of its minutes: lines such as "Present: Ann, Bob", lists
// under such words, and tables with a person a row.
func Attendance(body []byte) (chair string, present []string) {
	a := attendance{}
	text := string(body)
	for n := 0; n < attendanceLines && text != ""; n++ {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		a.line(strings.TrimSpace(line))
	}
	return a.chair, a.present
}

// attendance is the reading of a text. Under is the word under which the next lines stand.
type attendance struct {
	under   string
	started bool // a name stands under it already
	table   bool
	chair   string
	present []string
}

var (
	presentUnder, chairUnder, absentUnder = "present", "chair", "absent"
	bulletOrNumber                        = regexp.MustCompile(`^(?:[-*+]|\d+[.)])[ \t]+(?:\[[ xX]\][ \t]+)?`)
	beforeColon                           = regexp.MustCompile(`^(?:[-*+>][ \t]+)*[*_]*([^:|]{3,40}?)[*_]*:[*_]*(?:[ \t]+(.*))?$`)
	linkWords                             = regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`)
	inBrackets                            = regexp.MustCompile(`\(([^)]*)\)|\[([^\]]*)\]`)
)

func underOf(name string) string {
	switch folded := FoldName(labels.Unmarked(name)); {
	case presentWords[folded]:
		return presentUnder
	case chairWords[folded]:
		return chairUnder
	case absentWords[folded]:
		return absentUnder
	}
	return ""
}

// line takes in a line.
func (a *attendance) line(line string) {
	if line == "" {
		if a.started && !a.table {
			a.under = ""
		}
		return
	}
	if heading := strings.TrimLeft(line, "#"); heading != line {
		a.begin(underOf(strings.TrimRight(heading, "# ")))
		return
	}
	if strings.HasPrefix(line, "|") {
		a.row(line)
		return
	}
	a.table = false
	if m := beforeColon.FindStringSubmatch(line); m != nil {
		if under := underOf(m[1]); under != "" || !a.isItem(line) {
			a.begin(under)
			a.names(m[2])
			return
		}
	}
	if under := underOf(line); under != "" && !a.isItem(line) {
		a.begin(under)
		return
	}
	if rest := bulletOrNumber.ReplaceAllString(line, ""); rest != line {
		a.name(rest)
		return
	}
	if !a.started {
		a.names(line)
		return
	}
	a.under = ""
}

func (a *attendance) isItem(line string) bool { return bulletOrNumber.MatchString(line) }

func (a *attendance) begin(under string) { a.under, a.started, a.table = under, false, false }

// row takes in a row of a table: of two columns with such a word before the names, or with a person a row.
func (a *attendance) row(line string) {
	if name, value, ok := labels.CellsOf(line); ok && underOf(name) != "" && !columnWords[FoldName(value)] {
		a.begin(underOf(name))
		a.names(value)
		a.begin("")
		return
	}
	cells := strings.Split(strings.Trim(line, "|"), "|")
	if header := !a.table; header || strings.Trim(line, "|-: ") == "" {
		a.table = true
		if header && a.under == "" {
			a.under = underOf(cells[0])
		}
		return
	}
	rest := strings.ToLower(strings.Join(cells[1:], " "))
	if slices.ContainsFunc(strings.Fields(rest), func(w string) bool { return absentWords[strings.Trim(w, ".,;()")] }) {
		return
	}
	chairs := slices.ContainsFunc(strings.Fields(rest), func(w string) bool { return chairWords[strings.Trim(w, ".,;()")] })
	if chairs && a.under == presentUnder && a.chair == "" {
		a.chair = personIn(cells[0])
	}
	a.name(cells[0])
}

// names takes in several names in a line.
func (a *attendance) names(text string) {
	if a.under == "" {
		return // in a text on something else
	}
	text = inBrackets.ReplaceAllStringFunc(linkWords.ReplaceAllString(text, "$1"), func(s string) string {
		return strings.ReplaceAll(s, ",",
			";;")
	})
	for _, part := range strings.FieldsFunc(strings.ReplaceAll(text, " and ", ", "), func(r rune) bool { return r == ',' || r == '、' }) {
		a.name(strings.ReplaceAll(part, ";;", ","))
	}
}

// name takes in one name.
func (a *attendance) name(text string) {
	if a.under == "" {
		return
	}
	name := personIn(text)
	if name == "" {
		return
	}
	a.started = true
	role := strings.ToLower(strings.Join(inBrackets.FindAllString(text, -1), " "))
	inChair := slices.ContainsFunc(strings.FieldsFunc(role, func(r rune) bool { return !(r >= 'a' && r <= 'z') }),
		func(w string) bool { return chairWords[w] })
	if a.chair == "" && (a.under == chairUnder || a.under == presentUnder && inChair) {
		a.chair = name
	}
	if a.under == presentUnder && !slices.Contains(a.present, name) && len(a.present) < mostAttendees {
		a.present = append(a.present, name)
	}
}

// personIn gives the name in a text without what is said of the person; empty where it is none.
func personIn(text string) string {
	text = linkWords.ReplaceAllString(text, "$1")
	text = inBrackets.ReplaceAllString(text, "")
	for _, mark := range []string{" – ", " — ", " - ", ": ", ";", "<"} {
		text, _, _ = strings.Cut(text, mark)
	}
	text = strings.TrimLeft(labels.Unmarked(strings.Trim(text, " .,")), "@")
	words := strings.Fields(text)
	if len(words) == 0 || len(words) > nameWords || !strings.ContainsFunc(text, func(r rune) bool { return r > '9' }) ||
		absentWords[FoldName(text)] || strings.EqualFold(text, "none") || strings.EqualFold(text, "n/a") {
		return ""
	}
	return strings.Join(words, " ")
}

// fromText adds to the front matter of minutes who took part, where nothing else says so and `fields:` asks for it.
func (r *Reader) fromText(front *strictyaml.Node, body []byte) {
	wantsChair := r.Fields[FromTextChair] == "chair" && front.Key("chair") == nil
	wantsPresent := r.Fields[FromTextAttendees] == "attendees" && front.Key("attendees") == nil
	if !wantsChair && !wantsPresent {
		return
	}
	chair, present := Attendance(body)
	if wantsChair && chair != "" {
		put(front, "chair", &strictyaml.Node{Raw: chair, Quoted: true})
	}
	if wantsPresent && len(present) > 0 {
		put(front, "attendees", listOf(present))
	}
}
