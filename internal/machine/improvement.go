package machine

import (
	"clausebook/internal/aims"
	"clausebook/internal/loop"
	"clausebook/internal/view"
)

// ImprovementPath is the address of objectives, benefits and cases of improvement as JSON.
const ImprovementPath = "improvement.json"

type jsonAim struct {
	Document string      `json:"document"`
	ID       string      `json:"id"`
	Kind     string      `json:"kind"` // objective | benefit
	Text     string      `json:"text"`
	Measure  string      `json:"measure,omitempty"`
	Unit     string      `json:"unit,omitempty"`
	Better   string      `json:"better"` // higher | lower
	Baseline string      `json:"baseline,omitempty"`
	Target   string      `json:"target"`
	From     string      `json:"from,omitempty"`
	Due      string      `json:"due,omitempty"`
	Owner    string      `json:"owner,omitempty"`
	State    aims.State  `json:"state"`
	Trend    aims.Trend  `json:"trend,omitempty"` // none where it is not known
	Reason   string      `json:"reason"`
	Next     string      `json:"measured_by,omitempty"` // to be measured by this day
	Values   []jsonValue `json:"values"`
}

type jsonValue struct {
	From     string `json:"from"`
	To       string `json:"to"`
	Value    string `json:"value"`
	Document string `json:"document"`
	Counts   bool   `json:"counts"`
}

type jsonCase struct {
	Kind     loop.Kind  `json:"kind"`
	Document string     `json:"document"`
	Item     string     `json:"item,omitempty"`
	Title    string     `json:"title"`
	Owner    string     `json:"owner,omitempty"`
	State    loop.State `json:"state"`
	Why      string     `json:"why,omitempty"`
	Fix      string     `json:"fix,omitempty"`
	Since    string     `json:"since,omitempty"`
	Steps    []jsonStep `json:"steps"`
}

type jsonStep struct {
	Step     string     `json:"step"`
	State    loop.State `json:"state"`
	Day      string     `json:"day,omitempty"`
	By       string     `json:"by,omitempty"`
	Says     string     `json:"says,omitempty"`
	Evidence []string   `json:"evidence,omitempty"`
}

// ImprovementJSON is objectives and benefits with what was measured, and cases of improvement with their steps.
func ImprovementJSON(s *view.View) any {
	out := struct {
		jsonHead
		Aims  []jsonAim  `json:"aims"`
		Cases []jsonCase `json:"cases"`
	}{jsonHead: head(s), Aims: []jsonAim{}, Cases: []jsonCase{}}
	for _, a := range s.Aims.InUse() {
		out.Aims = append(out.Aims, newJSONAim(a))
	}
	for _, c := range s.Loop.All() {
		out.Cases = append(out.Cases, newJSONCase(c))
	}
	return out
}

var jsonKinds = map[aims.Kind]string{aims.Objective: "objective", aims.Benefit: "benefit"}

func newJSONAim(a *aims.Aim) jsonAim {
	j := jsonAim{Document: string(a.Document.ID), ID: a.ID, Kind: jsonKinds[a.Kind],
		Text: a.Text, Measure: a.Measure, Unit: a.Unit, Better: "higher", Baseline: a.Baseline.Written, Target: a.Target.Written,
		From: a.From.String(), Due: a.Due.String(), Owner: a.Owner, State: a.State, Trend: a.Trend, Reason: a.Reason.String(),
		Next: a.Next.String(), Values: []jsonValue{}}
	if a.Lower {
		j.Better = "lower"
	}
	for _, v := range a.Values {
		j.Values = append(j.Values, jsonValue{v.Span.From.String(), v.Span.To.String(), v.Written, string(v.Document.ID), v.Counts})
	}
	return j
}

func newJSONCase(c *loop.Case) jsonCase {
	j := jsonCase{Kind: c.Kind, Document: string(c.Document.ID), Item: c.Item, Title: c.Title, Owner: c.Owner, State: c.State,
		Why: c.Why.String(), Fix: c.Fix.String(), Since: c.Since.String()}
	for i, s := range c.Steps {
		step := jsonStep{Step: c.StepName(i), State: s.State, Day: s.Day.String(), By: s.By, Says: s.Says.String()}
		for _, o := range s.Shown {
			step.Evidence = append(step.Evidence, o.Name)
		}
		j.Steps = append(j.Steps, step)
	}
	return j
}
