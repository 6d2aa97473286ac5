package author

import (
	"errors"

	"clausebook/internal/date"
	"clausebook/internal/doc"
)

// Approval is the declaration of an approval.
type Approval struct {
	By []string // person ids: of whoever approves, behind those who have approved the same text before
	On date.Date
}

// names gives the approvers as front matter holds them, one as a text and several as a list.
func (a Approval) names() (written string, value any) {
	if len(a.By) == 1 {
		return scalar(a.By[0]), a.By[0]
	}
	list := make([]any, len(a.By))
	for i, id := range a.By {
		list[i] = id
	}
	return flowList(a.By), list
}

// Approved declares an approval in the front matter of a file: `status`, `approved_by` and `approved_on` get their values.
// Every other byte stays as it is: comments, quotes, order, line ends. fields are the names that the documents use for ours,
// from the configuration. Front matter that is not plain enough for an edit that certainly means nothing else is refused.
func Approved(raw []byte, a Approval, fields map[string]string) ([]byte, error) {
	e, err := newEdit(raw)
	if err != nil {
		return nil, err
	}
	written, names := a.names()
	status, by, on := e.keyFor("status", fields), e.keyFor("approved_by", fields), e.keyFor("approved_on", fields)
	err = errors.Join(e.set(status, string(doc.Approved), "version", "type", "id"),
		e.setNames(by, written, "approver", "owner", status, "version"),
		e.set(on, a.On.String(), by, "approver", "owner", status, "version"))
	if err != nil {
		return nil, err
	}
	out := e.apply()
	return out, e.verify(out, "approval", func(front map[string]any) {
		front[status], front[by], front[on] = string(doc.Approved), names, a.On.String()
	})
}
