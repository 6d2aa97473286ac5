package reviews

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// What is of no known form is told as far as it can be: by the fields that it lacks, by what the forge answered in place of a
// request, or by where in the object the requests stand.

const expected = "clausebook reads pull requests and reviews of GitHub (REST, or gh pr view --json), Gitea and Forgejo, and merge " +
	"requests, approvals and notes of GitLab"

// unknown says what an object is that fits no form.
func unknown(keys map[string]json.RawMessage) error {
	if near, missing := nearest(keys); near != nil {
		return fmt.Errorf("it looks like %s, but has no %s; fetch it again with all fields", near.name, strings.Join(missing, ", "))
	}
	if said := answer(keys); said != "" {
		return fmt.Errorf("it is the answer %q of the forge and no request; fetch it again", short(said))
	}
	if at := within(keys, maxWrapped); len(at) > 0 {
		for i, key := range at[:min(len(at), maxNamed)] {
			at[i] = strconv.Quote(short(key))
		}
		return fmt.Errorf("what it holds stands under %s; keep each in a file of its own, as the forge gives it",
			strings.Join(at[:min(len(at), maxNamed)], ", "))
	}
	return errors.New("it has an unknown form; " + expected)
}

// nearest gives the form of whose keys an object has most, at least half, and the keys that it lacks. Keys that only this form has
// count too.
func nearest(keys map[string]json.RawMessage) (near *form, missing []string) {
	best := 0
	for i, f := range forms {
		var lacks []string
		for _, key := range f.has {
			if _, ok := keys[key]; !ok {
				lacks = append(lacks, "`"+key+"`")
			}
		}
		n := len(f.has) - len(lacks)
		for _, key := range f.also {
			if _, ok := keys[key]; ok {
				n++
			}
		}
		if n > best && 2*n >= len(f.has) && len(lacks) > 0 {
			best, near, missing = n, &forms[i], lacks
		}
	}
	return near, missing
}

// maxAnswer is how many keys an answer of a forge has at most that is nothing else, as a commit with its message.
const maxAnswer = 5

// answer gives what a forge says where it refuses a request.
func answer(keys map[string]json.RawMessage) string {
	if len(keys) > maxAnswer {
		return ""
	}
	for _, key := range [...]string{"message", "error", "errors"} {
		var said string
		var many []struct {
			Message string `json:"message"`
		}
		switch {
		case json.Unmarshal(keys[key], &said) == nil && said != "":
			return said
		case json.Unmarshal(keys[key], &many) == nil && len(many) > 0 && many[0].Message != "":
			return many[0].Message
		}
	}
	return ""
}

// maxNamed is how many keys a message names.
const maxNamed = 3

// maxWrapped is how deep requests may stand in an object to be told of: an answer of GraphQL has them at the fourth level.
const maxWrapped = 5

// within gives under which keys of an object something of a known form stands.
func within(keys map[string]json.RawMessage, deep int) []string {
	var out []string
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		var list []json.RawMessage
		value := keys[key]
		if json.Unmarshal(value, &list) == nil && len(list) > 0 {
			value = list[0]
		}
		var inner map[string]json.RawMessage
		if json.Unmarshal(value, &inner) != nil || inner == nil {
			continue
		}
		if f, _ := nearest(inner); f != nil || matching(inner) != nil {
			out = append(out, key)
		} else if deep > 1 {
			for _, below := range within(inner, deep-1) {
				out = append(out, key+"."+below)
			}
		}
	}
	return out
}
