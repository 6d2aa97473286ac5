package author

import (
	"strings"

	"clausebook/internal/people"
)

// roleFor gives the role of the register that some words mean, such as "SMS manager" or "HR or line manager"; empty
// where none does, or where several do.
func roleFor(words string, r *people.Register) string {
	if r == nil {
		return ""
	}
	for _, one := range strings.Split(words, " or ") {
		if role := exactRole(one, r); role != "" {
			return role
		}
	}
	for _, one := range strings.Split(words, " or ") {
		if role := likeRole(one, r); role != "" {
			return role
		}
	}
	return ""
}

func exactRole(words string, r *people.Register) string {
	for _, role := range r.Roles {
		if role.ID == slug(words) || strings.EqualFold(role.Title, words) {
			return role.ID
		}
	}
	return ""
}

// likeRole gives the only role whose title or id has all the words.
func likeRole(words string, r *people.Register) string {
	found := ""
	for _, role := range r.Roles {
		if !hasAll(wordsOf(role.Title+" "+role.ID), wordsOf(words)) {
			continue
		}
		if found != "" {
			return ""
		}
		found = role.ID
	}
	return found
}

func hasAll(have, want []string) bool {
	set := map[string]bool{}
	for _, w := range have {
		set[w] = true
	}
	for _, w := range want {
		if !set[w] {
			return false
		}
	}
	return len(want) > 0
}
