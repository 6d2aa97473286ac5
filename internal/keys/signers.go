package keys

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"

	"clausebook/internal/phrase"
)

// GitNamespace is what git signs commits and tags for, so that no other signature can pass for one.
const GitNamespace = "git"

// Signer is one line of an allowed-signers file: a key, whose it is, and when and what for it may sign.
type Signer struct {
	line       int
	Principals []string // patterns, as in ssh-keygen(1)
	namespaces []string // patterns; nil for all
	authority  bool     // it certifies keys, which is not supported
	after      time.Time
	before     time.Time // zero ends are open
	Key        ssh.PublicKey
}

// lineProblem says why a line of an allowed-signers file cannot be used.
type lineProblem struct {
	line int
	what string
}

// parseSigners reads an allowed-signers file as ssh-keygen does. A line that cannot be read allows nobody and is
// reported; the rest counts all the same. Times without a zone are UTC, for the result must not depend on a machine.
func parseSigners(text []byte) ([]Signer, []lineProblem) {
	var signers []Signer
	var problems []lineProblem
	number := 0
	for line := range bytes.Lines(text) {
		number++
		content := strings.Trim(string(line), " \t\r\n")
		if content == "" || content[0] == '#' {
			continue
		}
		s, err := parseSigner(content)
		if s.line = number; err != nil {
			problems = append(problems, lineProblem{number, err.Error()})
			continue
		}
		if s.authority {
			problems = append(problems, lineProblem{number, "certificates are not supported, so the line with cert-authority allows nobody"})
		}
		signers = append(signers, s)
	}
	return signers, problems
}

// parseSigner reads "principals [options] key [comment]".
func parseSigner(line string) (Signer, error) {
	principals, rest, err := cutPrincipals(line)
	if err != nil {
		return Signer{}, err
	}
	s := Signer{Principals: strings.Split(principals, ",")}
	if s.Key, err = parseKey(rest); err == nil {
		return s, nil
	}
	if hasKeyType(rest) {
		return Signer{}, err
	}
	options, rest, ok := cutOptions(rest)
	if !ok {
		return Signer{}, errors.New("the line has no key")
	}
	if err := s.setOptions(options); err != nil {
		return Signer{}, err
	}
	s.Key, err = parseKey(rest)
	return s, err
}

// cutPrincipals takes the first field, which may be quoted.
func cutPrincipals(line string) (principals, rest string, err error) {
	if quoted, ok := strings.CutPrefix(line, `"`); ok {
		principals, rest, ok = strings.Cut(quoted, `"`)
		if !ok {
			return "", "", errors.New("the principals have an opening quote and no closing one")
		}
	} else if i := strings.IndexAny(line, " \t"); i >= 0 {
		principals, rest = line[:i], line[i:]
	}
	if principals == "" {
		return "", "", errors.New("the line names principals and no key")
	}
	return principals, strings.TrimLeft(rest, " \t"), nil
}

// hasKeyType tells whether a text begins with what must be the type of a key, for no option is called so.
func hasKeyType(text string) bool {
	return strings.HasPrefix(text, "ssh-") || strings.HasPrefix(text, "ecdsa-") || strings.HasPrefix(text, "sk-")
}

// parseKey reads "type base64 [comment]".
func parseKey(text string) (ssh.PublicKey, error) {
	fields := strings.Fields(text)
	if len(fields) < 2 {
		return nil, errors.New("the line has no key")
	}
	// The library would take leading options too; the type must come first here.
	key, _, options, _, err := ssh.ParseAuthorizedKey([]byte(fields[0] + " " + fields[1]))
	if err != nil || len(options) > 0 || key.Type() != fields[0] {
		return nil, errors.New("the key cannot be read")
	}
	return key, nil
}

// cutOptions takes the options up to the first blank outside of quotes.
func cutOptions(text string) (options, rest string, ok bool) {
	quoted := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && i+1 < len(text) && text[i+1] == '"':
			i++
		case c == '"':
			quoted = !quoted
		case !quoted && (c == ' ' || c == '\t'):
			return text[:i], strings.TrimLeft(text[i:], " \t"), true
		}
	}
	return "", "", false
}

