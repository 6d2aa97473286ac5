package check

import (
	"slices"

	"clausebook/internal/diag"
)

// Change is something that is judged otherwise than before. The table feeds `check --explain-upgrade`, which shows those that
// concern the findings of a repository, and docs/upgrading.md.
type Change struct {
	Since   string        // the day from which builds of the program judge so; a released version once there is one
	What    string        // what is judged otherwise
	Why     string        // why
	Do      string        // what to do about it
	Rules   []diag.RuleID // whose findings and gaps show it
	Quieter bool          // it takes findings away or makes them lighter
}

// changed is the day of the first builds that judge so.
const changed = "2026-11-29"

// changes are the changes that somebody has explained. Rules that are new beside them explain themselves.
var changes = []Change{
	{
		Since: changed, Rules: []diag.RuleID{"MD001"}, Quieter: true,
		What: "Raw HTML is one finding for each document, which counts the tags. Tables, details, lists, headings, links and pictures in HTML " +
			"are shown as they are in Markdown and are no finding; their links are checked.",
		Why: "A table of an export was a hundred errors, and whoever fixes one tag sees the others.",
		Do:  "Nothing. Write baselines anew with `--write-baseline`.",
	},
	{
		Since: changed, Rules: []diag.RuleID{"RQ001", "RQ002", "RQ009", "RQ010", "CV003"}, Quieter: true,
		What: "What is missing or only a draft is a gap and no longer a finding. `check` counts gaps in one line and does not fail by them.",
		Why:  "A hundred missing documents buried the one broken link, and no system could be written down step by step on a green main line.",
		Do: "If missing documents should fail a pipeline, run `clausebook gaps` there as well; with `--since REV --new` only for those that a " +
			"change opens. Write baselines anew with `--write-baseline`.",
	},
	{
		Since: changed, Rules: []diag.RuleID{"AP007", "AP012", "AP013", "AP014"}, Quieter: true,
		What: "A text whose approval nothing shows yet is no longer an error at once: it is a note in the change that brings it, and a warning " +
			"for the days of `approval.settle` after it landed. Texts from before the configuration are one note in all.",
		Why: "A request is there to get the approval. Nobody could be green in it without claiming one.",
		Do: "In a request, run `check --base REV`. Leave `approved_by` and `approved_on` out of a new text: " +
			"its approver adds them, or a trailer says it.",
	},
	{
		Since: changed, Rules: []diag.RuleID{"AP001", "AP002", "AP004", "AP006"},
		What: "Whether an approval counts is decided by configuration, people, roles, keys and `.mailmap` of before the change that brings the " +
			"text, and authors are recognised by their identities before and after `.mailmap`, and by names that look alike.",
		Why: "A change could make its own author an approver, lower the grade that is asked for, or hide who wrote the text.",
		Do:  "Let somebody else approve the text, and land changes of roles and rules before the texts that need them.",
	},
	{
		Since: changed, Rules: []diag.RuleID{"AP008", "AP010"},
		What: "Exports of reviews are read by their documented forms and bound by commits, not by numbers in subjects. Without a signature of " +
			"somebody who did not write the text, an export is worth a trailer. A trailer that came with the message of a copied commit, as " +
			"`git cherry-pick -x` names it, counts only for the text of that commit.",
		Why: "Dismissed and stale reviews counted, a number vouched for other text, and authors could bring exports of their own making.",
		Do: "Export the request itself as well as its reviews, and have the commit that brings the files signed. The page About this build " +
			"lists what each export matched.",
	},
	{
		Since: changed, Rules: []diag.RuleID{"AP018"},
		What: "Minutes are confirmed by the chair or by a majority of those who attended, whatever role they hold, and by nobody else. Who " +
			"wrote a record may confirm it.",
		Why: "Anybody with the role could confirm minutes of a meeting at which they were not.",
		Do: "Have the chair confirm the minutes. To separate duties for records as well, name their types in " +
			"`approval.separation_of_duties.types`.",
	},
	{
		Since: changed, Rules: []diag.RuleID{"AP003", "FM017"},
		What: "An approval binds more: structure, images, attachments, targets of links, columns of data, and type, owner, approver, " +
			"classification, retention and intervals in the front matter. Rows of registers are free.",
		Why: "All of that could be changed after an approval without anybody seeing it: a policy could become a record, which its author may " +
			"confirm.",
		Do: "Raise the version and have it approved, or take the change back.",
	},
	{
		Since: changed, Rules: []diag.RuleID{"CF005"},
		What: "`defaults:` give no approval and no review: " +
			"`status: approved`, `approved_by`, `approved_on` and `reviewed_on` there count for nothing.",
		Why: "A default would claim it for texts that nobody looked at.",
		Do:  "Take the keys out of `defaults:`, and write them where somebody approved or reviewed the text.",
	},
	{
		Since: changed, Rules: []diag.RuleID{"CF006"},
		What: "More changes count as a lowering of the rules of approval: milder severities of rules about approvals, words and fields that " +
			"are read as an approval, roles given back in time, branches that are no longer protected, losses that are accepted, and a `.mailmap` " +
			"that takes somebody's commits for those of another person, or no longer for those of the person who wrote them.",
		Why: "Each of them lets more count as an approval, and nobody had to agree.",
		Do: "Look at the commits that the findings name. Have another person approve each of them, with the trailer `Approves: COMMIT` in a " +
			"later commit, or revert it.",
	},
	{
		Since: changed, Rules: []diag.RuleID{"RV004", "RV005", "RV006", "RV007"},
		What: "A day that lies after the commit that states it counts nowhere, until a later revision still states it. A record dated ahead is " +
			"only announced.",
		Why: "Reviews and closures counted months before they had happened.",
		Do:  "Write the day when it has come. For an agenda, do nothing: the minutes carry it on.",
	},
	{
		Since: changed, Rules: []diag.RuleID{"RQ003", "RQ004", "RQ005"},
		What: "Records count from the day for which they are evidence, and records of operation have to cover each month of the audit period; " +
			"where several states apply, the worst one shows everywhere.",
		Why: "A period that ended in 2035 kept a yearly record good for years, and two months of twelve passed for a year.",
		Do:  "Give records of operation a `period`, and add those for the months that the reason names.",
	},
	{
		Since: changed, Rules: []diag.RuleID{"HI002", "CF009"},
		What: "Only a protected branch can be rewritten: `history.protected`, else the default branch of the remote, else main or master. What " +
			"it lost is told at every run until it is acknowledged.",
		Why: "Amending a branch of one's own was told as rewritten history, and a forced push of the main line only once.",
		Do:  "Compare with another clone. If the rewriting was right, add the commit to `history.acknowledged` with the reason.",
	},
	{
		Since: changed, Rules: []diag.RuleID{"TX008"},
		What: "Marks that a merge left are one finding with the lines of both sides, in place of all others in the file.",
		Why:  "Two texts in one file caused dozens of findings of which none named the cause.",
		Do:   "Write the text that is to stand, and delete the marks.",
	},
	{
		Since: changed, Rules: []diag.RuleID{"LK002", "MD008"},
		What: "Roles, directives, blocks of AsciiDoc, markup of wikis and names of paragraphs are named where pages show their marks, and a " +
			"link to a paragraph that is not there (`[[Note#^name]]`) is a link to nothing.",
		Why: "They stood on pages as they were written, and nothing said so.",
		Do:  "Replace them by Markdown where readers stumble over them. They inform; the link is to be corrected.",
	},
	{
		Since: changed, Rules: []diag.RuleID{"FS003", "FM019", "SV001", "SV002", "SV003", "SV005", "MN001", "MN002"}, Quieter: true,
		What: "UTF-16 is read, which is a warning. Adopted documents are not asked for what only an edit of their text could add, and `date` " +
			"is no unknown key of theirs.",
		Why: "Their types are supposed, and nobody wrote them for clausebook.",
		Do:  "Nothing.",
	},
	{
		Since: changed, Rules: []diag.RuleID{"TX007"}, Quieter: true,
		What: "All placeholders of a file are one finding, at the first of them.",
		Why:  "A new document had a dozen, and whoever fills in one sees the others.",
		Do:   "Nothing. A baseline that lists placeholders one by one is written anew with `--write-baseline`.",
	},
}

