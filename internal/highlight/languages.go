package highlight

import (
	"strings"
	"sync"
)

// language says what the words of code in a language are, as far as colours need it.
type language struct {
	names     string      // names and aliases, in lower case
	line      []string    // marks that begin a comment up to the end of the line
	block     [][2]string // marks that begin and end a comment
	quotes    string      // marks around a string on one line, in which a backslash escapes
	long      []string    // marks around a string over several lines
	words     string      // keywords
	fold      bool        // keywords in any case
	inside    string      // what belongs to a word besides letters, digits and "_"
	keys      string      // marks before which the first word of a line is a key
	variables bool        // "$" begins a variable
	form      form        // languages that do not consist of words
}

type form uint8

const (
	formWords form = iota
	formMarkup
	formDiff
)

// constants are words for values, the same in most languages.
const constants = " true false null nil none undefined True False None NULL nullptr self this "

var (
	hash   = []string{"#"}
	slash  = []string{"//"}
	stars  = [][2]string{{"/*", "*/"}}
	ticks  = []string{"`"}
	triple = []string{`"""`, "'''"}
)

// cWords are keywords of most languages in the manner of C.
const cWords = "break case catch class const continue default do else enum extends final finally for if implements import interface new " +
	"private protected public return static struct super switch throw throws try void while int long char bool boolean double float byte "

var languages = []language{
	{names: "yaml yml", line: hash, quotes: `"'`, inside: "-./", keys: ":"},
	{names: "json json5 jsonc", line: slash, block: stars, quotes: `"`, keys: ":"},
	{names: "toml ini cfg properties editorconfig gitconfig systemd", line: []string{"#", ";"}, quotes: `"'`, long: triple, inside: "-.",
		keys: "="},
	{names: "hcl terraform tf", line: []string{"#", "//"}, block: stars, quotes: `"`, inside: "-", keys: "=",
		words: "resource data variable output module provider locals terraform for in if dynamic"},
	{names: "sh bash shell zsh ksh console shell-session", line: hash, quotes: `"'`, inside: "-", variables: true,
		words: "if then else elif fi for in do done while until case esac function return export local set unset exit echo cd source sudo trap"},
	{names: "powershell ps1 pwsh", line: hash, block: [][2]string{{"<#", "#>"}}, quotes: `"'`, inside: "-", variables: true, fold: true,
		words: "function param if else elseif foreach for while switch return try catch finally throw in begin process end filter"},
	{names: "bat batch cmd", line: []string{"::", "REM ", "rem "}, quotes: `"`, fold: true,
		words: "echo set if else goto call exit for in do setlocal endlocal not exist"},
	{names: "python py python3", line: hash, quotes: `"'`, long: triple,
		words: "and as assert async await break class continue def del elif else except finally for from global if import in is lambda " +
			"nonlocal not or pass raise return try while with yield match case"},
	{names: "go golang", line: slash, block: stars, quotes: `"'`, long: ticks,
		words: "break case chan const continue default defer else fallthrough for func go goto if import interface map package range return " +
			"select struct switch type var string int error bool byte any"},
	{names: "javascript js jsx mjs typescript ts tsx", line: slash, block: stars, quotes: `"'`, long: ticks, inside: "$",
		words: cWords +
			"async await function let var of in typeof instanceof delete yield export from type namespace readonly string number any"},
	{names: "java kotlin kt scala groovy", line: slash, block: stars, quotes: `"'`, long: triple[:1],
		words: cWords + "abstract package instanceof synchronized fun val var when object override data sealed def trait record"},
	{names: "c h cpp c++ cc hpp csharp cs c# objective-c objc swift dart", line: slash, block: stars, quotes: `"'`,
		words: cWords + "auto extern inline namespace operator register signed sizeof template typedef typename union unsigned using virtual " +
			"volatile string var foreach in is as async await abstract override sealed func let guard protocol #include #define #if #ifdef " +
			"#ifndef #else #endif #pragma"},
	{names: "rust rs", line: slash, block: stars, quotes: `"`,
		words: "as async await break const continue crate dyn else enum extern fn for if impl in let loop match mod move mut pub ref return " +
			"static struct super trait type unsafe use where while"},
	{names: "ruby rb", line: hash, quotes: `"'`, inside: "?!",
		words: "alias and begin break case class def do else elsif end ensure for if in module next not or redo require rescue retry return " +
			"then unless until when while yield"},
	{names: "php perl pl", line: []string{"#", "//"}, block: stars, quotes: `"'`, variables: true,
		words: cWords + "echo function foreach as namespace use my our sub package elsif unless last next print"},
	{names: "sql mysql postgresql postgres plpgsql sqlite tsql", line: []string{"--"}, block: stars, quotes: `"'`, fold: true,
		words: "add all alter and any as asc begin between by case cast check column commit constraint create cross database default delete " +
			"desc " +
			"distinct drop else end exists foreign from full function grant group having if in index inner insert into is join key left like " +
			"limit not null on or order outer primary procedure references revoke right rollback select set table then to trigger union unique " +
			"update using values view when where with"},
	{names: "lua", line: []string{"--"}, quotes: `"'`,
		words: "and break do else elseif end for function goto if in local not or repeat return then until while"},
	{names: "r", line: hash, quotes: `"'`, inside: ".",
		words: "if else repeat while function for in next break library require TRUE FALSE NA"},
	{names: "css scss less", block: stars, quotes: `"'`, inside: "-@#.", keys: ":",
		words: "@media @import @font-face @supports @page @layer"},
	{names: "dockerfile docker containerfile", line: hash, quotes: `"`, variables: true,
		words: "FROM RUN CMD LABEL EXPOSE ENV ADD COPY ENTRYPOINT VOLUME USER WORKDIR ARG ONBUILD STOPSIGNAL HEALTHCHECK SHELL AS"},
	{names: "makefile make", line: hash, quotes: `"'`, inside: "-.", keys: ":=", variables: true,
		words: "ifeq ifneq ifdef ifndef else endif include define endef"},
	{names: "nginx apache apacheconf", line: hash, quotes: `"'`, inside: "-", variables: true,
		words: "server location upstream listen root proxy_pass return rewrite include if http events"},
	{names: "html htm xhtml xml svg xsd xslt vue", form: formMarkup},
	{names: "diff patch udiff", form: formDiff},
}

// lexicon is a language with its words looked up by map.
type lexicon struct {
	*language
	isWord map[string]bool
}

// languagesByName gives the languages by their names and aliases.
var languagesByName = sync.OnceValue(func() map[string]lexicon {
	out := map[string]lexicon{}
	for i := range languages {
		k := lexicon{&languages[i], map[string]bool{}}
		for word := range strings.FieldsSeq(k.words) {
			k.isWord[word] = true
		}
		for name := range strings.FieldsSeq(k.names) {
			out[name] = k
		}
	}
	return out
})

// ClassName gives a language's name if it can be part of a class, else nothing.
func ClassName(language string) string {
	for _, r := range language {
		if !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || strings.ContainsRune("+#.-_", r)) {
			return ""
		}
	}
	if len(language) > 32 {
		return ""
	}
	return language
}