// setOptions reads `name,name="value",…`.
func (s *Signer) setOptions(text string) error {
	seen := map[string]bool{}
	for text != "" {
		i := strings.IndexAny(text, "=,")
		name, value := text, ""
		if i >= 0 {
			name = text[:i]
		}
		name = strings.ToLower(name)
		if i < 0 {
			text = ""
		} else if text[i] == ',' {
			text = text[i+1:]
		} else {
			var err error
			if value, text, err = cutValue(text[i+1:]); err != nil {
				return fmt.Errorf("option %q: %w", name, err)
			}
		}
		if seen[name] {
			return fmt.Errorf("the option %q is given twice", name)
		}
		seen[name] = true
		if err := s.setOption(name, value); err != nil {
			return err
		}
	}
	if !s.after.IsZero() && !s.before.IsZero() && !s.after.Before(s.before) {
		return errors.New("valid-before is not after valid-after")
	}
	return nil
}

// cutValue takes a quoted value off the front of options.
func cutValue(text string) (value, rest string, err error) {
	if !strings.HasPrefix(text, `"`) {
		return "", "", errors.New("the value has no quotes")
	}
	var b strings.Builder
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] == '\\' && i+1 < len(text) && text[i+1] == '"':
			i++
			b.WriteByte('"')
		case text[i] == '"':
			rest = text[i+1:]
			if after, ok := strings.CutPrefix(rest, ","); ok && after != "" {
				return b.String(), after, nil
			}
			if rest != "" {
				return "", "", errors.New("something follows the value")
			}
			return b.String(), "", nil
		default:
			b.WriteByte(text[i])
		}
	}
	return "", "", errors.New("the value has no closing quote")
}

// setOption takes in one option. An unknown one may narrow what the key is for, so it is an error.
func (s *Signer) setOption(name, value string) (err error) {
	switch name {
	case "cert-authority":
		s.authority = true
	case "namespaces":
		s.namespaces = strings.Split(value, ",")
	case "valid-after":
		s.after, err = parseKeyTime(value)
	case "valid-before":
		s.before, err = parseKeyTime(value)
	default:
		return fmt.Errorf("the option %q is not known", name)
	}
	return err
}

// parseKeyTime reads YYYYMMDD[HHMM[SS]] with an optional Z.
func parseKeyTime(value string) (time.Time, error) {
	digits := strings.TrimSuffix(value, "Z")
	for _, layout := range []string{"20060102", "200601021504", "20060102150405"} {
		if len(digits) == len(layout) {
			if t, err := time.Parse(layout, digits); err == nil {
				return t, nil
			}
		}
	}
	return time.Time{}, fmt.Errorf("%q is not a time in the form YYYYMMDD or YYYYMMDDHHMMSS", value)
}

// refuses says why the line does not let its key sign in a namespace at a time; nothing if it does.
func (s Signer) refuses(namespace string, at time.Time) phrase.Phrase {
	switch {
	case s.authority:
		return phrase.Of("certificates are not supported")
	case s.namespaces != nil && !matchPatterns(s.namespaces, namespace):
		return phrase.Of("the key is not allowed to sign for %s", namespace)
	case !s.after.IsZero() && at.Before(s.after):
		return phrase.Of("the key was not valid before %s", s.after.Format(time.DateOnly))
	case !s.before.IsZero() && at.After(s.before):
		return phrase.Of("the key expired on %s", s.before.Format(time.DateOnly))
	}
	return phrase.Phrase{}
}

// addresses gives the principals that name somebody and are no patterns.
func (s Signer) addresses() []string {
	return slices.DeleteFunc(slices.Clone(s.Principals), func(p string) bool { return p == "" || strings.ContainsAny(p, "*?!") })
}

// matchPatterns tells whether a name matches a list of patterns with * and ?. A pattern after ! that matches decides
// against it.
func matchPatterns(patterns []string, name string) bool {
	matched := false
	for _, p := range patterns {
		negated := strings.HasPrefix(p, "!")
		if !matchPattern(strings.TrimPrefix(p, "!"), name) {
			continue
		}
		if negated {
			return false
		}
		matched = true
	}
	return matched
}

// matchPattern matches a name against one pattern, in time that does not explode with the number of stars.
func matchPattern(pattern, name string) bool {
	star, retry := -1, 0
	p := 0
	for n := 0; n < len(name); {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, retry = p, n
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == name[n]):
			p++
			n++
		case star >= 0:
			retry++
			p, n = star+1, retry
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}
