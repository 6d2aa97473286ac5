package check

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/hmarr/codeowners"
)

// ForgeOwners reads the forge's CODEOWNERS file and gives a function that names the owners of a file: a team without
// its organization, a user without the sign, an address as it is. Nobody owns a file that no line matches; in a file
// with sections the owners of each of them count.
func ForgeOwners(file []byte) (owners func(path string) []string, passedOver []string) {
	f := readOwnerFile(file)
	for _, line := range f.unread {
		passedOver = append(passedOver, fmt.Sprintf("line %d of CODEOWNERS is passed over: %s", line.line, line.err))
	}
	return func(path string) []string {
		rules := f.match(path)
		if len(rules) == 0 {
			return nil
		}
		names := []string{}
		for _, r := range rules {
			for _, o := range r.Owners {
				if name := nameOf(o); !slices.Contains(names, name) {
					names = append(names, name)
				}
			}
		}
		return names
	}, passedOver
}

// nameOf gives the name of an owner by which it can be known: of a team the last part.
func nameOf(o codeowners.Owner) string {
	if o.Type == codeowners.TeamOwner {
		return o.Value[strings.LastIndexByte(o.Value, '/')+1:]
	}
	return o.Value
}

// ownerFile is a CODEOWNERS file. GitHub's has one section without a name. GitLab's may have several: each decides on
// its own about a file, by its last line that matches; what stands before the first heading is a section, too.
type ownerFile struct {
	sections []*ownerSection
	unread   []ownerFault
}

// ownerFault is a line that cannot be read. Forges pass over it, and so does this package.
type ownerFault struct {
	line int
	err  error
}

// ownerSection is the lines of one section. Headings of the same name, in any case, are one section.
type ownerSection struct {
	name     string             // in lower case
	defaults []codeowners.Owner // of the heading, for lines that name nobody; the last heading read gives them
	rules    codeowners.Ruleset
	excluded codeowners.Ruleset // `!pattern`: what no line of the section can own
	lines    ownerLines
}

// heading is the heading of a section: optional with ^, a number of approvals, owners for lines that name none.
var heading = regexp.MustCompile(`^\^?\[([^\]]+)\](?:\[[^\]]*\])?[ \t]*(.*)$`)

// gitLabOnly finds what no other forge knows: a heading, an exclusion, a role of the project.
var gitLabOnly = regexp.MustCompile(`(?m)^\s*(?:\^?\[[^\]]+\]|!)|\s@@\w`)

// readOwnerFile reads the lines of the file.
func readOwnerFile(file []byte) *ownerFile {
	r := ownerReader{gitLab: gitLabOnly.Match(file), sections: map[string]*ownerSection{}}
	r.enter("")
	for i, line := range strings.Split(string(file), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if err := r.read(line, i+1); err != nil {
			r.file.unread = append(r.file.unread, ownerFault{i + 1, err})
		}
	}
	for _, s := range r.file.sections {
		s.lines = newOwnerLines(s.rules)
	}
	return &r.file
}

type ownerReader struct {
	gitLab   bool
	file     ownerFile
	sections map[string]*ownerSection
	at       *ownerSection
}

func (r *ownerReader) enter(name string) {
	name = strings.ToLower(name)
	if r.sections[name] == nil {
		r.sections[name] = &ownerSection{name: name}
		r.file.sections = append(r.file.sections, r.sections[name])
	}
	r.at = r.sections[name]
}

// read takes in one line that is neither blank nor a comment.
func (r *ownerReader) read(line string, number int) error {
	if m := heading.FindStringSubmatch(line); m != nil && r.gitLab {
		r.enter(m[1])
		rule, err := r.rule("* "+m[2], number)
		r.at.defaults = rule.Owners
		return err
	}
	pattern, excluded := strings.CutPrefix(line, "!")
	rule, err := r.rule(r.anywhere(pattern), number)
	switch {
	case err != nil:
		return err
	case excluded:
		r.at.excluded = append(r.at.excluded, rule)
		return nil
	case len(rule.Owners) == 0:
		rule.Owners = r.at.defaults
	}
	r.at.rules = append(r.at.rules, rule)
	return nil
}

// anywhere writes a pattern for the library as GitLab means it: without a leading slash it matches in every folder.
func (r *ownerReader) anywhere(pattern string) string {
	if !r.gitLab || strings.HasPrefix(pattern, "/") || strings.HasPrefix(pattern, "**/") {
		return pattern
	}
	return "**/" + pattern
}

