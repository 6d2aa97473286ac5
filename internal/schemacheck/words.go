package schemacheck

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"clausebook/internal/date"
	"clausebook/internal/nearest"
	"clausebook/internal/phrase"
	"clausebook/internal/strictyaml"
)

// value words an error about the value at one place.
func (c *checker) value(e *jsonschema.ValidationError) Problem {
	at := e.InstanceLocation
	p := Problem{Node: c.node(at), Path: slices.Clone(at), Kind: Other}
	is := c.label(at) + " is " + shown(p.Node)
	switch k := e.ErrorKind.(type) {
	case *kind.Type:
		c.wordType(&p, k)
	case *kind.Enum:
		c.wordChoice(&p, is, k.Want)
	case *kind.Const:
		c.wordChoice(&p, is, []any{k.Want})
	case *kind.Format:
		p.Kind, p.Message, p.Hint = Format, is+", which is not "+formatNoun(k.Want), formatHint(k.Want, p.Node.Raw)
		p.Put = formatMeant(k.Want, p.Node.Raw)
	case *kind.Pattern:
		p.Kind, p.Message, p.Hint = Pattern, is+", but "+formWords(schemasAt(c.schema, at)), c.formHint(at, p.Node.Raw)
	case *kind.MinLength:
		p.Message, p.Hint = tooShort(c.label(at), k), "give it a value or remove it"
	case *kind.MaxLength:
		p.Message = fmt.Sprintf("%s is %d characters long; at most %d are allowed", c.label(at), k.Got, k.Want)
	case *kind.MinItems:
		p.Message = fmt.Sprintf("%s has %s; at least %d required", c.label(at), count(k.Got, "item"), k.Want)
	case *kind.MaxItems:
		p.Message = fmt.Sprintf("%s has %s; at most %d allowed", c.label(at), count(k.Got, "item"), k.Want)
	case *kind.MinProperties:
		p.Message = fmt.Sprintf("%s has %s; at least %d required", c.label(at), count(k.Got, "key"), k.Want)
	case *kind.Minimum:
		p.Message = is + "; the minimum is " + decimal(k.Want)
	case *kind.Maximum:
		p.Message = is + "; the maximum is " + decimal(k.Want)
	case *kind.Not:
		p.Message = is + ", which is not allowed here"
	case *kind.OneOf:
		p.Message = c.label(at) + " is ambiguous: it has more than one of the allowed forms"
	default:
		p.Message = c.label(at) + ": " + e.ErrorKind.LocalizedString(message.NewPrinter(language.English))
	}
	return p
}

func tooShort(label string, k *kind.MinLength) string {
	if k.Got == 0 {
		return label + " is empty"
	}
	return fmt.Sprintf("%s is %d characters long; at least %d are required", label, k.Got, k.Want)
}

// typeNouns words the types of JSON Schema.
var typeNouns = map[string]string{
	"string": "text", "array": "a list", "object": "a block of keys and values", "boolean": "true or false",
	"integer": "a whole number", "number": "a number", "null": "empty",
}

// wordType words a value of the wrong type. A number or a truth value where text is wanted is text without quotes.
func (c *checker) wordType(p *Problem, k *kind.Type) {
	p.Kind = Type
	label, n := c.label(p.Path), p.Node
	switch {
	case k.Got == "null":
		p.Message, p.Hint = label+" is empty", "give it a value or remove it"
		c.pointAtKey(p)
		return
	case n.Kind == strictyaml.Scalar && !n.Quoted && k.Got != "string" && slices.Contains(k.Want, "string"):
		p.Message = fmt.Sprintf("%s must be text, but %s without quotes is %s", label, quote(n.Raw), typeNouns[k.Got])
		p.Hint = "write it in quotes: " + strconv.Quote(n.Raw)
		p.Put = strconv.Quote(n.Raw)
		if f := formatOf(c.schema, p.Path); f != "" {
			p.Message, p.Hint = label+" is "+quote(n.Raw)+", which is not "+formatNoun(f), formatHint(f, n.Raw)
			p.Put = formatMeant(f, n.Raw)
		}
		return
	}
	p.Message = label + " must be " + nouns(k.Want)
	if n.Kind == strictyaml.Scalar {
		p.Message += ", not " + shown(n)
	}
	p.Hint, p.Put = typeHint(n, k.Want), typeMeant(n, k.Want)
}

// typeMeant gives a value as it is meant that has another type than it must have; nothing where that is not plain.
func typeMeant(n *strictyaml.Node, want []string) string {
	switch hint := typeHint(n, want); {
	case n.Kind != strictyaml.Scalar || n.Quoted:
		return ""
	case hint == "write true" || hint == "write false":
		return strings.TrimPrefix(hint, "write ")
	case slices.Contains(want, "array") && hint != "" && n.Raw != "" && !strings.ContainsAny(n.Raw, "[]{}#:&*!|>'\"%@`\n"):
		return "[" + n.Raw + "]"
	}
	return ""
}

// pointAtKey moves the problem from a value that is not there to its key.
func (c *checker) pointAtKey(p *Problem) {
	if len(p.Path) > 0 {
		last := len(p.Path) - 1
		if k := c.node(p.Path[:last]).Key(p.Path[last]); k != nil {
			p.Node = k
		}
	}
}

func nouns(types []string) string {
	words := make([]string, len(types))
	for i, t := range types {
		words[i] = typeNouns[t]
	}
	return strings.Join(words, " or ")
}

