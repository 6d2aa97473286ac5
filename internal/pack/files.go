package pack

import (
	_ "embed" // the files of a pack that are always the same
)

//go:embed VERIFY.md
var readMe []byte

//go:embed verify.sh
var script []byte
