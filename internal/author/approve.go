package author

import (
	"clausebook/internal/date"
	"clausebook/internal/doc"
)

// Approval is the declaration of an approval.
type Approval struct {
	By string // person id
	On date.Date
}

// Approved declares an approval in the front matter of a file: `status`, `approved_by` and `approved_on` get their values.
// Every other byte stays as it is: comments, quotes, order, line ends. fields are the names that the documents use for ours,
// from the configuration. Front matter that is not plain enough for an edit that certainly means nothing else is refused.
func Approved(raw []byte, a Approval, fields map[string]string) ([]byte, error) {
	e, err := newEdit(raw)
	if err != nil {
		return nil, err
	}
	status, by, on := e.keyFor("status", fields), e.keyFor("approved_by", fields), e.keyFor("approved_on", fields)
	for _, w := range []struct {
		key, value string
		behind     []string
	}{
		{status, string(doc.Approved), []string{"version", "type", "id"}},
		{by, scalar(a.By), []string{"approver", "owner", status, "version"}},
		{on, a.On.String(), []string{by, "approver", "owner", status, "version"}},
	} {
		if err := e.set(w.key, w.value, w.behind...); err != nil {
			return nil, err
		}
	}
	out := e.apply()
	return out, e.verify(out, "approval", func(front map[string]any) {
		front[status], front[by], front[on] = string(doc.Approved), a.By, a.On.String()
	})
}
