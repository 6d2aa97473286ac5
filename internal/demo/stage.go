package demo

import (
	"embed"
	"fmt"

	"clausebook/internal/date"
)

//go:embed stage/*.md
var stageFiles embed.FS

// scene is one commit of a document that exists in the demonstration alone. Each of these documents shows one thing that
// can become of a claim; none of them is required by anything, so the gaps of the example stay what they are.
type scene struct {
	day              date.Date
	path, file       string
	author, approver string // person ids; with an approver the change is merged by him or her
	message          string
	notable          string
}

var scenes = []scene{
	{
		day: imported, path: "guides/lending.md", file: "loan",
		notable: "GDE-LOAN 1.0 is in use since the import, and nothing shows its approval",
	},
	{
		day: date.New(2025, 1, 20), path: "guides/shared-file-transfer.md", file: "ftp-1",
		author: "leonie.fairbarn", approver: "tobias.renn",
		message: "guides: add GDE-FTP 1.0",
	},
	{
		day: date.New(2026, 1, 12), path: "guides/shared-file-transfer.md", file: "ftp-2",
		author:  "tobias.renn",
		message: "guides: withdraw GDE-FTP\n\nThe service ended on 2025-12-31.",
		notable: "GDE-FTP 1.0 was withdrawn",
	},
	{
		day: date.New(2026, 4, 20), path: "guides/deliveries.md", file: "park-1",
		author: "yuki.tarnfeld", approver: "tobias.renn",
		message: "guides: add GDE-PARKING 1.0",
	},
	{
		day: date.New(2026, 5, 18), path: "guides/labels.md", file: "labels-1",
		author: "rafael.stonebridge", approver: "tobias.renn",
		message: "guides: add GDE-LABELS 1.0",
	},
	{
		day: date.New(2026, 6, 22), path: "guides/names.md", file: "naming",
		author:  "yuki.tarnfeld",
		message: "guides: add GDE-NAMING 1.0",
		notable: "GDE-NAMING 1.0 claims an approval four months before it came",
	},
	{
		day: date.New(2026, 7, 29), path: "guides/racks.md", file: "rack-1",
		author: "rafael.stonebridge", approver: "maud.ashgrove",
		message: "guides: add GDE-RACK 1.0",
		notable: "GDE-RACK 1.0 was approved by a deputy",
	},
	{
		day: date.New(2026, 8, 19), path: "guides/shift.md", file: "handover",
		author:  "serafina.okoye",
		message: "guides: add GDE-SHIFT 1.0",
		notable: "GDE-SHIFT 1.0 was declared approved by its author, in the name of another person",
	},
	{
		day: date.New(2026, 9, 2), path: "guides/drill.md", file: "drill-1",
		author: "maud.ashgrove", approver: "tobias.renn",
		message: "guides: add GDE-DRILL 1.0",
	},
	{
		day: date.New(2026, 9, 14), path: "guides/on-call.md", file: "oncall-1",
		author:  "serafina.okoye",
		message: "guides: draft GDE-ONCALL",
	},
	{
		day: date.New(2026, 9, 16), path: "guides/on-call.md", file: "oncall-2",
		author:  "tobias.renn",
		message: "guides: approve GDE-ONCALL 1.0",
		notable: "GDE-ONCALL 1.0 was approved by the approver's own commit, without a trailer",
	},
	{
		day: date.New(2026, 9, 21), path: "guides/racks.md", file: "rack-2",
		author: "rafael.stonebridge", approver: "rafael.stonebridge",
		message: "guides: correct GDE-RACK to 1.1",
		notable: "GDE-RACK 1.1 is a minor correction that its owner approved",
	},
	{
		day: date.New(2026, 10, 5), path: "guides/drill.md", file: "drill-2",
		author:  "maud.ashgrove",
		message: "guides: enter the review of GDE-DRILL",
		notable: "GDE-DRILL claims a review three weeks ahead; it counts from the revision of 2026-10-28",
	},
	{
		day: date.New(2026, 10, 6), path: "guides/deliveries.md", file: "park-2",
		author:  "tobias.renn",
		message: "guides: take the approval of GDE-PARKING 1.0 back",
		notable: "GDE-PARKING 1.0 lost its approval on 2026-10-06",
	},
	{
		day: date.New(2026, 10, 12), path: "guides/labels.md", file: "labels-2",
		author:  "rafael.stonebridge",
		message: "guides: propose GDE-LABELS 1.1",
		notable: "GDE-LABELS 1.1 is proposed, 1.0 is in force",
	},
	{
		day: date.New(2026, 10, 28), path: "guides/drill.md", file: "drill-3",
		author:  "maud.ashgrove",
		message: "guides: link GDE-DRILL to the plan",
	},
	{
		day: date.New(2026, 11, 17), path: "guides/racks.md", file: "rack-3",
		author: "rafael.stonebridge", approver: "tobias.renn",
		message: "guides: revise GDE-RACK to 2.0",
		notable: "GDE-RACK 2.0 is approved and takes effect on 2027-01-11",
	},
	{
		day: date.New(2026, 11, 18), path: "guides/visitors.md", file: "visitors",
		author:  "kwame.hollis",
		message: "guides: add GDE-VISITORS 1.0",
		notable: "GDE-VISITORS 1.0 awaits the evidence of its approval",
	},
	{
		day: date.New(2026, 11, 19), path: "minutes/coordination-2026-12.md", file: "coordination",
		author:  "tobias.renn",
		message: "minutes: announce the coordination of December",
		notable: "MIN-SMS-2026-12 is announced: its meeting is still to come",
	},
	{
		day: date.New(2026, 11, 20), path: "minutes/press-2026-11.md", file: "press",
		author: "agnes.thornley", approver: "maud.ashgrove",
		message: "minutes: add MIN-PRESS-2026 1.0",
		notable: "MIN-PRESS-2026 1.0 was confirmed by one of the four who attended, which is no majority",
	},
}

// staged reads the scenes.
func (s *story) staged() ([]change, error) {
	var out []change
	for _, sc := range scenes {
		text, err := stageFiles.ReadFile("stage/" + sc.file + ".md")
		if err != nil {
			return nil, fmt.Errorf("read the scene %s: %w", sc.file, err)
		}
		c := change{day: sc.day, path: "content/" + sc.path, source: string(text), message: sc.message}
		c.author, _ = s.people.Person(sc.author)
		c.approver, _ = s.people.Person(sc.approver)
		out = append(out, c)
		if sc.notable != "" {
			s.notable = append(s.notable, sc.notable)
		}
	}
	return out, nil
}
