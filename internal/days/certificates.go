package days

import (
	"clausebook/internal/address"
	"clausebook/internal/certification"
	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
	"clausebook/internal/sheet"
	"clausebook/internal/theme"
	"clausebook/internal/view"
)

// Certified is what documents say of certificates, with the steps of their cycles and what bodies asked for after their audits.
type Certified struct {
	Lines       []CertifiedLine
	Corrections *view.FactTable
	Scheme      []theme.Text // by which rules the steps were found
	Next        []theme.Text // what comes next, of each certificate
}

// CertifiedLine is what one body certified by one standard.
type CertifiedLine struct {
	Title  string
	States []theme.Text // what each certificate states
	Steps  []view.FactTable
}

// certified shows the certificates; nothing where there are none and no body has found anything.
func certified(p view.Page) *Certified {
	b := p.Certified
	out := &Certified{Corrections: corrections(p), Next: NextSteps(p)}
	if b == nil || len(b.Lines) == 0 && out.Corrections == nil {
		return nil
	}
	for _, l := range b.Lines {
		name := standardName(p, l.Standard)
		line := CertifiedLine{Title: p.T("%s, %s", l.Body, name)}
		for i := range l.Cycles {
			line.States = append(line.States, p.Thread(p.Say(phrase.Of("%s.", l.Cycles[i].States(name)))))
			line.Steps = append(line.Steps, stepsTable(p, &l.Cycles[i]))
		}
		out.Lines = append(out.Lines, line)
	}
	if s := b.Scheme; s != nil {
		out.Scheme = append(out.Scheme, p.Say(phrase.Of("What is due follows from the scheme %s.", phrase.In(s.Language, s.Title))))
		if !s.Reviewed {
			out.Scheme = append(out.Scheme, p.Say(phrase.Of("Nobody has compared its data with the documents that it rests on.")))
		}
		out.Scheme = append(out.Scheme, p.Say(phrase.In(s.Language, s.Note)))
	} else {
		out.Scheme = append(out.Scheme, p.Say(phrase.Of("The scheme cannot be used, so it is not known what comes next.")))
	}
	return out
}

// standardName names the standard of a certificate, as it is called here or as the certificate has it.
func standardName(p view.Page, id string) string {
	if std := p.Standards.Standard(id); std != nil {
		return view.NameOf(std)
	}
	return id
}

// NextSteps says of each certificate what comes next.
func NextSteps(p view.Page) []theme.Text {
	var out []theme.Text
	seen := map[doc.ID]bool{}
	for _, a := range p.Certified.Ahead() {
		if id := a.Certificate.ID; !seen[id] {
			seen[id] = true
			out = append(out, p.Thread(p.Say(phrase.Of("%s: %s, %s.", phrase.Text(string(id)), a.What, a.Reason))))
		}
	}
	return out
}

func stepsTable(p view.Page, c *certification.Cycle) view.FactTable {
	id := string(c.Certificate.ID)
	t := view.FactTable{ID: address.Anchor("steps", id), Caption: p.T("Cycle of %s", id),
		Header: []string{p.T("Step"), p.T("From"), p.T("By"), p.T("State"), p.T("How it stands"), p.T("Audit"), p.T("Who says so")}}
	for _, s := range c.Steps {
		row := []view.FactCell{sheet.Text(p.Plain(s.What)), dayCell(s.From), dayCell(s.By), {Tag: stepTag(p, s.State)},
			sheet.Text(p.Plain(s.Reason)), {}, {}}
		if s.Audit.Report != nil {
			row[5] = sheet.Cell(p.Named(s.Audit.Report))
		}
		if s.Basis.Source != "" {
			row[6] = saidCell(p, says(p, s.Basis))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func dayCell(d date.Date) view.FactCell {
	if d.IsZero() {
		return view.FactCell{}
	}
	return sheet.Text(d)
}

// saidCell is a cell with a sentence in which another language may stand.
func saidCell(p view.Page, words phrase.Phrase) view.FactCell {
	return view.FactCell{Values: []view.Link{{Text: p.Plain(words)}}, Said: p.Say(words)}
}

// says words on what a day rests.
func says(p view.Page, b certification.Basis) phrase.Phrase {
	s := p.Certified.Scheme
	if b.Note == "" {
		return s.Says(b)
	}
	return phrase.Of("%s (%s)", s.Says(b), phrase.In(s.Language, b.Note))
}

func stepTag(p view.Page, s certification.State) view.Tag {
	switch s {
	case certification.Done:
		return view.Tag{Kind: "met", Text: p.T("Done")}
	case certification.Late:
		return view.Tag{Kind: "partly", Text: p.T("Done late")}
	case certification.Missed:
		return view.Tag{Kind: "missing", Text: p.T("Left out")}
	case certification.Overdue:
		return view.Tag{Kind: "overdue", Text: p.T("Overdue")}
	case certification.Ended:
		return view.Tag{Kind: "overdue", Text: p.T("Ended")}
	}
	return view.Tag{Kind: "soon", Text: p.T("Open")}
}

// corrections lists what bodies asked for after their audits; nothing where none did.
func corrections(p view.Page) *view.FactTable {
	all := p.Certified.Corrections()
	if len(all) == 0 {
		return nil
	}
	t := &view.FactTable{ID: "corrections", Caption: p.T("Corrective actions for external audits"),
		Header: []string{p.T("Nonconformity"), p.T("Grade"), p.T("Audit"), p.T("Day of the body"), p.T("How it stands"), p.T("Root cause"),
			p.T("Corrective action"), p.T("Evidence"), p.T("Verified by")}}
	for _, c := range all[:min(len(all), shownCases)] {
		t.Rows = append(t.Rows, correctionRow(p, c))
	}
	return t
}

func correctionRow(p view.Page, c certification.Correction) []view.FactCell {
	d := c.Nonconformity
	limit := sheet.Text(p.T("not known"))
	switch {
	case c.Scheme:
		limit = saidCell(p, phrase.Of("%s, by %s", c.Limit, says(p, c.Basis)))
	case !c.Limit.IsZero():
		limit = sheet.Text(p.Plain(phrase.Of("%s, by its report", c.Limit)))
	}
	given := func(key string) view.FactCell {
		if d.Front.Get(key).Text() == "" {
			return view.FactCell{Tag: view.Tag{Kind: "missing", Text: p.T("Not given")}}
		}
		text := phrase.Short(d.Front.Get(key).Text(), shownText)
		return view.FactCell{Values: []view.Link{{Text: text}}, Said: p.Thread(p.Quote(d.Language, text))}
	}
	evidence := view.FactCell{}
	for _, id := range d.Front.Get("evidence").Texts() {
		evidence.Values = append(evidence.Values, p.Document(doc.ID(id)))
	}
	verified := view.FactCell{}
	if by := d.Front.Get("verified_by").Text(); by != "" {
		verified = sheet.Cell(p.Person(by), view.Link{Text: p.Acts.Held(d, doc.VerifyAct).String()})
	}
	return []view.FactCell{sheet.Cell(p.Named(d)), sheet.Text(p.T(c.Grade)), sheet.Cell(p.Named(c.Audit)), limit,
		sheet.Text(p.Plain(c.Time(p.AsOf.Day))), given("root_cause"), given("corrective_action"), evidence, verified}
}

const shownText = 160 // runes of a cause or an action
