// Package schemas holds the JSON Schemas and the standards that clausebook brings along.
//
// The schemas say what a configuration, the front matter of each type and a standard may contain; the standards
// are data in our own wording. Both are read through fs.FS, in the same way as a user's own files.
package schemas

import "embed"

// FS holds *.json, the schemas of whole files; types/*.json, those of front matter by document type; and
// standards/*.yaml, the standards and their crosswalk, with their texts in other languages in standards/*/*.json;
// schemes/*.yaml, what certification bodies ask; findings/*.json, what rules and findings say in other languages.
//
//go:embed *.json types/*.json standards/*.yaml standards/*/*.json findings/*.json schemes/*.yaml
var FS embed.FS
