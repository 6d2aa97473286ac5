package author

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"clausebook/internal/doc"
)

// sign is one hint at the type of a document, with how much it weighs.
type sign struct {
	kind  string
	score float64
	words string
}

// What the signs weigh. A document is of the type with the largest sum, if that is enough; what says that it is a template or a
// guide outweighs the folder and the title that it has in common with the records it is for.
const (
	byFront    = 3.5 // a key such as `category` says so
	byAid      = 5
	byDebate   = 4 // it is in a folder of decisions or proposals, whose titles say what they are about
	byFolder   = 3
	byTitle    = 2.5
	byEnding   = 3.5 // the title ends in the word: a procedure among the policies
	byMeeting  = 3.5 // it names who chaired and who was present
	byID       = 2
	byHeadings = 1.5
	leastSum   = 1.5
	perLevel   = 0.5 // less for each folder further up
)

// folderWords are words that tell a type only where they name a folder.
var folderWords = both(map[string]string{"service": "service", "supplier": "contract", "customer": "agreement", "audit": "audit-report",
	"nonconformity": "nonconformity", "capa": "nonconformity", "improvement": "improvement"})

// debates are folders of what was decided, or is proposed, about something, with the type of what is in them.
var debates = both(map[string]string{"adr": "record", "decision": "record", "rfc": "guide", "pep": "guide", "kep": "guide",
	"proposal": "guide", "enhancement": "guide"})

// debateOf gives the type of what is in the folder of decisions or proposals in which a file is, and that folder; empty where there is
// none.
func debateOf(rel string) (kind, folder string) {
	for folder := range strings.SplitSeq(path.Dir(rel), "/") {
		words := lowerWords(strings.ReplaceAll(folder, "_", " "))
		for len(words) > 1 && kindOf(words[len(words)-1]) == "record" { // decision records, decision log
			words = words[:len(words)-1]
		}
		if len(words) > 0 && debates[words[len(words)-1]] != "" {
			return debates[words[len(words)-1]], folder
		}
	}
	return "", ""
}

// alone are those of them that tell it only where they are the whole name.
var alone = both(map[string]string{"service": "", "supplier": "", "customer": ""})

// aidFolders are folders of what helps to make documents.
var aidFolders = []string{"template", "templates", "form", "forms", "checklist", "checklists", "example", "examples", "guide", "guides",
	"guidelines", "training-material", "awareness-kit"}

// idLetters are the letters before the number of an id, where they are customary for a type.
var idLetters = map[string]string{"POL": "policy", "PROC": "procedure", "PRC": "process", "PR": "procedure", "QP": "procedure",
	"SOP": "procedure", "WI": "procedure", "VA": "procedure", "AA": "procedure", "PLN": "plan", "PLAN": "plan", "REG": "register",
	"RG": "register", "REC": "record", "MIN": "minutes", "MOM": "minutes", "RPT": "report", "REP": "report",
	"FM": "guide", "FRM": "guide", "FB": "guide", "F": "guide",
	"TPL": "guide", "TMP": "guide", "QM": "guide", "SLA": "agreement", "OLA": "agreement", "CTR": "contract"}

var lettersOfID = regexp.MustCompile(`^([A-Z]{1,4})[-_ ]?\d`)

// meetingHeadings are what minutes have and other documents have not.
var meetingHeadings = []string{"attendees", "present", "participants", "in attendance", "apologies", "attendance", "absent"}

// decisionHeadings are those of records of decisions.
var decisionHeadings = []string{"decision", "decision outcome", "context and problem statement", "considered options"}

// stepHeadings are those of a procedure.
var stepHeadings = []string{"steps", "prerequisites", "rollback", "instructions", "work steps", "procedure"}

// typeKeys are keys of foreign front matter that may name the kind of a document.
var typeKeys = []string{"type", "doc_type", "document_type", "kind", "category", "layout"}

// gathered are titles of pages that lead to documents of a kind.
var gathered = slices.Concat(collections, []string{"records", "reports", "contracts", "agreements", "richtlinien", "verfahren",
	"prozesse", "berichte", "register"})

