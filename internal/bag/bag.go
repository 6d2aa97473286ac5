// Package bag is the form of an evidence pack: which files it has besides its evidence, how their sums are listed, what is
// stated about them and what of that is signed.
//
// The form is BagIt 1.0 (RFC 8493) with in-toto statements in DSSE envelopes, so that sha256sum, ssh-keygen and openssl can
// check it. What writes packs and what verifies them share this package and nothing else.
package bag

import (
	"bytes"
	"clausebook/internal/content"
	"cmp"
	"crypto/sha1" //nolint:gosec // git names objects by it; what a pack holds is summed with SHA-256 as well
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The files of a pack beside its evidence, which lies below Data.
const (
	Data        = "data/"
	Declaration = "bagit.txt"
	Info        = "bag-info.txt"
	Manifest    = "manifest-sha256.txt"
	TagManifest = "tagmanifest-sha256.txt"
	Statement   = "statement.intoto.json"
	Check       = "check.intoto.json"
	ReadMe      = "VERIFY.md"
	Script      = "verify.sh"

	// What follows is of the day and the person and no part of what can be made again.
	Signature         = TagManifest + ".sig"
	Token             = TagManifest + ".tsr"
	StatementEnvelope = "statement.dsse.json"
	CheckEnvelope     = "check.dsse.json"

	// The log of heads, as it stood when the pack was made. It has a checkpoint of its own.
	LogEntries    = "log/entries.jsonl"
	LogCheckpoint = "log/checkpoint"
	LogProof      = "log/entry.tlog-proof" // of the newest entry of the commit
)

// Namespace is what packs are signed for, so that no other signature can pass for one.
const Namespace = "evidence-pack@clausebook"

// DeclarationText is the whole of bagit.txt.
const DeclarationText = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

// Summed are the files that the tag manifest lists, in its order: all that is made again from the same commit but the evidence.
func Summed() []string {
	return []string{ReadMe, Info, Declaration, Check, Manifest, Statement, Script}
}

// Loose are the files that may stand beside them.
func Loose() []string {
	return []string{TagManifest, Signature, Token, StatementEnvelope, CheckEnvelope, LogEntries, LogCheckpoint, LogProof}
}

// Sum is the SHA-256 of some bytes, in hexadecimal.
func Sum(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

// GitName is the name that git gives to an object of a kind.
func GitName(kind string, content []byte) string {
	h := sha1.New() //nolint:gosec // as above
	fmt.Fprintf(h, "%s %d\x00", kind, len(content))
	h.Write(content)
	return hex.EncodeToString(h.Sum(nil))
}

// Line is a file with its sum.
type Line struct{ Sum, Path string }

// Write gives the text of a manifest, sorted by path.
func Write(lines []Line) []byte {
	lines = slices.Clone(lines)
	slices.SortFunc(lines, func(a, b Line) int { return cmp.Compare(a.Path, b.Path) })
	var b bytes.Buffer
	for _, l := range lines {
		b.WriteString(l.Sum + "  " + l.Path + "\n")
	}
	return b.Bytes()
}

// Read reads a manifest by the exact form that Write gives: sha256sum passes over what it cannot read, and so would hide a line.
func Read(text []byte) ([]Line, error) {
	var out []Line
	for i, line := range strings.SplitAfter(string(text), "\n") {
		if line == "" {
			break
		}
		content, ended := strings.CutSuffix(line, "\n")
		if !ended || len(content) < 67 || content[64:66] != "  " || !isSum(content[:64]) {
			return nil, fmt.Errorf("line %d is not a sum, two spaces and a path", i+1)
		}
		l := Line{content[:64], content[66:]}
		if err := Portable(l.Path); err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
		if len(out) > 0 && l.Path <= out[len(out)-1].Path {
			return nil, fmt.Errorf("line %d: %s is out of order or listed twice", i+1, l.Path)
		}
		out = append(out, l)
	}
	return out, nil
}

func isSum(s string) bool { return strings.Trim(s, "0123456789abcdef") == "" }

// ErrName says that a path cannot be that of a file of a pack.
var ErrName = errors.New("no path that every system has")

// Portable tells whether a path means the same file on every system, in a manifest of BagIt as in one of sha256sum.
func Portable(p string) error {
	fault := func(why string) error { return fmt.Errorf("%s is %w: %s", Quote(p), ErrName, why) }
	switch {
	case p == "" || len(p) > 1000:
		return fault("it is empty or too long")
	case !utf8.ValidString(p):
		return fault("it is not UTF-8")
	case strings.ContainsAny(p, "\\%\"<>|?*:") || strings.ContainsFunc(p, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return fault(`it has a control character or one of \ % " < > | ? * :`)
	}
	for part := range strings.SplitSeq(p, "/") {
		switch {
		case part == "" || part == "." || part == "..":
			return fault("it is absolute or leads elsewhere")
		case len(part) > 255:
			return fault("a name in it is too long")
		case strings.HasSuffix(part, ".") || strings.HasSuffix(part, " ") || strings.HasPrefix(part, " "):
			return fault("a name begins or ends with a space, or ends with a dot")
		case content.Device(part):
			return fault("Windows keeps the name for a device")
		}
	}
	return nil
}

// longest is how many bytes of a name are shown.
const longest = 120

// Quote gives a name as it is shown in a message: quoted, without what is beyond a line's length.
func Quote(name string) string {
	if len(name) <= longest {
		return strconv.Quote(name)
	}
	return strconv.Quote(strings.ToValidUTF8(name[:longest], "") + "…")
}

// Field is a line of bag-info.txt.
type Field struct{ Name, Value string }

// The fields by which a pack can be made again.
const (
	FieldCommit  = "External-Identifier"
	FieldDay     = "Bagging-Date"
	FieldOxum    = "Payload-Oxum"
	FieldTool    = "Bag-Software-Agent"
	FieldScope   = "Clausebook-Scope"
	FieldSite    = "Clausebook-Site"
	FieldHistory = "Clausebook-History"
	FieldProject = "Clausebook-Project" // the folder of the project in its repository
	FieldPeople  = "Clausebook-People"  // Pseudonyms, where people are not named; missing else
)

// Pseudonyms is the value of FieldPeople, and Withheld the list of the files that such a pack leaves out, since they name people.
const (
	Pseudonyms = "pseudonyms"
	Withheld   = Data + "withheld.json"
)

// WriteInfo gives the text of bag-info.txt.
func WriteInfo(fields []Field) []byte {
	var b bytes.Buffer
	for _, f := range fields {
		b.WriteString(f.Name + ": " + strings.Join(strings.Fields(f.Value), " ") + "\n")
	}
	return b.Bytes()
}

// ReadInfo reads bag-info.txt as WriteInfo gives it. A field that is given twice is an error.
func ReadInfo(text []byte) (map[string]string, error) {
	out := map[string]string{}
	for line := range strings.Lines(string(text)) {
		name, value, ok := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		if _, twice := out[name]; !ok || twice {
			return nil, fmt.Errorf("%s: %q is no field, or one that is given twice", Info, line)
		}
		out[name] = value
	}
	return out, nil
}
