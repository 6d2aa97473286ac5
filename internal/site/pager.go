package site

import (
	"fmt"

	"clausebook/internal/address"
)

// Pager says which rows of a longer list a page shows, and leads to the others.
type Pager struct {
	From, To, Total int // rows From to To (exclusive, 0-based) of Total
	Parts           []NavLink
	base            string
	part, parts     int
}

// Many tells whether the list goes over more than one page.
func (p Pager) Many() bool { return p.parts > 1 }

// First is the number of the first row for a reader, who counts from 1.
func (p Pager) First() int { return p.From + 1 }

func pagers(base string, n, size int) []Pager {
	parts := max(1, (n+size-1)/size)
	out := make([]Pager, parts)
	for i := range out {
		out[i] = Pager{From: i * size, To: min(n, (i+1)*size), Total: n, base: base, part: i, parts: parts}
	}
	return out
}

// weighed cuts a list of n rows into parts of at most size rows that weigh at most so much together; a row that is
// heavier than that stands alone.
func weighed(base string, n, size, most int, weight func(i int) int) []Pager {
	out := []Pager{{Total: n, base: base}}
	sum := 0
	for i := range n {
		last := &out[len(out)-1]
		if sum += weight(i); i > last.From && (sum > most || i-last.From >= size) {
			out = append(out, Pager{From: i, Total: n, base: base, part: len(out)})
			sum = weight(i)
		}
		out[len(out)-1].To = i + 1
	}
	for i := range out {
		out[i].parts = len(out)
	}
	return out
}

// parts cuts a list of n rows into pages of at most size, at least one. The first stands at the base address, the
// others at numbered ones. Give is called for each with the range of its rows.
func parts(base string, n, size int, give func(page, Pager) any) []Sheet {
	return cut(pagers(base, n, size), give)
}

// cut makes a page of each part.
func cut(pagers []Pager, give func(page, Pager) any) []Sheet {
	out := make([]Sheet, len(pagers))
	for i, part := range pagers {
		out[i] = Sheet{address.Numbered(part.base, i), func(p page) any { return give(p, part.from(p)) }}
	}
	return out
}

// from fills in the links to the other parts: all of up to nine, else those near and the ends.
func (p Pager) from(at page) Pager {
	for i := range p.parts {
		if near := max(i-p.part, p.part-i); p.parts <= 9 || near <= 2 || i == 0 || i == p.parts-1 {
			link := NavLink{Link: at.link(fmt.Sprint(i+1), address.Numbered(p.base, i)), Current: i == p.part}
			p.Parts = append(p.Parts, link)
		}
	}
	return p
}
