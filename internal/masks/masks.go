// Package masks puts pseudonyms in place of people, in texts and in finished files.
//
// Whoever makes a page asks for the pseudonym of a person; Over makes sure that no name is left in what was made. Both
// know the people of the register and all whom commits and approvals name. A nil Masks leaves everything as it is.
package masks

import (
	"bytes"
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"html/template"
	"io"
	"slices"
	"strings"
	"unicode"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/ledger"
	"clausebook/internal/people"
)

// Masks puts pseudonyms in place of people: the role and a token that stays the same from build to build. What the
// site itself says of people goes through names; whatever else is written goes through a last pass over the finished
// file, which finds every name, address and handle that is known. The text of documents is evidence and passes
// unchanged: it is shielded from that pass.
type Masks struct {
	key     []byte
	t       func(string, ...any) string
	byID    map[string]string // person id -> pseudonym
	byEmail map[string]string // address in lower case -> pseudonym
	needles map[[needleKey]byte][]needle
}

// needle is a text that names somebody, with what is to stand in its place.
type needle struct {
	text  []byte
	mask  string
	exact bool // letters must agree in case, as for a single word
}

const (
	needleKey = 3        // bytes by which needles are looked up; a shorter text is no needle
	shielding = "\uFDD0" // a character that no text may hold, set into what the last pass must leave alone
)

// Sources are where people are named. Key makes the tokens, Day says which roles they hold, and T words what stands for
// those who have none.
type Sources struct {
	Key       string
	Day       date.Date
	People    *people.Register
	Docs      *doc.Set
	History   *history.Log
	Approvals *ledger.Ledger
	T         func(string, ...any) string
}

// New knows the people of the register, and all who wrote, committed or approved.
func New(from Sources) *Masks {
	m := &Masks{key: []byte(from.Key), t: from.T, byID: map[string]string{}, byEmail: map[string]string{},
		needles: map[[needleKey]byte][]needle{}}
	for _, p := range from.People.People {
		m.addPerson(from, p)
	}
	for _, doc := range from.Docs.Documents {
		for _, r := range from.History.Revisions(doc.Path) {
			m.addCommit(r.Commit)
		}
		for _, v := range from.Approvals.Versions(doc.ID) {
			for _, who := range append(slices.Clone(v.Authors), v.Approver) {
				if who.ID == "" {
					m.addIdentity(history.Identity{Name: who.Name, Email: who.Email})
				}
			}
		}
	}
	for _, list := range m.needles {
		slices.SortStableFunc(list, func(a, b needle) int {
			return cmp.Or(len(b.text)-len(a.text), bytes.Compare(a.text, b.text), cmp.Compare(a.mask, b.mask))
		})
	}
	return m
}

// token is what tells one person from another. Without the key nobody can work it out from a name.
func (m *Masks) token(identity string) string {
	h := hmac.New(sha256.New, m.key)
	h.Write([]byte("clausebook pseudonym " + identity))
	return strings.ToLower(base32.StdEncoding.EncodeToString(h.Sum(nil))[:6])
}

func (m *Masks) addPerson(from Sources, p people.Person) {
	mask := m.roleOf(from, p) + " " + m.token("id "+p.ID)
	m.byID[p.ID] = mask
	if _, taken := from.People.Role(p.ID); !taken {
		m.add(p.ID, mask)
	}
	m.add(p.Name, mask)
	for _, e := range p.Emails {
		m.addAddress(e, mask)
	}
}

// roleOf names a person by a role: one held on the as-of day, else one held before.
func (m *Masks) roleOf(from Sources, p people.Person) string {
	if p.Bot {
		return m.t("Program")
	}
	ids := from.People.RolesOf(p.ID, from.Day)
	for _, r := range from.People.Roles {
		if slices.ContainsFunc(r.Holders, func(h people.Holding) bool { return h.Person == p.ID }) {
			ids = append(ids, r.ID)
		}
	}
	if len(ids) == 0 {
		return m.t("Person")
	}
	r, _ := from.People.Role(ids[0])
	return cmp.Or(r.Title, r.ID)
}

func (m *Masks) addCommit(c *history.Commit) {
	if c == nil {
		return
	}
	m.addIdentity(c.Author.Identity)
	m.addIdentity(c.Committer.Identity)
	for _, who := range c.CoAuthors {
		m.addIdentity(who)
	}
	for _, t := range c.Trailers {
		if name, rest, ok := strings.Cut(t.Value, "<"); ok {
			email, _, _ := strings.Cut(rest, ">")
			m.addIdentity(history.Identity{Name: strings.TrimSpace(name), Email: strings.TrimSpace(email)})
		}
	}
}

// addIdentity knows somebody who is not in the register; a second name of an address has the same pseudonym.
func (m *Masks) addIdentity(who history.Identity) {
	mask := m.Identity(who)
	if who.Email != "" {
		m.addAddress(who.Email, mask)
	}
	if strings.ContainsRune(strings.TrimSpace(who.Name), ' ') { // a single word could be any
		m.add(who.Name, mask)
	}
}

// Identity gives the pseudonym of somebody whom a commit or an approval names.
func (m *Masks) Identity(who history.Identity) string {
	email := strings.ToLower(strings.TrimSpace(who.Email))
	if known := m.byEmail[email]; known != "" {
		return known
	}
	return m.t("Unlisted person") + " " + m.token(cmp.Or(email, who.Name))
}