// judgedBefore are the rules that there were before the first entry of the table.
var judgedBefore = []diag.RuleID{
	"AP001", "AP002", "AP003", "AP004", "AP005", "AP006", "AP007", "AP008", "AP009", "AP010", "CF001", "CF002", "CF003", "CF004",
	"CV001", "CV002", "CV003", "CV004", "CV005", "CV006", "DA001", "DA002", "EX001", "EX002", "EX003", "EX004",
	"FM001", "FM002", "FM003", "FM004", "FM005", "FM006", "FM007", "FM008", "FM009", "FM010", "FM011", "FM012", "FM013", "FM014", "FM015",
	"FM016", "FM017", "FS001", "FS002", "FS003", "FS004", "FS005", "HI001", "HI002", "HI003", "HI004",
	"ID001", "ID002", "ID003", "ID004", "ID005", "ID006", "LK001", "LK002", "LK003", "LK004", "LK005", "LK006", "LK007", "LK008", "LK009",
	"LK010", "MD001", "MD002", "MD003", "MD004", "MD005", "MN001", "MN002", "MN003", "MN004", "MN005", "MN006", "MN007", "MN008", "MN009",
	"PE001", "PE002", "PE003", "PE004", "PE005", "PE006", "PE007", "PE008", "PE009", "PE010", "PE011", "RL001", "RL002",
	"RQ001", "RQ002", "RQ003", "RQ004", "RQ005", "RQ006", "RQ007", "RQ008", "RQ009", "RQ010", "RV001", "RV002", "RV003", "RV004", "RV005",
	"ST001", "ST002", "ST003", "ST004", "SU001", "SV001", "SV002", "SV003", "SV004", "SV005", "SV006", "SV007", "SV008",
	"TX001", "TX002", "TX003", "TX004", "TX005", "TX006", "TX007",
}

// Explained gives the changes of the table.
func Explained() []Change { return slices.Clone(changes) }

// Changes gives everything that is judged otherwise than before: what is explained in the table, then each rule that is new and
// explains itself.
func Changes() []Change {
	out := Explained()
	var explained []diag.RuleID
	for _, c := range changes {
		explained = append(explained, c.Rules...)
	}
	for _, r := range Rules() {
		if slices.Contains(judgedBefore, r.ID) || slices.Contains(explained, r.ID) {
			continue
		}
		out = append(out, Change{Since: changed, What: "New check " + string(r.ID) + ": " + r.Title + ".", Why: r.Why, Do: r.Fix,
			Rules: []diag.RuleID{r.ID}})
	}
	return out
}
