package history

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"clausebook/internal/objects"

	"golang.org/x/text/encoding/ianaindex"
)

// rawCommit is a commit object taken apart. Its slices point into the object.
type rawCommit struct {
	tree      oid
	parents   []oid
	author    []byte // the line after "author "
	committer []byte
	encoding  string
	signature []byte   // the first line of the armor
	message   []byte   // all after the empty line
	odd       []string // headers that come twice where git allows one
}

// parseCommit takes a commit object apart by the headers that git writes. Unknown headers are passed over; of
// headers that come twice the first counts, as in git, and the rest is noted.
func parseCommit(data []byte) (*rawCommit, error) {
	c := &rawCommit{}
	header, rest, seen := "", data, map[string]bool{}
	for len(rest) > 0 {
		line, after, ended := bytes.Cut(rest, []byte("\n"))
		if !ended {
			return nil, errors.New("commit header has no end")
		}
		rest = after
		if len(line) == 0 {
			c.message = rest
			return c, c.check()
		}
		if line[0] == ' ' { // goes on from the header before
			continue
		}
		key, value, _ := bytes.Cut(line, []byte(" "))
		header = string(key)
		if seen[header] && header != "parent" && header != "mergetag" {
			c.odd = append(c.odd, header)
			continue
		}
		seen[header] = true
		if err := c.set(header, value); err != nil {
			return nil, err
		}
	}
	return c, c.check()
}

// set keeps the value of one header.
func (c *rawCommit) set(header string, value []byte) error {
	var ok = true
	switch header {
	case "tree":
		c.tree, ok = objects.ParseID(string(value))
	case "parent":
		var parent oid
		parent, ok = objects.ParseID(string(value))
		c.parents = append(c.parents, parent)
	case "author":
		c.author = value
	case "committer":
		c.committer = value
	case "encoding":
		c.encoding = string(value)
	case "gpgsig":
		c.signature = value
	}
	if !ok {
		return fmt.Errorf("commit header %s has no valid object", header)
	}
	return nil
}

// check demands what every commit has.
func (c *rawCommit) check() error {
	if c.tree.IsZero() || c.author == nil || c.committer == nil {
		return errors.New("commit lacks tree, author or committer")
	}
	return nil
}

// signatureKind tells which kind of signature a commit carries, by its armor.
func signatureKind(firstLine []byte) SignatureKind {
	switch line := string(bytes.TrimSpace(firstLine)); line {
	case "-----BEGIN PGP SIGNATURE-----", "-----BEGIN PGP MESSAGE-----":
		return OpenPGP
	case "-----BEGIN SSH SIGNATURE-----":
		return SSH
	case "-----BEGIN SIGNED MESSAGE-----":
		return X509
	}
	return Unsigned
}

// parseStamp reads "Name <address> seconds zone". What is missing stays zero: git accepts it, and so do old commits.
func parseStamp(line []byte, decode func([]byte) string) Stamp {
	name, rest, ok := bytes.Cut(line, []byte("<"))
	if !ok {
		return Stamp{Identity: Identity{Name: strings.TrimSpace(decode(line))}}
	}
	address, _, _ := bytes.Cut(rest, []byte(">"))
	s := Stamp{Identity: Identity{Name: strings.TrimSpace(decode(name)), Email: strings.TrimSpace(decode(address))}}
	// The time stands after the last bracket, for an address may hold stray ones.
	if i := bytes.LastIndexByte(line, '>'); i >= 0 {
		s.When = parseWhen(string(line[i+1:]))
	}
	return s
}

// parseWhen reads "1700000000 +0100" as a time in that zone; the zero time if it is none.
func parseWhen(s string) time.Time {
	fields := strings.Fields(s)
	if len(fields) == 0 {
		return time.Time{}
	}
	sec, err := strconv.ParseInt(fields[0], 10, 64)
	// Beyond the year 9999 no format can write it.
	if err != nil || sec < 0 || sec > 253402300799 {
		return time.Time{}
	}
	t := time.Unix(sec, 0)
	if len(fields) < 2 {
		return t.UTC()
	}
	return t.In(zone(fields[1]))
}

