package reviews

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/url"
	"slices"
	"strings"
	"unicode/utf16"

	"clausebook/internal/history"
	"clausebook/internal/phrase"
)

// Form names a form in which a forge describes requests and reviews.
type Form string

// form is one of them: the keys by which it is told from all others, and the function that reads one object of it.
type form struct {
	name Form
	has  []string // all of these keys
	not  []string // and none of these
	also []string // these tell that it is meant where keys are missing
	read func(json.RawMessage) (Request, error)
}

// The order matters only where the keys of one form are among those of another; then the richer one comes first.
var forms = []form{
	{name: "reviews of a Gitea or Forgejo pull request", has: []string{"pull_request_url", "state", "official", "dismissed"},
		read: giteaReview},
	{name: "reviews of a GitHub pull request", has: []string{"pull_request_url", "state", "user", "node_id"},
		not: []string{"official"}, read: githubReview},
	{name: "a Gitea or Forgejo pull request", has: []string{"number", "html_url", "head", "merge_base", "merged"},
		not: []string{"node_id"}, read: giteaPull},
	{name: "a GitHub pull request", has: []string{"number", "html_url", "head", "merge_commit_sha", "node_id"}, read: githubPull},
	{name: "the output of `gh pr view --json`", has: []string{"number", "url", "headRefOid"}, read: ghView,
		also: []string{"mergeCommit", "mergedAt", "headRefName", "baseRefName", "latestReviews", "reviewDecision", "reviews", "submittedAt",
			"authorAssociation"}},
	{name: "approvals of a GitLab merge request", has: []string{"iid", "project_id", "approved_by"}, read: gitlabApprovals},
	{name: "a GitLab merge request", has: []string{"iid", "project_id", "sha", "web_url", "author"}, read: gitlabRequest},
	{name: "notes of a GitLab merge request", has: []string{"noteable_type", "noteable_iid", "system", "body"}, read: gitlabNote},
	{name: "the approval state of a GitLab merge request", has: []string{"rules", "approval_rules_overwritten"}, read: gitlabState},
}

// Parse reads a file: one object, a list of objects, or several of either one after another, as `--paginate` gives them. All are of one
// form. What is not of a known form is an error that says what is missing; what came before it is given too.
func Parse(text []byte) ([]Request, Form, error) {
	text = bytes.TrimSpace(bytes.TrimPrefix(inUTF8(text), []byte("\xef\xbb\xbf")))
	if len(text) == 0 {
		return nil, "", errors.New("the review export is empty")
	}
	items, err := objects(text)
	if err != nil {
		return nil, "", err
	}
	var (
		out  []Request
		kind *form
	)
	for i, item := range items {
		f, err := formOf(item)
		if err == nil && kind != nil && f != kind {
			err = fmt.Errorf("it is %s among %s; keep one form to a file", f.name, kind.name)
		}
		if err != nil {
			return out, nameOf(kind), at(i, len(items), err)
		}
		kind = f
		q, err := f.read(item)
		if err != nil {
			return out, f.name, at(i, len(items), fmt.Errorf("it looks like %s, but %w", f.name, err))
		}
		if err := q.tidy(); err != nil {
			return out, f.name, at(i, len(items), err)
		}
		if q.Key != (Key{}) {
			out = append(out, q)
		}
	}
	return out, nameOf(kind), nil
}

func nameOf(f *form) Form {
	if f == nil {
		return ""
	}
	return f.name
}

// at says in which of several objects something is wrong.
func at(i, n int, err error) error {
	if n == 1 {
		return fmt.Errorf("the review export cannot be used: %w", err)
	}
	return fmt.Errorf("entry %d of the review export cannot be used: %w", i+1, err)
}

// inUTF8 gives a text that says of itself that it is UTF-16, as a shell of Windows writes what is sent to a file.
func inUTF8(text []byte) []byte {
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(text, []byte("\xff\xfe")):
		order = binary.LittleEndian
	case bytes.HasPrefix(text, []byte("\xfe\xff")):
		order = binary.BigEndian
	default:
		return text
	}
	units := make([]uint16, 0, len(text)/2)
	for at := 2; at+1 < len(text); at += 2 {
		units = append(units, order.Uint16(text[at:]))
	}
	return []byte(string(utf16.Decode(units)))
}

