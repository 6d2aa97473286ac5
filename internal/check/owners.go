package check

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/hmarr/codeowners"
)

// ForgeOwners reads the forge's CODEOWNERS file and gives a function that names the owners of a file: a team without
// its organization, a user without the sign, an address as it is. Nobody owns a file that no line matches.
func ForgeOwners(file []byte) (func(path string) []string, error) {
	rules, err := codeowners.ParseFile(bytes.NewReader(file))
	if err != nil {
		return nil, fmt.Errorf("read CODEOWNERS: %w", err)
	}
	lines := newOwnerLines(rules)
	return func(path string) []string {
		rule := lines.match(path)
		if rule == nil {
			return nil
		}
		names := make([]string, len(rule.Owners))
		for i, o := range rule.Owners {
			names[i] = o.Value
			if o.Type == codeowners.TeamOwner {
				names[i] = o.Value[strings.LastIndexByte(o.Value, '/')+1:]
			}
		}
		return names
	}, nil
}