// signsOf lists what hints at the type of a document.
func signsOf(d *doc.Document, rel, title string) []sign {
	out := frontSigns(d)
	name := stemOf(rel)
	if words := lowerWords(title); len(words) == 1 && slices.Contains(gathered, words[0]) {
		out = append(out, sign{"guide", byAid, "a title for all of them"})
	}
	if word := aidWord(namedBy(rel) + " " + title); word != "" {
		out = append(out, sign{"guide", byAid, fmt.Sprintf("%q in its name", word)})
	}
	switch kind, folder := debateOf(rel); {
	case kind != "" && isIndex(name):
		return append(out, sign{"guide", byAid, "the first page of folder " + folder})
	case kind != "":
		out = append(out, sign{kind, byDebate, "folder " + folder})
	}
	out = append(out, folderSigns(path.Dir(rel))...)
	if h := takeApart(title); h.kind != "" && !slices.Contains(collections, h.ending) {
		score := byTitle
		if kindOf(h.ending) == h.kind {
			score = byEnding
		}
		out = append(out, sign{h.kind, score, "title"})
	} else if h := takeApart(strings.Join(lowerWords(strings.ReplaceAll(name, ".", " ")), " ")); h.kind != "" {
		out = append(out, sign{h.kind, byTitle, "name of the file"})
	}
	if m := lettersOfID.FindStringSubmatch(name); m != nil && idLetters[m[1]] != "" {
		out = append(out, sign{idLetters[m[1]], byID, "letters of its id"})
	}
	return append(out, bodySigns(d)...)
}

func frontSigns(d *doc.Document) []sign {
	for _, key := range typeKeys {
		text := d.Front.Get(key).Text()
		if kind := kindWords[strings.ToLower(text)]; kind != "" {
			return []sign{{kind, byFront, "`" + key + "` in its front matter"}}
		}
	}
	return nil
}

// namedBy gives the name by which people know a file: its own, with that of its folder where that is a template and the file stands for it.
func namedBy(rel string) string {
	name, folder := stemOf(rel), path.Base(path.Dir(rel))
	if isIndex(name) && strings.Contains(strings.ToLower(folder), "template") {
		return folder
	}
	return name
}

// isIndex tells whether a name is that of the first page of a folder.
func isIndex(name string) bool {
	return slices.Contains([]string{"readme", "index", "_index"}, strings.ToLower(name))
}

var partsOfName = strings.NewReplacer(".", " ", "_", " ")

// aidWord gives the word of a name or title by which a document is a help for the work.
func aidWord(text string) string {
	for _, w := range lowerWords(partsOfName.Replace(text)) {
		if isAid(w) {
			return w
		}
	}
	return ""
}

// folderSigns reads the names of folders, the nearest first.
func folderSigns(dir string) []sign {
	score, about := float64(byFolder), false
	parts := strings.Split(dir, "/")
	for _, folder := range slices.Backward(parts) {
		_, whole := alone[strings.ToLower(folder)]
		switch kind := folderKind(folder); {
		case isAidFolder(folder):
			return []sign{{kind, byAid, "folder " + folder}}
		case whole && about: // services/payments/docs holds documents of all kinds about a service
			return nil
		case kind != "":
			return []sign{{kind, max(score, perLevel), "folder " + folder}}
		}
		about = about || slices.Contains(usualFolders, strings.ToLower(folder))
		score -= perLevel
	}
	return nil
}

// isFormer tells whether a path leads into a folder of what was replaced or put away.
func isFormer(rel string) bool {
	for folder := path.Dir(rel); folder != "."; folder = path.Dir(folder) {
		if formerWord(folder) != "" {
			return true
		}
	}
	return false
}

// formerWord gives the word in the name of a folder by which it holds what was replaced or put away; empty where none says so.
func formerWord(folder string) string {
	for _, w := range lowerWords(path.Base(folder)) {
		if formerFolders[w] != "" {
			return w
		}
	}
	return ""
}

