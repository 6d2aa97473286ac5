package doc

import (
	"strings"

	"clausebook/internal/date"
	"clausebook/internal/strictyaml"
)

// Withdrawal is an entry of `withdrawn`: it takes the approval of a version back from a day on.
type Withdrawal struct {
	Version string
	From    date.Date
	By      string // person id
	Reason  string
}

// Withdrawals gives the entries of `withdrawn` in their order. What lacks a version or a day is reported by the schema, and takes
// nothing back.
func (d *Document) Withdrawals() []Withdrawal { return withdrawalsOf(d.Front) }

func withdrawalsOf(front *strictyaml.Node) []Withdrawal {
	var out []Withdrawal
	for _, item := range front.Get("withdrawn").Items() {
		out = append(out, Withdrawal{Version: oneLine(item.Get("version")), From: dateOf(item.Get("from")), By: oneLine(item.Get("by")),
			Reason: oneLine(item.Get("reason"))})
	}
	return out
}

// oneLine gives a value without breaks.
func oneLine(n *strictyaml.Node) string { return strings.Join(strings.Fields(n.Text()), " ") }

// packWithdrawals writes withdrawals into one text, for the facts of a revision.
func packWithdrawals(all []Withdrawal) string {
	var lines []string
	for _, w := range all {
		if w.Version != "" && !w.From.IsZero() {
			lines = append(lines, strings.Join([]string{w.Version, w.From.String(), w.By, w.Reason}, "\t"))
		}
	}
	return strings.Join(lines, "\n")
}

// UnpackWithdrawals reads what the facts of a revision hold of them.
func UnpackWithdrawals(facts string) []Withdrawal {
	var out []Withdrawal
	for line := range strings.Lines(facts) {
		parts := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if from, err := date.Parse(parts[min(1, len(parts)-1)]); len(parts) == 4 && err == nil {
			out = append(out, Withdrawal{parts[0], from, parts[2], parts[3]})
		}
	}
	return out
}
