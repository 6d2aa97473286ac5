package impact

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"clausebook/internal/config"
	"clausebook/internal/content"
)

// settings gives what the configuration decides otherwise after the change, of what bears on states, approvals and
// findings. A change may well be right to decide so; nobody should have to find it in a list of lines.
func settings(before, after config.Config) []Setting {
	was, now := decisions(before), decisions(after)
	keys := slices.Sorted(maps.Keys(was))
	for k := range now {
		if _, known := was[k]; !known {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	var out []Setting
	for _, k := range keys {
		if was[k] != now[k] {
			out = append(out, Setting{k, was[k], now[k]})
		}
	}
	return out
}

// placeWords names the place of documents, with what is left out of it.
func placeWords(at content.Place) string {
	if at.Listed() || len(at.Excluded()) > 0 {
		return strings.TrimSuffix(fmt.Sprintf("%s without %s", at, strings.Join(at.Excluded(), ", ")), " without ")
	}
	return at.Folder()
}

// decisions gives the decisions of a configuration in words.
func decisions(c config.Config) map[string]string {
	out := map[string]string{
		"standards in use":                       strings.Join(c.Standards, ", "),
		"folder of documents":                    placeWords(c.Content),
		"least grade of an approval":             c.Approval.LeastGrade,
		"trailers that name an approver":         strings.Join(c.Approval.Trailers, ", "),
		"separation of duties":                   separation(c.Approval),
		"role that may approve lower rules":      c.Approval.PolicyOwner,
		"corrections that an owner may approve":  corrections(c.Approval.Minor),
		"file of allowed signers":                c.Approval.AllowedSigners,
		"file of OpenPGP keys":                   c.Approval.OpenPGPKeys,
		"folder of exported reviews":             c.Approval.Exports,
		"time for evidence and grants to settle": c.Approval.Settle.Words().String(),
		"approvals judged by the present least grade": map[bool]string{true: "all",
			false: "those that land from now on"}[c.Approval.AppliesToAll],
		"as-of day":            c.AsOf.String(),
		"certification scheme": c.Scheme,
	}
	if a := c.Approval.Adopted; !a.IsZero() {
		out["texts that are adopted as an import"] = because(fmt.Sprintf("up to %s, from grade %s", a.Until(), a.LeastGrade), a.Reason)
	}
	if len(c.History.Protected) > 0 {
		out["branches that must not be rewritten"] = strings.Join(c.History.Protected, ", ")
	}
	if c.Log != "" {
		out["folder of the log of heads"] = "`" + c.Log + "`"
	}
	if m := c.History.Moved; !m.IsZero() {
		out["commits under former names"] = because(fmt.Sprintf("up to %s, as `%s` says", m.At(), m.Map), m.Reason)
	}
	for _, a := range c.History.Acknowledged {
		out[fmt.Sprintf("lost commit `%s`", a.Lost)] = because("acknowledged by "+a.By, a.Reason)
	}
	for id, s := range c.Severity {
		out[fmt.Sprintf("severity of `%s`", id)] = because(s.Level.String(), s.Reason)
	}
	for id, cond := range c.Conditions {
		out[fmt.Sprintf("condition `%s`", id)] = because(map[bool]string{true: "holds", false: "does not hold"}[cond.Holds], cond.Reason)
	}
	for _, w := range c.Waivers {
		out[fmt.Sprintf("waiver of `%s`", w.Target)] = because(
			fmt.Sprintf("by %s until %s", cmp.Or(w.ApprovedBy, "nobody named"), cmp.Or(w.Expires.String(), "no day")),
			w.Reason,
		)
	}
	for kind, roles := range c.Approval.Roles {
		out[fmt.Sprintf("roles that may approve type %s", kind)] = strings.Join(roles, ", ")
	}
	for kind, q := range c.Approval.Quorum {
		out[fmt.Sprintf("approvals that type %s needs", kind)] = q.String()
	}
	for _, d := range c.Defaults {
		for key, value := range d.FrontMatter {
			out[fmt.Sprintf("default of `%s` for `%s`", key, d.Pattern)] = value
		}
	}
	for theirs, ours := range c.Fields {
		out[fmt.Sprintf("field `%s`", theirs)] = "read as `" + ours + "`"
	}
	for key, words := range c.Values {
		for theirs, ours := range words {
			out[fmt.Sprintf("value `%s` of `%s`", theirs, key)] = "read as `" + ours + "`"
		}
	}
	return out
}

// separation says for which documents duties are separated.
func separation(a config.Approval) string {
	switch {
	case !a.SeparationOfDuties:
		return "off"
	case a.SeparatedTypes == nil:
		return "on, records excepted"
	}
	return "on for the types " + strings.Join(a.SeparatedTypes, ", ")
}

// corrections says which corrections an owner may approve.
func corrections(m config.Minor) string {
	switch {
	case m.Words == 0:
		return "none"
	case m.Roles == nil:
		return fmt.Sprintf("up to %d words", m.Words)
	}
	return fmt.Sprintf("up to %d words, by %s", m.Words, strings.Join(m.Roles, ", "))
}

func because(what, reason string) string {
	if reason == "" {
		return what
	}
	return what + ": " + reason
}
