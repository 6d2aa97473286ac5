package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/witness"
)

// acts makes a finding of every act in a state that a document which is no draft states; place and document are filled in.
func (in *Input) acts(state witness.State, finding func(witness.Witness) diag.Finding) []diag.Finding {
	var out []diag.Finding
	for _, d := range in.Docs.Documents {
		if d.Status == doc.Draft && state != witness.Future {
			continue
		}
		for _, w := range in.Acts.Acts(d) {
			if w.State != state {
				continue
			}
			f := finding(w)
			f.Pos, f.Document, f.About = d.Pos(w.Path...), string(d.ID), w.Key()
			out = append(out, f)
		}
	}
	return out
}
