package output

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"clausebook/internal/fingerprint"
	"clausebook/internal/plain"
)

// record is what a site is known to consist of: for each of its files what it was made of, and how the file looks on the disk. A
// file that is still made of the same and still looks the same need not be written again.
type record struct {
	note  string // what the caller wants to know of the site the next time, in one line
	files map[string]standing
}

// standing is a file of a site as it was left: what it was made of, the sum of its bytes, its size in bytes, and its time in nanoseconds
// since 1970.
type standing struct {
	key, sum   fingerprint.Digest
	size, time int64
}

// recordHead opens a record of this form.
const recordHead = "clausebook site 3\n"

// maxRecord bounds the record that is read, in bytes: room for some million files.
const maxRecord = 256 << 20

// readRecord reads a record. One that is not there, is damaged or of another form is empty, so that all is written again.
func readRecord(name string) record {
	body, ok := readSealed(name)
	if !ok {
		return record{}
	}
	note, lines, _ := strings.Cut(body, "\n")
	out := record{note, map[string]standing{}}
	for line := range strings.Lines(lines) {
		path, s, ok := parseStanding(strings.TrimSuffix(line, "\n"))
		if !ok {
			return record{}
		}
		out.files[path] = s
	}
	return out
}

// readSealed gives the lines of a record whose checksum is right.
func readSealed(name string) (body string, ok bool) {
	info, err := os.Lstat(name)
	if name == "" || err != nil || !info.Mode().IsRegular() || info.Size() > maxRecord {
		return "", false
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return "", false
	}
	sealed, ok := strings.CutPrefix(string(text), recordHead)
	sum, body, found := strings.Cut(sealed, "\n")
	return body, ok && found && hexSum(body) == sum
}

// hexSum gives the checksum of a text in hexadecimal digits.
func hexSum(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// parseStanding reads a line: key, sum, size, time and path.
func parseStanding(line string) (path string, s standing, ok bool) {
	parts := strings.SplitN(line, " ", 5)
	if len(parts) != 5 {
		return "", s, false
	}
	var errs [4]error
	s.key, errs[0] = parseDigest(parts[0])
	s.sum, errs[1] = parseDigest(parts[1])
	s.size, errs[2] = strconv.ParseInt(parts[2], 10, 64)
	s.time, errs[3] = strconv.ParseInt(parts[3], 10, 64)
	return parts[4], s, errors.Join(errs[:]...) == nil
}

func parseDigest(text string) (d fingerprint.Digest, err error) {
	raw, err := hex.DecodeString(text)
	if err == nil && len(raw) != len(d) {
		err = errors.New("not a digest")
	}
	copy(d[:], raw)
	return d, err
}

// write keeps a record, beside the old one, so that none is ever half.
func (r record) write(name string) error {
	var body bytes.Buffer
	body.WriteString(r.note + "\n")
	for path, s := range r.files {
		fmt.Fprintf(&body, "%x %x %d %d %s\n", s.key, s.sum, s.size, s.time, path)
	}
	return plain.WriteBeside(name, func(w io.Writer) error {
		_, err := io.WriteString(w, recordHead+hexSum(body.String())+"\n"+body.String())
		return err
	})
}

// Standing gives the note that was left with a site, and its files, sorted by path, if the site stands as it was left: each of its files,
// and the marks by which it is known.
func (t Target) Standing() (note string, files []File, ok bool) {
	dir, err := t.resolve()
	if err != nil {
		return "", nil, false
	}
	was := readRecord(t.Record)
	if was.note == "" {
		return "", nil, false
	}
	own, err := readManifest(dir)
	if _, _, bad := look(filepath.Join(dir, marker)); err != nil || bad != nil || len(own) != len(was.files)+2 {
		return "", nil, false
	}
	for path, s := range was.files {
		name := filepath.Join(dir, filepath.FromSlash(path))
		if !own[path] || !s.stands(name) {
			return "", nil, false
		}
		files = append(files, File{Path: path, Write: func(w io.Writer) error { return copyOf(name, w) }})
	}
	if _, err := strangers(dir, files); err != nil {
		return "", nil, false // what may not stand there is for a build to name
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return was.note, files, true
}

func copyOf(name string, w io.Writer) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // read only
	_, err = io.Copy(w, f)
	return err
}

// look gives how a file looks on the disk.
func look(name string) (size, time int64, err error) {
	info, err := os.Lstat(name)
	if err != nil {
		return 0, 0, err
	}
	if !info.Mode().IsRegular() {
		return 0, 0, fs.ErrInvalid
	}
	return info.Size(), info.ModTime().UnixNano(), nil
}

// stands tells whether a file of the old site still looks as it was left.
func (s standing) stands(name string) bool {
	size, time, err := look(name)
	return err == nil && size == s.size && time == s.time
}
