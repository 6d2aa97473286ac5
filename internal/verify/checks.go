package verify

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"clausebook/internal/bag"
	"clausebook/internal/keys"
	"clausebook/internal/phrase"
)

// pack is a pack that is being checked.
type pack struct {
	*source
	ctx     context.Context //nolint:containedctx // of one run
	o       Options
	sums    map[string]string // of every file of evidence, as it is
	repo    string            // folder of the unpacked bundle; empty until it was unpacked
	repoErr error
	remade  *remade // nil until it was made
	size    int64
}

// lines reads a manifest.
func (p *pack) lines(name string) ([]bag.Line, error) {
	text, err := p.read(name)
	if err != nil {
		return nil, err
	}
	lines, err := bag.Read(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return lines, nil
}

func (p *pack) tagFiles() (Outcome, string) {
	lines, err := p.lines(bag.TagManifest)
	if err != nil {
		return failed("%s", err)
	}
	for i, want := range bag.Summed() {
		if i >= len(lines) || lines[i].Path != want {
			return failed("%s does not list exactly the files that a pack has: %s", bag.TagManifest, want)
		}
		content, err := p.read(want)
		if err != nil {
			return failed("%s", err)
		}
		if bag.Sum(content) != lines[i].Sum {
			return failed("%s was altered", want)
		}
	}
	if len(lines) > len(bag.Summed()) {
		return failed("%s lists more files than a pack has", bag.TagManifest)
	}
	if text, err := p.read(bag.Declaration); err != nil || string(text) != bag.DeclarationText {
		return failed("%s is not that of a bag of version 1.0", bag.Declaration)
	}
	return Done, ""
}

// evidence sums every file of evidence, once.
func (p *pack) evidence() (Outcome, string) {
	p.sums = map[string]string{}
	for _, name := range p.paths {
		if !strings.HasPrefix(name, bag.Data) {
			continue
		}
		if p.ctx.Err() != nil {
			return failed("interrupted")
		}
		sum, n, err := p.sum(name)
		if err != nil {
			return failed("%s cannot be read: %s", name, err)
		}
		p.sums[name] = sum
		p.size += n
	}
	lines, err := p.lines(bag.Manifest)
	if err != nil {
		return failed("%s", err)
	}
	if len(lines) == 0 {
		return failed("%s lists nothing", bag.Manifest)
	}
	for _, l := range lines {
		switch sum, there := p.sums[l.Path]; {
		case !strings.HasPrefix(l.Path, bag.Data):
			return failed("%s lists %s, which is no evidence", bag.Manifest, l.Path)
		case !there:
			return failed("%s is missing", l.Path)
		case sum != l.Sum:
			return failed("%s was altered", l.Path)
		}
	}
	return Done, phrase.Plural(len(lines), "file", "files")
}

func (p *pack) sum(name string) (string, int64, error) {
	r, err := p.open(name)
	if err != nil {
		return "", 0, err
	}
	defer r.Close() //nolint:errcheck // read only
	h := sha256.New()
	n, err := io.Copy(h, r)
	return hex.EncodeToString(h.Sum(nil)), n, err
}

func (p *pack) nothingAdded() (Outcome, string) {
	lines, err := p.lines(bag.Manifest)
	if err != nil {
		return failed("%s", err)
	}
	known := map[string]bool{}
	for _, l := range lines {
		known[l.Path] = true
	}
	for _, name := range slices.Concat(bag.Summed(), bag.Loose()) {
		known[name] = true
	}
	for _, name := range p.paths {
		if !known[name] {
			return failed("%s is in no list", name)
		}
	}
	return Done, ""
}

// info reads bag-info.txt.
func (p *pack) info() (map[string]string, error) {
	text, err := p.read(bag.Info)
	if err != nil {
		return nil, err
	}
	return bag.ReadInfo(text)
}

func (p *pack) count() (Outcome, string) {
	info, err := p.info()
	if err != nil {
		return failed("%s", err)
	}
	if want, got := info[bag.FieldOxum], fmt.Sprintf("%d.%d", p.size, len(p.sums)); want != got {
		return failed("%s says %s bytes and files, and there are %s", bag.Info, want, got)
	}
	return Done, ""
}

func (p *pack) statement() (Outcome, string) {
	info, err := p.info()
	if err != nil {
		return failed("%s", err)
	}
	commit := info[bag.FieldCommit]
	manifest, err := p.read(bag.Manifest)
	if err != nil {
		return failed("%s", err)
	}
	lines, err := bag.Read(manifest)
	if err != nil {
		return failed("%s: %s", bag.Manifest, err)
	}
	want := map[bag.Resource]bool{
		{Name: bag.Manifest, Digest: bag.Digest{SHA256: bag.Sum(manifest)}}: true,
		{Name: "git commit", Digest: bag.Digest{GitCommit: commit}}:         true,
	}
	for _, l := range lines {
		want[bag.Resource{Name: l.Path, Digest: bag.Digest{SHA256: l.Sum}}] = true
	}
	var summary bag.Summary
	stated, err := p.stated(bag.Statement, bag.SummaryType, &summary)
	if err != nil {
		return failed("%s", err)
	}
	for _, s := range stated.Subject {
		if !want[s] {
			return failed("%s is about %s with another sum, or about what is not there", bag.Statement, s.Name)
		}
		delete(want, s)
	}
	if len(want) > 0 {
		return failed("%s leaves out %d of the files", bag.Statement, len(want))
	}
	if summary.Commit != commit || summary.Scope != info[bag.FieldScope] || "clausebook "+summary.Tool != info[bag.FieldTool] {
		return failed("%s and %s disagree on commit, scope or version", bag.Statement, bag.Info)
	}
	var tests bag.Tests
	about, err := p.stated(bag.Check, bag.TestResultType, &tests)
	if err != nil {
		return failed("%s", err)
	}
	if len(about.Subject) != 1 || about.Subject[0].Digest.GitCommit != commit {
		return failed("%s is about another commit", bag.Check)
	}
	return Done, "commit " + commit + ", scope " + summary.Scope
}

func (p *pack) stated(name, kind string, predicate any) (bag.Stated, error) {
	text, err := p.read(name)
	if err != nil {
		return bag.Stated{}, err
	}
	s, err := bag.ReadStatement(text, predicate)
	if err == nil && (s.Type != bag.StatementType || s.PredicateType != kind) {
		err = fmt.Errorf("%s is no statement of the kind %s", name, kind)
	}
	return s, err
}

// gitNames holds every object against the name that its file bears.
func (p *pack) gitNames() (Outcome, string) {
	n := 0
	for _, name := range p.paths {
		kind, want := namedObject(name)
		if kind == "" {
			continue
		}
		content, err := p.read(name)
		if err != nil {
			return failed("%s", err)
		}
		if got := bag.GitName(kind, content); got != want {
			return failed("%s is the %s %s", name, kind, got)
		}
		n++
	}
	return Done, phrase.Plural(n, "object", "objects")
}

// namedObject tells which object of git a file says that it is; nothing where it says none.
func namedObject(name string) (kind, id string) {
	inside, ok := strings.CutPrefix(name, bag.Data)
	if !ok {
		return "", ""
	}
	folder, _, _ := strings.Cut(inside, "/")
	base := path.Base(inside)
	switch folder {
	case "history":
		id, kind, _ = strings.Cut(base, ".")
	case "documents":
		kind, id = "blob", strings.TrimSuffix(base[strings.LastIndex(base, "-")+1:], ".md")
	case "evidence", "trust":
		kind = "blob"
		id, _, _ = strings.Cut(base, "-")
	}
	return kind, id
}

// listed is what the lists of a pack name.
type listed struct {
	File     string   `json:"file"`
	Page     string   `json:"page"`
	Copy     string   `json:"copy"`
	Blob     string   `json:"blob"`
	Commits  []string `json:"commits"`
	Exports  []listed `json:"exports"`
	Record   *listed  `json:"record_file"`
	Trust    []listed `json:"trust"`
	Document string   `json:"document"`
	Version  string   `json:"version"`
}

func (l listed) files() []string {
	out := slices.Concat([]string{l.File, l.Page, l.Copy}, l.Commits)
	for _, x := range slices.Concat(l.Exports, l.Trust) {
		out = append(out, x.File)
	}
	if l.Record != nil {
		out = append(out, l.Record.File)
	}
	return slices.DeleteFunc(out, func(f string) bool { return f == "" })
}

func (p *pack) approvals() (Outcome, string) {
	n := 0
	withheld, err := p.withheld()
	if err != nil {
		return failed("%s", err)
	}
	for _, name := range []string{"documents.json", "approvals.json"} {
		text, err := p.read(bag.Data + name)
		if err != nil {
			return failed("%s", err)
		}
		var all []listed
		if err := json.Unmarshal(text, &all); err != nil {
			return failed("%s cannot be read: %s", name, err)
		}
		for _, l := range all {
			for _, f := range l.files() {
				if !p.has(f) && !withheld[f] {
					return failed("%s names %s for %s %s, which is not there", name, f, l.Document, l.Version)
				}
			}
			if _, blob := namedObject(l.File); l.File != "" && blob != l.Blob {
				return failed("%s gives for %s %s the file of another text", name, l.Document, l.Version)
			}
		}
		n += len(all)
	}
	detail := phrase.Plural(n, "text or approval", "texts and approvals")
	if len(withheld) > 0 {
		detail += "; withheld, since they name people: " + phrase.Plural(len(withheld), "file", "files")
	}
	return Done, detail
}

// withheld gives the files that a pack with pseudonyms leaves out and lists.
func (p *pack) withheld() (map[string]bool, error) {
	info, err := p.info()
	if err != nil || info[bag.FieldPeople] != bag.Pseudonyms {
		return nil, err
	}
	text, err := p.read(bag.Withheld)
	if err != nil {
		return nil, err
	}
	var all []listed
	if err := json.Unmarshal(text, &all); err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", bag.Withheld, err)
	}
	out := map[string]bool{}
	for _, l := range all {
		out[l.File] = true
	}
	return out, nil
}