// objects takes a file apart. A list of lists is one of pages, as `gh api --paginate --slurp` gives it.
func objects(text []byte) ([]json.RawMessage, error) {
	if text[0] == '<' {
		return nil, errors.New("the review export is a page for a browser and no JSON; fetch it from the interface of the forge")
	}
	var out []json.RawMessage
	d := json.NewDecoder(bytes.NewReader(text))
	for {
		var value json.RawMessage
		err := d.Decode(&value)
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("the review export is not JSON, or was cut off: %w", err)
		}
		if value[0] != '[' {
			out = append(out, value)
			continue
		}
		var list []json.RawMessage
		if err := json.Unmarshal(value, &list); err != nil {
			return nil, fmt.Errorf("the review export is not JSON: %w", err)
		}
		for _, item := range list {
			var page []json.RawMessage
			if item[0] == '[' && json.Unmarshal(item, &page) == nil {
				out = append(out, page...)
			} else {
				out = append(out, item)
			}
		}
	}
}

// formOf tells of which form an object is, by its keys.
func formOf(item json.RawMessage) (*form, error) {
	var keys map[string]json.RawMessage
	if err := json.Unmarshal(item, &keys); err != nil || keys == nil {
		return nil, errors.New("it is not an object; " + expected)
	}
	if f := matching(keys); f != nil {
		return f, nil
	}
	return nil, unknown(keys)
}

// matching gives the form that an object with these keys is of; nil where there is none.
func matching(keys map[string]json.RawMessage) *form {
	for i, f := range forms {
		if f.fits(keys) {
			return &forms[i]
		}
	}
	return nil
}

func (f form) fits(keys map[string]json.RawMessage) bool {
	has := func(key string) bool { _, ok := keys[key]; return ok }
	return !slices.ContainsFunc(f.has, func(key string) bool { return !has(key) }) && !slices.ContainsFunc(f.not, has)
}

// decode reads the fields of a form. A field of another type than documented is named.
func decode[T any](item json.RawMessage) (T, error) {
	var out T
	err := json.Unmarshal(item, &out)
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &wrong):
		return out, fmt.Errorf("`%s` is a JSON %s", strings.TrimPrefix(wrong.Field, "gitlabKey."), short(wrong.Value))
	case err != nil:
		return out, errors.New(phrase.Short(err.Error(), maxAddress)) // it quotes the value, which may be long
	}
	return out, nil
}

// hash gives the name of a commit if it is one.
func hash(text string) history.Hash {
	if len(text) != 40 || strings.Trim(text, "0123456789abcdef") != "" {
		return ""
	}
	return history.Hash(text)
}

// hashes gives those of some texts that name commits.
func hashes(texts ...string) []history.Hash {
	var out []history.Hash
	for _, text := range texts {
		if h := hash(text); h != "" && !slices.Contains(out, h) {
			out = append(out, h)
		}
	}
	return out
}

// address takes the address of a request apart: host, project and number stand before and after one of some words.
func address(text string, words ...string) (host, project, number string, err error) {
	unusable := fmt.Errorf("%q is not the address of a request", short(text))
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" || len(text) > maxAddress {
		return "", "", "", unusable
	}
	for _, word := range words {
		before, after, ok := strings.Cut(u.Path, "/"+word+"/")
		number, _, _ = strings.Cut(after, "/")
		project = strings.Trim(before, "/")
		if ok && project != "" && isNumber(number) && isName(u.Host+"/"+project) {
			return strings.ToLower(u.Host), strings.ToLower(project), number, nil
		}
	}
	return "", "", "", unusable
}

func isNumber(text string) bool {
	return text != "" && len(text) <= maxDigits && strings.Trim(text, "0123456789") == ""
}

// tip is the last commit of a branch, as GitHub and Gitea give it.
type tip struct {
	SHA string `json:"sha"`
}

// pullAt begins a pull request of GitHub or Gitea: by the address of its page and the last commit of its branch. It gives the host too.
func pullAt(page, word string, head *tip) (q Request, host string, err error) {
	host, project, number, err := address(page, word)
	switch {
	case err != nil:
		return Request{}, "", err
	case head == nil:
		return Request{}, "", errors.New("`head` is null")
	}
	return Request{Key: Key{host + "/" + project, "#" + number}, Head: hash(head.SHA)}, host, nil
}

// hostOf gives the host of an address; nothing if it is none.
func hostOf(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Host)
}

// known gives the value of a table for a word, or an error that lists the words.
func known[V any](table map[string]V, what, word string) (V, error) {
	v, ok := table[word]
	if !ok {
		return v, fmt.Errorf("`%s` is %q; known are %s", what, short(word), strings.Join(slices.Sorted(maps.Keys(table)), ", "))
	}
	return v, nil
}
