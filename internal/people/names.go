package people

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// nobody are the words that stand where a name should and name nobody.
var nobody = wordSet(
	"", "tbd", "tba", "tbc", "tbn", "todo", "to do", "na", "none", "nobody", "no one", "nil", "null", "unknown", "pending", "open", "name",
	"x", "xx", "xxx", "to be named", "to be determined", "to be decided", "to be confirmed", "to be announced", "to be defined",
	"not applicable", "not assigned", "not yet assigned", "unassigned", "vacant", "someone", "somebody",
	"nn", "n n", "n a", "ka", "k a", "kein", "keine", "keiner", "niemand", "jemand", "offen", "noch offen", "unbekannt", "ausstehend",
	"steht aus", "folgt",
	"entfällt", "nicht zutreffend", "nicht vergeben", "unbesetzt", "vakant", "wird noch benannt", "wird benannt", "wird nachgereicht",
	"zu benennen", "noch zu benennen", "zu bestimmen", "noch zu bestimmen", "zu klären", "noch zu klären", "zu bestätigen",
)

func wordSet(words ...string) map[string]bool {
	out := make(map[string]bool, len(words))
	for _, w := range words {
		out[w] = true
	}
	return out
}

// marks are signs with which placeholders are dressed, and which part their words.
var marks = strings.NewReplacer("_", " ", "-", " ", "*", " ", "<", " ", ">", " ", "[", " ", "]", " ", "(", " ", ")", " ",
	"{", " ", "}", " ",
	"?", " ", "…", " ", "—", " ", "–", " ", "`", " ", `"`, " ", "'", " ", "/", "", ".", "")

// Placeholder tells whether a text stands where a name should and names nobody: `_tbd_`, `n/a`, `none`, `noch offen`, `{{name}}`.
func Placeholder(text string) bool {
	return strings.Contains(text, "{{") || nobody[strings.Join(strings.Fields(marks.Replace(strings.ToLower(text))), " ")]
}

// What parts people in one line. A semicolon and an address in brackets always do; the rest only where what stands on either
// side can be the whole of a name.
var (
	glued    = regexp.MustCompile(`>\s*<`) // "Ada <ada@x> <ben@x>" names two addresses, and perhaps two people
	always   = regexp.MustCompile(`\s*;\s*(?:(?:and|und)\s+)?|(>)\s*(?:[,&+]|\b(?:and|und)\b)\s*`)
	byWord   = regexp.MustCompile(`\s*,?\s+(?:and|und)\s+|\s+[&+]\s+`)
	byComma  = regexp.MustCompile(`\s*,\s*`)
	oneWord  = regexp.MustCompile(`^[^\sA-Z]+$|^\S+@\S+$`)
	reversed = regexp.MustCompile(`^[^\s,]+,\s*[^,]+$`) // "Lind, Ada"
)

// Names gives the texts that name one person each, of a line that may name several: "Ada <a@x>, Ben <b@x>", "ada, ben",
// "Ann Smith and Bob Jones". "Lind, Ada" stays one name, and so does "Anderson & Sons". Placeholders name nobody.
func Names(line string) []string {
	var out []string
	for _, name := range Written(line) {
		if !Placeholder(name) {
			out = append(out, name)
		}
	}
	return out
}

// Written gives the parts of such a line as they are written, with those that name nobody.
func Written(line string) []string {
	if line != "" && !strings.ContainsAny(line, ";,>") && !strings.ContainsFunc(line, unicode.IsSpace) {
		return []string{line} // one word, as ids are
	}
	if single(line) {
		return written(strings.TrimSpace(line))
	}
	return parted(line)
}

// single tells whether a line has nothing that could part it: most name one person, and each version of each document is asked.
func single(line string) bool {
	_, behind, _ := strings.Cut(line, ">")
	return !strings.ContainsAny(line, ";,&+") && !strings.Contains(line, "and") && !strings.Contains(line, "und") &&
		!strings.Contains(behind, "<")
}

// written gives what is not empty.
func written(parts ...string) []string {
	return slices.DeleteFunc(parts, func(s string) bool { return s == "" })
}

// parted is Written for a line that may name several.
func parted(line string) []string {
	var out []string
	for _, part := range strings.Split(always.ReplaceAllString(glued.ReplaceAllString(line, ">; <"), "$1\x00"), "\x00") {
		for _, phrase := range split(strings.TrimSpace(part), byWord, func(s string) bool { return whole(s) || reversed.MatchString(s) }) {
			out = append(out, split(phrase, byComma, whole)...)
		}
	}
	return written(out...)
}

// split parts a text where each part can be a name or is a placeholder; else the text stays as it is.
func split(text string, by *regexp.Regexp, name func(string) bool) []string {
	parts := by.Split(text, -1)
	for _, p := range parts {
		if !name(p) && !Placeholder(p) {
			return []string{text}
		}
	}
	return parts
}

// whole tells whether a text can be all of a name: an id, an address, or words of which the first and the last are no common
// ones.
func whole(text string) bool {
	words := strings.Fields(text)
	switch {
	case oneWord.MatchString(text) || strings.Contains(text, "<"):
		return true
	case len(words) < 2:
		return false
	}
	return proper(words[0]) && proper(words[len(words)-1])
}

// proper tells whether a word is written as names are.
func proper(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsLetter(r) && !unicode.IsLower(r)
}

// groups are words that name several people at once.
var groups = wordSet("team", "teams", "group", "board", "committee", "council", "department", "list", "crew",
	"staff", "everyone", "everybody",
	"all", "management", "panel", "abteilung", "gruppe", "gremium", "ausschuss", "verteiler", "vorstand",
	"leitung", "geschäftsleitung", "alle")

// Group tells whether a name or an address is that of several people at once, such as a team or a mailing list, by the words in
// it. It says nothing of people who are listed.
func Group(name, address string) bool {
	if local, _, ok := strings.Cut(FoldAddress(address), "@"); ok && (functions[local] || anyGroup(local)) {
		return true
	}
	words := strings.Fields(strings.ToLower(name))
	return len(words) > 0 && (groups[words[len(words)-1]] || len(words) == 1 && (functions[words[0]] || anyGroup(words[0])))
}

// anyGroup tells whether one of the words of an id or of a local part names a group.
func anyGroup(text string) bool {
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("-._+@", r) })
	return slices.ContainsFunc(parts, func(w string) bool { return groups[w] })
}
