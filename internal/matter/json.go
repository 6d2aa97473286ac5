package matter

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"

	"clausebook/internal/strictyaml"
)

// JSON reads one object whose first line has a number in its file. It gives the root (nil where the syntax is broken) and every
// problem found; of duplicate keys the first counts.
func JSON(src []byte, firstLine int) (*strictyaml.Node, []strictyaml.Problem) {
	r := newReader(src, firstLine, "JSON")
	if len(r.problems) > 0 || len(bytes.TrimSpace(src)) == 0 {
		return nil, r.problems
	}
	var whole any
	if err := json.Unmarshal(src, &whole); err != nil {
		return nil, r.broken(err)
	}
	j := &jsonReader{reader: r, tokens: json.NewDecoder(bytes.NewReader(src))}
	j.tokens.UseNumber()
	root, err := j.value(1)
	if err != nil {
		return nil, r.problems // it is nested too deeply, which is reported
	}
	return root, r.problems
}

type jsonReader struct {
	*reader
	tokens *json.Decoder
}

// broken reports an error of the syntax where it was met.
func (r *reader) broken(err error) []strictyaml.Problem {
	at := 0
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		at = int(syntax.Offset) - 1
	}
	r.report(strictyaml.CodeSyntax, at, err.Error(), "")
	return r.problems
}

// next reads a token and tells where it starts.
func (j *jsonReader) next() (json.Token, int, error) {
	before := int(j.tokens.InputOffset())
	at := before + len(j.src[before:]) - len(bytes.TrimLeft(j.src[before:], " \t\r\n,:"))
	token, err := j.tokens.Token()
	return token, at, err
}

func (j *jsonReader) value(depth int) (*strictyaml.Node, error) {
	token, at, err := j.next()
	if err != nil {
		return nil, err
	}
	if j.tooDeep(depth, at) {
		return nil, errors.New("it is nested too deeply")
	}
	switch token := token.(type) {
	case json.Delim:
		if token == '{' {
			return j.object(at, depth)
		}
		return j.array(at, depth)
	case string:
		n := j.scalar(at, token, "!!str")
		n.Quoted = true
		return n, nil
	case json.Number:
		if strings.ContainsAny(token.String(), ".eE") {
			return j.scalar(at, token.String(), "!!float"), nil
		}
		return j.scalar(at, token.String(), "!!int"), nil
	case bool:
		return j.scalar(at, map[bool]string{true: "true", false: "false"}[token], "!!bool"), nil
	}
	return j.scalar(at, "null", "!!null"), nil
}

// scalar gives the node of a token that was just read.
func (j *jsonReader) scalar(at int, raw, tag string) *strictyaml.Node {
	n := j.node(strictyaml.Scalar, at, int(j.tokens.InputOffset()))
	n.Raw, n.Tag = raw, tag
	return n
}

func (j *jsonReader) object(at, depth int) (*strictyaml.Node, error) {
	n := j.node(strictyaml.Map, at, at)
	for j.tokens.More() {
		token, keyAt, err := j.next()
		if err != nil {
			return nil, err
		}
		name, _ := token.(string) // a decoder gives nothing else where a key has to be
		key := j.scalar(keyAt, name, "!!str")
		key.Quoted = true
		value, err := j.value(depth + 1)
		if err != nil {
			return nil, err
		}
		j.put(n, key, keyAt, value)
	}
	_, _, err := j.next()
	return n, err
}

func (j *jsonReader) array(at, depth int) (*strictyaml.Node, error) {
	n := j.node(strictyaml.List, at, at)
	for j.tokens.More() {
		value, err := j.value(depth + 1)
		if err != nil {
			return nil, err
		}
		n.Values = append(n.Values, value)
	}
	_, _, err := j.next()
	return n, err
}