func (p *pack) signature() (Outcome, string) {
	if !p.has(bag.Signature) {
		return unlessAsked(p.o.Signers != nil, "the pack is not signed")
	}
	manifest, err := p.read(bag.TagManifest)
	if err != nil {
		return failed("%s", err)
	}
	sig, err := p.read(bag.Signature)
	if err != nil {
		return failed("%s", err)
	}
	outcome, detail, _ := p.signed(manifest, sig)
	return outcome, detail
}

// signed checks a signature by the people who were named. Without any it shows whether it fits, and by which key.
func (p *pack) signed(message, sig []byte) (outcome Outcome, detail, key string) {
	if !keys.Alone(sig) {
		outcome, detail = failed("the signature cannot be read, or something beside it stands in its file")
		return outcome, detail, ""
	}
	ring := keys.RingOf("signers", p.o.Signers)
	c := ring.CheckFor(bag.Namespace, keys.Signed{Payload: message, Signature: sig, When: p.o.Now})
	switch {
	case c.Soundness == keys.Good:
		return Done, "by " + strings.Join(c.Addresses, ", ") + ", key " + c.Key, c.Key
	case c.Soundness == keys.UnknownKey && p.o.Signers == nil:
		return Skipped, "it fits and is by key " + c.Key + "; --signers says whose that is", c.Key
	}
	outcome, detail = failed("%s", c.Reason)
	return outcome, detail, c.Key
}