// addAddress knows an address, and the handle that a forge's own addresses hold.
func (m *Masks) addAddress(email, mask string) {
	at := strings.ToLower(strings.TrimSpace(email))
	if m.byEmail[at] != "" {
		return
	}
	m.byEmail[at] = mask
	m.add(email, mask)
	local, domain, _ := strings.Cut(email, "@")
	if strings.Contains(strings.ToLower(domain), "users.noreply.") {
		_, login, numbered := strings.Cut(local, "+")
		if !numbered {
			login = local
		}
		m.add(login, mask)
		m.add("@"+login, mask)
	}
}

// add makes a needle of a text, as it stands and as pages and data write it.
func (m *Masks) add(text, mask string) {
	text = strings.TrimSpace(text)
	escaped := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;", "+", "&#43;").Replace(text)
	quoted, err := json.Marshal(text)
	forms := []string{text, escaped}
	if err == nil {
		forms = append(forms, string(quoted[1:len(quoted)-1]))
	}
	slices.Sort(forms)
	for _, form := range slices.Compact(forms) {
		if len(form) < needleKey {
			continue
		}
		key := keyOf([]byte(form))
		one := needle{text: []byte(form), mask: mask, exact: !strings.ContainsAny(form, " @.")}
		if !slices.ContainsFunc(m.needles[key], func(n needle) bool { return bytes.Equal(n.text, one.text) }) {
			m.needles[key] = append(m.needles[key], one)
		}
	}
}

func keyOf(text []byte) (key [needleKey]byte) {
	for i := range key {
		key[i] = lower(text[i])
	}
	return key
}

func lower(b byte) byte {
	if 'A' <= b && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}

// find gives the needle that begins at a place of the text, if one does. It must stand as a word of its own.
func (m *Masks) find(text []byte, at int) (needle, bool) {
	if len(text)-at < needleKey || at > 0 && joined(text[at-1]) && !escaped(text[:at]) {
		return needle{}, false
	}
	for _, n := range m.needles[keyOf(text[at:])] {
		end := at + len(n.text)
		if end > len(text) || n.exact && !bytes.Equal(n.text, text[at:end]) || !n.exact && !bytes.EqualFold(n.text, text[at:end]) {
			continue
		}
		if end < len(text) && joined(text[end]) && (text[end] != '.' && text[end] != '-' || end+1 < len(text) && isWord(text[end+1])) {
			continue
		}
		return n, true
	}
	return needle{}, false
}

// escaped tells whether a text ends with a sign as JSON writes it, such as \u003c or \n: its last letter is no part of a word.
func escaped(text []byte) bool {
	n := len(text)
	return n >= 2 && text[n-2] == '\\' && strings.IndexByte("bfnrt", text[n-1]) >= 0 || n >= 6 && text[n-6] == '\\' && text[n-5] == 'u'
}

// joined tells whether a byte makes one word with what stands beside it, as in ids and addresses.
func joined(b byte) bool { return isWord(b) || strings.IndexByte("-._@+", b) >= 0 }

func isWord(b byte) bool { return b >= 0x80 || unicode.IsLetter(rune(b)) || unicode.IsDigit(rune(b)) }

// replace gives the text with something else in the place of every needle.
func (m *Masks) replace(text []byte, with func(n needle, found []byte) []byte) []byte {
	out := make([]byte, 0, len(text)+len(text)/16)
	for i := 0; i < len(text); {
		if n, ok := m.find(text, i); ok {
			out = append(out, with(n, text[i:i+len(n.text)])...)
			i += len(n.text)
			continue
		}
		out = append(out, text[i])
		i++
	}
	return out
}

// Mask gives the text with pseudonyms; as it is where there are none.
func (m *Masks) Mask(text string) string {
	if m == nil || text == "" {
		return text
	}
	return string(m.replace([]byte(text), func(n needle, _ []byte) []byte { return []byte(n.mask) }))
}

// Shield keeps the last pass from changing a text.
func (m *Masks) Shield(text string) string {
	if m == nil || text == "" {
		return text
	}
	return string(m.replace([]byte(text), func(_ needle, found []byte) []byte {
		return append(append([]byte{found[0]}, shielding...), found[1:]...)
	}))
}

// ShieldHTML does so with a text that package markdown has rendered. The character that it sets in is no markup.
func (m *Masks) ShieldHTML(html template.HTML) template.HTML {
	if m == nil {
		return html
	}
	return template.HTML(m.Shield(string(html)))
}

// Over makes the last pass over a file as it is written.
func (m *Masks) Over(write func(io.Writer) error) func(io.Writer) error {
	return func(w io.Writer) error {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			return err
		}
		text := m.replace(b.Bytes(), func(n needle, _ []byte) []byte { return []byte(n.mask) })
		_, err := w.Write(bytes.ReplaceAll(text, []byte(shielding), nil))
		return err
	}
}

// Register gives the register with pseudonyms for names, and without addresses and keys.
func (m *Masks) Register(r *people.Register) *people.Register {
	out := *r
	out.People = slices.Clone(r.People)
	for i := range out.People {
		p := &out.People[i]
		p.Name, p.Emails, p.Keys = m.byID[p.ID], nil, nil
	}
	return &out
}
