package report

import (
	"io"

	"clausebook/internal/form"
	"clausebook/internal/history"
	"clausebook/internal/impact"
	"clausebook/internal/standard"
	"clausebook/internal/trace"
)

type jsonImpact struct {
	Version   int              `json:"version"`
	Tool      JSONTool         `json:"tool"`
	AsOf      string           `json:"as_of"`
	Base      jsonImpactBase   `json:"base"`
	Head      string           `json:"head,omitempty"`
	WorkTree  bool             `json:"work_tree"`
	Documents []jsonTouched    `json:"documents"`
	States    []jsonStateMove  `json:"states"`
	Lost      []jsonApproved   `json:"approvals_lost"`
	Given     []jsonApproved   `json:"approvals_given"`
	Needed    []jsonImpactNeed `json:"approvals_needed"`
	Suspects  []jsonFinding    `json:"suspects"`
	New       []jsonFinding    `json:"new"` // with the suspects
	Fixed     []jsonFinding    `json:"fixed"`
	Excepted  []jsonExcepted   `json:"excepted"`
	Settings  []jsonSetting    `json:"settings"`
	Tell      []jsonTell       `json:"tell"` // certification bodies
}

// jsonTell is a change of which the body behind a certificate wants to hear.
type jsonTell struct {
	Certificate string   `json:"certificate"`
	Title       string   `json:"title"`
	Body        string   `json:"body,omitempty"`
	What        string   `json:"what"`
	Changes     []string `json:"changes"`
	Says        string   `json:"rests_on"`
}

type jsonImpactBase struct {
	Rev       string `json:"rev"`
	Commit    string `json:"commit"`
	MergeBase bool   `json:"merge_base"`
}

type jsonTouched struct {
	Document string        `json:"document"`
	Was      string        `json:"was,omitempty"`
	Title    string        `json:"title"`
	Path     string        `json:"path"`
	From     string        `json:"from,omitempty"`
	Kind     impact.Kind   `json:"kind"`
	Class    history.Class `json:"class,omitempty"`
	Rows     bool          `json:"rows,omitempty"`
	Before   *jsonStand    `json:"before,omitempty"`
	After    *jsonStand    `json:"after,omitempty"`
}

type jsonStand struct {
	Version string `json:"version,omitempty"`
	Status  string `json:"status,omitempty"`
}

type jsonStateMove struct {
	Standard string            `json:"standard"`
	Item     string            `json:"item"`
	Kind     standard.Kind     `json:"kind"`
	Title    string            `json:"title"`
	Strength standard.Strength `json:"strength,omitempty"`
	Before   trace.State       `json:"before,omitempty"`
	After    trace.State       `json:"after,omitempty"`
	Was      string            `json:"was,omitempty"`
	Reason   string            `json:"reason"`
	Worse    bool              `json:"worse"`
}

type jsonApproved struct {
	Document string    `json:"document"`
	Title    string    `json:"title"`
	Path     string    `json:"path"`
	Version  string    `json:"version"`
	Approver *Person   `json:"approver,omitempty"`
	On       string    `json:"on,omitempty"`
	Grade    string    `json:"grade"`
	Reason   string    `json:"reason,omitempty"`
	Verdicts []Verdict `json:"verdicts"`
}

type jsonImpactNeed struct {
	Document  string  `json:"document"`
	Title     string  `json:"title"`
	Path      string  `json:"path"`
	Version   string  `json:"version,omitempty"`
	Status    string  `json:"status"`
	Approvers []Owner `json:"approvers"`
	Least     string  `json:"least_grade"`
}

type jsonSetting struct {
	What   string `json:"what"`
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
}

func writeImpactJSON(w io.Writer, i Impact, _ bool) error {
	out := jsonImpact{Version: 1, Tool: JSONTool{"clausebook", i.Tool}, AsOf: i.AsOf.String(), Head: i.Head, WorkTree: i.Work,
		Base: jsonImpactBase{i.Base.Rev, i.Base.Commit, i.Base.Parted}, Lost: jsonApprovals(i.Lost), Given: jsonApprovals(i.Given),
		Suspects: jsonFindings(i.Suspects()), New: jsonFindings(i.New), Fixed: jsonFindings(i.Fixed), Excepted: jsonExceptions(i.Excepted),
		Documents: []jsonTouched{}, States: []jsonStateMove{}, Needed: []jsonImpactNeed{}, Settings: []jsonSetting{}, Tell: []jsonTell{}}
	for _, d := range i.Documents {
		out.Documents = append(out.Documents, touched(d))
	}
	for _, c := range i.Cells {
		out.States = append(
			out.States,
			jsonStateMove{c.Ref.Standard, c.Ref.Item, c.Kind, c.Title, c.Strength, c.Before, c.After, c.Was, c.Reason, c.Worse},
		)
	}
	for _, n := range i.Needs {
		out.Needed = append(
			out.Needed,
			jsonImpactNeed{string(n.Document), n.Title, n.Path, n.Version, string(n.Status), append([]Owner{}, n.Who...), n.Least.String()},
		)
	}
	for _, s := range i.Settings {
		out.Settings = append(out.Settings, jsonSetting(s))
	}
	for _, t := range i.Tell {
		out.Tell = append(out.Tell, jsonTell{string(t.Certificate), t.Title, t.Body, t.What, t.Changes, t.Says})
	}
	return form.Encode(w, out)
}

func touched(d impact.Document) jsonTouched {
	j := jsonTouched{
		Document: string(d.ID),
		Was:      string(d.WasID),
		Title:    d.Title,
		Path:     d.Path,
		From:     d.From,
		Kind:     d.Kind,
		Class:    d.Class,
		Rows:     d.Rows,
	}
	if d.Kind != impact.Added {
		j.Before = &jsonStand{d.Before.Version, string(d.Before.Status)}
	}
	if d.Kind != impact.Removed {
		j.After = &jsonStand{d.After.Version, string(d.After.Status)}
	}
	return j
}

func jsonApprovals(list []impact.Approval) []jsonApproved {
	out := []jsonApproved{}
	for _, a := range list {
		j := jsonApproved{Document: string(a.Document), Title: a.Title, Path: a.Path, Version: a.Version.Version, On: a.Version.On.String(),
			Grade: a.Version.Grade.String(), Reason: a.Reason, Verdicts: []Verdict{}}
		if !a.Version.Approver.IsZero() {
			p := PersonOf(a.Version.Approver)
			j.Approver = &p
		}
		for _, v := range a.Version.Verdicts {
			j.Verdicts = append(j.Verdicts, Verdict{Rule: string(v.Rule), Message: v.Message.String(), Commit: string(v.Commit), Voids: v.Voids})
		}
		out = append(out, j)
	}
	return out
}
