// Package example holds the example service management system, so that an installed program can bring it along.
package example

import "embed"

// FS holds clausebook.yaml and content/.
//
//go:embed clausebook.yaml content
var FS embed.FS
