package doc

import "clausebook/internal/diag"

// The rules whose findings come out of reading files. Their words and severities stand in package check.
const (
	RuleSymlink    diag.RuleID = "FS001"
	RuleTooLarge   diag.RuleID = "FS002"
	RuleNotUTF8    diag.RuleID = "FS003"
	RuleUnreadable diag.RuleID = "FS004"
	RuleFileName   diag.RuleID = "FS005"

	RuleUnclosed    diag.RuleID = "FM001"
	RuleBOM         diag.RuleID = "FM002"
	RuleSyntax      diag.RuleID = "FM003"
	RuleDuplicate   diag.RuleID = "FM004"
	RuleAlias       diag.RuleID = "FM005"
	RuleLimit       diag.RuleID = "FM006"
	RuleUnknownKey  diag.RuleID = "FM007"
	RuleMissing     diag.RuleID = "FM008"
	RuleFieldType   diag.RuleID = "FM009"
	RuleDate        diag.RuleID = "FM010"
	RulePeriod      diag.RuleID = "FM011"
	RuleVersion     diag.RuleID = "FM012"
	RuleValue       diag.RuleID = "FM013"
	RuleType        diag.RuleID = "FM014"
	RuleFence       diag.RuleID = "FM015"
	RuleNoFront     diag.RuleID = "FM016"
	RuleDerivedID   diag.RuleID = "ID002"
	RuleRawHTML     diag.RuleID = "MD001"
	RuleBodyLimit   diag.RuleID = "MD002"
	RuleDiagram     diag.RuleID = "MD003"
	RuleImage       diag.RuleID = "MD004"
	RuleFootnote    diag.RuleID = "MD005"
	RuleScheme      diag.RuleID = "LK005"
	RuleDataMissing diag.RuleID = "DA001"
	RuleDataSyntax  diag.RuleID = "DA002"
)