// zone reads "+0130". Zones that no place on earth has are taken as UTC.
func zone(s string) *time.Location {
	n, err := strconv.Atoi(strings.TrimPrefix(s, "+"))
	if err != nil || n == 0 || n < -1400 || n > 1400 {
		return time.UTC
	}
	return time.FixedZone("", (n/100*60+n%100)*60)
}

// committed gives the committer's time in seconds, for ordering.
func (c *rawCommit) committed() int64 {
	i := bytes.LastIndexByte(c.committer, '>')
	t := parseWhen(string(c.committer[i+1:]))
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

// decoder gives the function that turns bytes of a commit into text, by its encoding header.
func decoder(encoding string) func([]byte) string {
	if encoding == "" || strings.EqualFold(encoding, "utf-8") || strings.EqualFold(encoding, "utf8") {
		return validText
	}
	enc, err := ianaindex.IANA.Encoding(encoding)
	if err != nil || enc == nil {
		return validText
	}
	return func(b []byte) string {
		text, err := enc.NewDecoder().Bytes(b)
		if err != nil {
			return validText(b)
		}
		return validText(text)
	}
}

// validText gives bytes as text; what is no UTF-8 becomes U+FFFD, so that every output can hold it.
func validText(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	return strings.ToValidUTF8(string(b), "\uFFFD")
}

// describe turns a commit object into a Commit, without what only its place in history tells.
func describe(id oid, data []byte, people *mailmap) (*Commit, error) {
	raw, err := parseCommit(data)
	if err != nil {
		return nil, fmt.Errorf("commit %s: %w", id, err)
	}
	decode := decoder(raw.encoding)
	c := &Commit{Hash: hashOf(id), Tree: hashOf(raw.tree), Raw: data, Signature: signatureKind(raw.signature)}
	for _, p := range raw.parents {
		c.Parents = append(c.Parents, hashOf(p))
	}
	c.Author, c.Committer = parseStamp(raw.author, decode), parseStamp(raw.committer, decode)
	for _, s := range [...]*Stamp{&c.Author, &c.Committer} {
		s.Written, s.Identity = s.Identity, people.proper(s.Identity)
	}
	message := decode(cutNUL(raw.message))
	c.Subject, c.Body, c.Trailers = splitMessage(message)
	for _, t := range c.Trailers {
		if strings.EqualFold(t.Key, "Co-authored-by") {
			if who := parseStamp([]byte(t.Value), validText).Identity; who != (Identity{}) {
				c.CoAuthors, c.CoWritten = append(c.CoAuthors, people.proper(who)), append(c.CoWritten, who)
			}
		}
	}
	c.Request = findRequest(c.Subject, message, c.Trailers)
	return c, nil
}

// cutNUL ends a message at a zero byte, as git does.
func cutNUL(b []byte) []byte {
	before, _, _ := bytes.Cut(b, []byte{0})
	return before
}

// splitMessage gives the subject on one line, the body and the trailers.
func splitMessage(message string) (subject, body string, trailers []Trailer) {
	message = strings.TrimLeft(message, "\n")
	start, end := trailerBlock(message)
	trailers = parseTrailers(message[start:end])
	if len(trailers) == 0 {
		start = len(message)
	}
	text := message[:start]
	first := 0
	for line := range strings.Lines(text) {
		if isBlank(line) {
			break
		}
		first += len(line)
	}
	subject = strings.Join(strings.Fields(text[:first]), " ")
	return subject, strings.TrimSpace(text[first:]), trailers
}

// hashOf gives the public form of an object's name; nothing for the zero name.
func hashOf(id oid) Hash {
	if id.IsZero() {
		return ""
	}
	return Hash(id.String())
}