func typeHint(n *strictyaml.Node, want []string) string {
	switch {
	case slices.Contains(want, "array") && n.Kind == strictyaml.Scalar && utf8.RuneCountInString(n.Raw) <= 60:
		return "write it as a list: [" + n.Raw + "]"
	case slices.Contains(want, "boolean") && slices.Contains([]string{"yes", "Yes", "on", "True", "TRUE"}, n.Raw):
		return "write true"
	case slices.Contains(want, "boolean") && slices.Contains([]string{"no", "No", "off", "False", "FALSE"}, n.Raw):
		return "write false"
	case slices.Contains(want, "string") && n.Kind == strictyaml.Map:
		return "quote a value that holds `: `"
	case slices.Equal(want, []string{"string"}) && n.Kind == strictyaml.List:
		return "give one value, without brackets or hyphens"
	}
	return ""
}

// wordChoice words a value that is none of those that it may be.
func (c *checker) wordChoice(p *Problem, is string, want []any) {
	p.Kind = Enum
	switch {
	case p.Node.IsNull():
		p.Message = c.label(p.Path) + " is empty"
		c.pointAtKey(p)
	case len(want) == 1:
		p.Message = c.label(p.Path) + " must be " + quote(fmt.Sprint(want[0])) + ", not " + shown(p.Node)
	default:
		p.Message = is + ", which is not an allowed value"
	}
	values := make([]string, len(want))
	for i, w := range want {
		values[i] = fmt.Sprint(w)
	}
	p.Put, _ = nearest.Same(p.Node.Text(), values)
	near, ok := nearest.Name(p.Node.Text(), values)
	switch {
	case ok && !p.Node.IsNull() && near != p.Node.Raw:
		p.Hint = "did you mean " + quote(near) + "?"
	case len(values) == 1:
		p.Hint = "write " + quoteAll(values)
	default:
		p.Hint = "one of " + quoteAll(values)
	}
}

func formatNoun(format string) string {
	switch format {
	case "date":
		return "a date"
	case "period":
		return "a duration"
	}
	return "a valid " + format
}

func formatHint(format, raw string) string {
	switch format {
	case "date":
		return date.Advice(raw)
	case "period":
		return date.PeriodAdvice(raw)
	}
	return ""
}

// formatMeant gives the day or interval that a text means, where it can mean no other.
func formatMeant(format, raw string) string {
	switch format {
	case "date":
		if d, ok := date.Meant(raw); ok {
			return d.String()
		}
	case "period":
		if p, ok := date.PeriodMeant(raw); ok {
			return p
		}
	}
	return ""
}

// formWords names the form that a text must have: the title that the schema gives it, or else the pattern itself.
func formWords(schemas []*jsonschema.Schema) string {
	for _, s := range schemas {
		switch {
		case s.Pattern != nil && s.Title != "":
			return "must be " + s.Title
		case s.Pattern != nil:
			return "must match the pattern " + quote(s.Pattern.String())
		}
	}
	return "is not allowed here"
}

// formHint gives the text in the form that it must have, where that is plain; else it says what it is for, or gives an example.
func (c *checker) formHint(at []string, raw string) string {
	for _, s := range schemasAt(c.schema, at) {
		if joined := strings.Join(strings.Fields(raw), "-"); s.Pattern != nil && joined != raw {
			for _, form := range []string{joined, strings.ToLower(joined)} {
				if s.Pattern.MatchString(form) {
					return "write " + quote(form)
				}
			}
		}
	}
	description, example := describe(c.schema, at)
	switch {
	case example != nil:
		return "for example " + quote(fmt.Sprint(example))
	case description != "":
		return "expected: " + asClause(description)
	}
	return ""
}

// label names the value at the path as a person would: `name` in item 2 of `targets`.
func (c *checker) label(path []string) string {
	if len(path) == 0 {
		return "the content"
	}
	parent, last := path[:len(path)-1], path[len(path)-1]
	if c.node(parent).Kind != strictyaml.List {
		return quote(last) + c.in(parent)
	}
	i, _ := strconv.Atoi(last) // an index of a list is a number
	if len(parent) == 0 {
		return fmt.Sprintf("item %d", i+1)
	}
	return fmt.Sprintf("item %d of %s", i+1, c.label(parent))
}

// in names the map at the path after something that stands in it; the root needs no name.
func (c *checker) in(path []string) string {
	if len(path) == 0 {
		return ""
	}
	return " in " + c.label(path)
}

// shown gives a value as it stands in the file, cut where it is long.
func shown(n *strictyaml.Node) string {
	switch {
	case n.Kind == strictyaml.Map:
		return "a block of keys and values"
	case n.Kind == strictyaml.List:
		return "a list"
	case n.IsNull() || n.Raw == "":
		return "empty"
	}
	return quote(n.Raw)
}

// longest is the number of characters of a value that a message repeats.
const longest = 80

// quote puts a name or value into backticks, as findings do. Line breaks and control characters become spaces.
func quote(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '`':
			return '\''
		case unicode.IsControl(r) || r == utf8.RuneError:
			return ' '
		}
		return r
	}, s)
	return "`" + phrase.Short(s, longest) + "`"
}

func quoteAll(names []string) string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = quote(n)
	}
	return strings.Join(out, ", ")
}

// asClause makes a sentence fit behind a colon: lower case at its start, no full stop.
func asClause(sentence string) string {
	first, size := utf8.DecodeRuneInString(sentence)
	second, _ := utf8.DecodeRuneInString(sentence[size:])
	if !unicode.IsUpper(second) {
		sentence = string(unicode.ToLower(first)) + sentence[size:]
	}
	return strings.TrimSuffix(sentence, ".")
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func decimal(r *big.Rat) string {
	return strings.TrimSuffix(strings.TrimRight(r.FloatString(6), "0"), ".")
}
