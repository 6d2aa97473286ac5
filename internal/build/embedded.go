package build

import (
	"clausebook/internal/schemacheck"
	"clausebook/internal/standard"
	"clausebook/schemas"
)

// What clausebook brings along is the same in all of a run: each schema is compiled and each standard read once, when it is
// first asked for.
var (
	shapes = schemacheck.New(schemas.FS)
	shelf  = standard.NewShelf(schemas.FS)
)