// rule reads one line by the library. GitLab passes over owners that have no form of an owner.
func (r *ownerReader) rule(line string, number int) (codeowners.Rule, error) {
	matchers := slices.Concat(codeowners.DefaultOwnerMatchers, ownerForms)
	if r.gitLab {
		matchers = append(matchers, codeowners.OwnerMatchFunc(func(string) (codeowners.Owner, error) { return codeowners.Owner{}, nil }))
	}
	rules, err := codeowners.ParseFile(strings.NewReader(legible(line)), codeowners.WithOwnerMatchers(matchers))
	if err != nil {
		return codeowners.Rule{}, cmp.Or(errors.Unwrap(err), err) // the library says that it was line 1
	}
	if len(rules) == 0 {
		return codeowners.Rule{}, nil
	}
	rule := rules[0]
	rule.LineNumber = number
	rule.Owners = slices.DeleteFunc(rule.Owners, func(o codeowners.Owner) bool { return o.Value == "" })
	return rule, nil
}

// legible writes a line so that the library can read its pattern, which knows few characters: each other one, such as a colon
// or a letter with an accent, becomes a question mark, which stands for it as for any.
func legible(line string) string {
	var b strings.Builder
	escaped := false
	for i, r := range line {
		if !escaped && (r == ' ' || r == '\t' || r == '#') {
			return b.String() + line[i:]
		}
		if known := r < 0x80 && (wordRune(r) || strings.ContainsRune(`*?./@_+-\()[]`, r)) || escaped && (r == ' ' || r == '\t'); known {
			b.WriteRune(r)
		} else {
			b.WriteByte('?')
		}
		escaped = r == '\\' && !escaped
	}
	return b.String()
}

func wordRune(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
}

// ownerForms are what GitLab knows beside addresses, users and teams: users with dots, groups in groups, roles of a
// project, which name nobody that people.yaml could know.
var ownerForms = []codeowners.OwnerMatcher{
	form(`^@([A-Za-z0-9_][\w.-]*)$`, codeowners.UsernameOwner),
	form(`^@([A-Za-z0-9_][\w.-]*(?:/[\w.-]+)+)$`, codeowners.TeamOwner),
	form(`^@(@[A-Za-z]+)$`, codeowners.UsernameOwner),
	// The library knows no domain that ends in more than six letters.
	form(`^([\w.%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{7,63})$`, codeowners.EmailOwner),
}

func form(expression, kind string) codeowners.OwnerMatcher {
	re := regexp.MustCompile(expression)
	return codeowners.OwnerMatchFunc(func(s string) (codeowners.Owner, error) {
		m := re.FindStringSubmatch(s)
		if m == nil {
			return codeowners.Owner{}, codeowners.ErrNoMatch
		}
		return codeowners.Owner{Value: m[1], Type: kind}, nil
	})
}

// match gives the line of each section that decides about a file, in the order of the sections.
func (f *ownerFile) match(file string) []codeowners.Rule {
	var out []codeowners.Rule
	for _, s := range f.sections {
		if r := s.match(file); r != nil {
			out = append(out, *r)
		}
	}
	return out
}

func (s *ownerSection) match(file string) *codeowners.Rule {
	for _, r := range s.excluded {
		if ok, err := r.Match(file); ok && err == nil {
			return nil
		}
	}
	return s.lines.match(file)
}

// ownerLines are the lines of a section, so arranged that a file is not held against each of them: plain paths are
// looked up, and only patterns are tried one by one.
type ownerLines struct {
	plain    map[string]*codeowners.Rule // the last line of each path
	patterns []*codeowners.Rule
}

func newOwnerLines(rules codeowners.Ruleset) ownerLines {
	l := ownerLines{plain: map[string]*codeowners.Rule{}}
	for i := range rules {
		raw := rules[i].RawPattern()
		if strings.HasPrefix(raw, "/") && !strings.ContainsAny(raw, `*?\`) {
			l.plain[strings.Trim(raw, "/")] = &rules[i]
			continue
		}
		l.patterns = append(l.patterns, &rules[i])
	}
	return l
}

// match gives the line that decides about a file, which is the last that matches, or nil.
func (l ownerLines) match(file string) *codeowners.Rule {
	var last *codeowners.Rule
	for at := file; at != "." && at != "/"; at = path.Dir(at) {
		rule := l.plain[at]
		if rule != nil && (at != file || !strings.HasSuffix(rule.RawPattern(), "/")) && (last == nil || rule.LineNumber > last.LineNumber) {
			last = rule
		}
	}
	for _, rule := range slices.Backward(l.patterns) {
		if last != nil && rule.LineNumber < last.LineNumber {
			break
		}
		if ok, err := rule.Match(file); ok && err == nil {
			return rule
		}
	}
	return last
}
