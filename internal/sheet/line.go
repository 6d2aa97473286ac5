package sheet

import (
	"clausebook/internal/timeline"
	"clausebook/internal/view"
)

// Line is a time line, drawn for those who would rather look, with the table of the same days for everybody.
type Line struct {
	ID, Title, Desc string
	Drawing         *timeline.Drawing
	Table           view.FactTable
	Earlier         view.Link // to the reviews that have no room
}