// formerFolders are words for such folders, with the state of the documents in them.
var formerFolders = map[string]doc.Status{"old": doc.Superseded, "obsolete": doc.Superseded, "superseded": doc.Superseded,
	"alt": doc.Superseded, "veraltet": doc.Superseded, "ersetzt": doc.Superseded, "archive": doc.Withdrawn, "archived": doc.Withdrawn,
	"archives": doc.Withdrawn, "archiv": doc.Withdrawn, "retired": doc.Withdrawn, "withdrawn": doc.Withdrawn}

// isAidFolder tells whether a folder holds what helps to make documents.
func isAidFolder(folder string) bool {
	words := lowerWords(folder)
	if len(words) == 0 {
		return false
	}
	last := words[len(words)-1]
	numbered := len(words) == 2 && strings.Trim(words[0], "0123456789.") == "" // 04 Forms
	return slices.Contains(aidFolders, strings.ToLower(folder)) || numbered && slices.Contains(aidFolders, last) || germanAidFolder(last)
}

// folderKind gives the type that the name of a folder says, by its last word that says one.
func folderKind(folder string) string {
	if isAidFolder(folder) {
		return "guide"
	}
	words := lowerWords(strings.ReplaceAll(folder, "_", " "))
	for _, w := range slices.Backward(words) {
		if kind := cmp.Or(kindOf(w), folderWords[w]); kind != "" {
			if _, whole := alone[w]; !whole || len(words) == 1 {
				return kind
			}
		}
	}
	return ""
}

// documentFolders are names of folders that say that they hold documents, though not of what kind.
var documentFolders = both(map[string]string{"committee": "", "governance": "", "charter": "", "narrative": "", "standard": "",
	"meeting": "", "compliance": "", "handbook": ""})

// saysDocuments tells whether the name of a folder says that documents are in it.
func saysDocuments(folder string) bool {
	if kind := folderKind(folder); kind != "" && kind != "guide" {
		return true
	}
	if debate, _ := debateOf(folder + "/"); debate != "" {
		return true
	}
	return slices.ContainsFunc(lowerWords(strings.ReplaceAll(folder, "_", " ")), func(w string) bool {
		_, says := documentFolders[w]
		return says
	})
}

// bodySigns reads headings, and who took part in a meeting.
func bodySigns(d *doc.Document) []sign {
	meeting, decision, steps := 0, 0, 0
	for _, h := range d.Body.Headings {
		text := strings.ToLower(strings.Trim(h.Text, " :."))
		if slices.Contains(meetingHeadings, text) {
			meeting++
		}
		if slices.Contains(decisionHeadings, text) {
			decision++
		}
		if slices.Contains(stepHeadings, text) {
			steps++
		}
	}
	chair, present := doc.Attendance(d.Text())
	switch {
	case chair != "" && len(present) > 1:
		return []sign{{"minutes", byMeeting, "who chaired and who was present"}}
	case meeting > 0:
		return []sign{{"minutes", byHeadings, "headings of a meeting"}}
	case decision > 0:
		return []sign{{"record", byHeadings, "headings of a decision"}}
	case steps > 0:
		return []sign{{"procedure", byHeadings, "headings of steps"}}
	}
	return nil
}

// weighed gives the type that the signs add up to, how much, and which of them speak for it; nothing where they are too few.
func weighed(signs []sign) (kind string, sum float64, why string) {
	sums, order := map[string]float64{}, []string{}
	for _, s := range signs {
		if sums[s.kind] == 0 {
			order = append(order, s.kind)
		}
		sums[s.kind] += s.score
	}
	for _, k := range order {
		if sums[k] > sum+1e-9 {
			kind, sum = k, sums[k]
		}
	}
	if sum < leastSum {
		return "", 0, ""
	}
	var words []string
	for _, s := range signs {
		if s.kind == kind {
			words = append(words, fmt.Sprintf("%s %.1f", s.words, s.score))
		}
	}
	return kind, sum, strings.Join(words, ", ")
}
