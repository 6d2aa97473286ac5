package redline

import (
	"math"

	"clausebook/internal/markdown"
)

// Part is a stretch of a redline: blocks to show, or a run of blocks that both versions have alike.
type Part struct {
	Blocks      []Block
	Folded      bool
	Reformatted int // how many of the folded ones are written otherwise
}

// everything is so many blocks around a change that all are shown, also where nothing changed.
const everything = math.MaxInt

// minFolded is how many blocks in a row must be the same to be folded.
const minFolded = 3

// Parts cuts a redline into what to show and what to fold. Beside each change the blocks around it are shown, so many
// on either side, and the heading and the column names that it stands under. Positions of blocks in Redline.Blocks are
// kept: Peer still means them.
func (r Redline) Parts(around int) []Part {
	shown := r.shown(around)
	var out []Part
	for i := 0; i < len(r.Blocks); {
		end := i + 1
		for end < len(r.Blocks) && shown[end] == shown[i] {
			end++
		}
		p := Part{Blocks: r.Blocks[i:end], Folded: !shown[i]}
		if p.Folded {
			for _, b := range p.Blocks {
				if b.Reformatted {
					p.Reformatted++
				}
			}
		}
		out = append(out, p)
		i = end
	}
	return out
}

// shown tells for each block whether it is shown.
func (r Redline) shown(around int) []bool {
	shown := make([]bool, len(r.Blocks))
	if around == everything {
		for i := range shown {
			shown[i] = true
		}
		return shown
	}
	heading, head := -1, -1
	for i, b := range r.Blocks {
		switch {
		case b.Kind == markdown.BlockHeading:
			heading, head = i, -1
		case b.Head:
			head = i
		case b.Kind != markdown.BlockRow:
			head = -1
		}
		if b.Change == Same {
			continue
		}
		for n := max(0, i-around); n <= min(len(r.Blocks)-1, i+around); n++ {
			shown[n] = true
		}
		for _, over := range []int{heading, head} {
			if over >= 0 {
				shown[over] = true
			}
		}
	}
	fill(shown)
	return shown
}

// fill shows runs that are too short to be folded.
func fill(shown []bool) {
	for i := 0; i < len(shown); {
		end := i
		for end < len(shown) && !shown[end] {
			end++
		}
		if end-i < minFolded {
			for n := i; n < end; n++ {
				shown[n] = true
			}
		}
		i = end + 1
	}
}