func (p *pack) envelopes() (Outcome, string) {
	outcome, detail := unlessAsked(false, "the statements are not signed apart")
	for _, e := range [][2]string{{bag.Statement, bag.StatementEnvelope}, {bag.Check, bag.CheckEnvelope}} {
		if !p.has(e[1]) {
			if p.has(bag.StatementEnvelope) || p.has(bag.CheckEnvelope) { // one without the other
				return failed("%s is missing", e[1])
			}
			continue
		}
		if !p.has(bag.Signature) {
			return failed("the statements are signed, and the pack is not")
		}
		if outcome, detail = p.envelope(e[0], e[1]); outcome == Failed {
			return outcome, detail
		}
	}
	return outcome, detail
}

// envelope checks that an envelope holds a statement, signed by the key that it names, and nothing else: no list of the pack guards it.
func (p *pack) envelope(name, sealed string) (Outcome, string) {
	text, err := p.read(sealed)
	if err != nil {
		return failed("%s", err)
	}
	payload, key, sig, err := bag.Open(text)
	if err != nil {
		return failed("%s: %s", sealed, err)
	}
	statement, err := p.read(name)
	if err != nil || !bytes.Equal(statement, payload) {
		return failed("%s holds another statement than %s", sealed, name)
	}
	outcome, detail, by := p.signed(bag.Signable(payload), sig)
	if outcome == Failed {
		return outcome, sealed + ": " + detail
	}
	if same, err := bag.Seal(payload, by, sig); err != nil || key != by || !bytes.Equal(same, text) {
		return failed("%s: the envelope holds something beside the statement and its signature by key %s", sealed, by)
	}
	return outcome, detail
}
