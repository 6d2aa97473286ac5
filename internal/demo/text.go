package demo

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"clausebook/internal/date"
	"clausebook/internal/doc"
)

var versionForm = regexp.MustCompile(`^(\d+)\.(\d+)$`)

// before gives the version before: 2.3 after 2.2, 3.9 after 4.0; nothing for a version of another form.
func before(version string) string {
	m := versionForm.FindStringSubmatch(version)
	if m == nil {
		return ""
	}
	major, _ := strconv.Atoi(m[1])
	minor, _ := strconv.Atoi(m[2])
	switch {
	case minor > 0:
		return fmt.Sprintf("%d.%d", major, minor-1)
	case major > 1:
		return fmt.Sprintf("%d.9", major-1)
	}
	return ""
}

// redate gives the front matter the version and the days of an earlier approval.
func redate(source []byte, d *doc.Document, version string, on date.Date) []byte {
	head, body := string(source[:d.BodyAt]), source[d.BodyAt:]
	head = strings.Replace(head, fmt.Sprintf("version: %q", d.Version), fmt.Sprintf("version: %q", version), 1)
	for _, key := range []string{"approved_on", "effective_from", "reviewed_on"} {
		if day := d.Day(key); !day.IsZero() {
			head = strings.Replace(head, key+": "+day.String(), key+": "+on.String(), 1)
		}
	}
	return append([]byte(head), body...)
}

// shorten leaves out the last paragraph, as if it had not been written yet. A list or table loses its last line.
func shorten(source []byte) []byte {
	text := strings.TrimRight(string(source), "\n")
	cut := strings.LastIndexByte(text, '\n')
	if cut < 0 {
		return source
	}
	if strings.HasSuffix(strings.TrimRight(text[:cut], "\n"), "---") { // a table without rows would be no table
		return source
	}
	return []byte(strings.TrimRight(text[:cut], "\n") + "\n")
}
