package view

import (
	"fmt"

	"clausebook/internal/address"
)

// Pager says which rows of a longer list a page shows, and leads to the others.
type Pager struct {
	From, To, Total int // rows From to To (exclusive, 0-based) of Total
	Parts           []NavLink
	Base            string
	Part, Count     int
}

// Many tells whether the list goes over more than one page.
func (p Pager) Many() bool { return p.Count > 1 }

// First is the number of the first row for a reader, who counts from 1.
func (p Pager) First() int { return p.From + 1 }

// Pagers cuts a list of n rows into parts of at most size rows, at least one. The first stands at the base address.
func Pagers(base string, n, size int) []Pager {
	parts := max(1, (n+size-1)/size)
	out := make([]Pager, parts)
	for i := range out {
		out[i] = Pager{From: i * size, To: min(n, (i+1)*size), Total: n, Base: base, Part: i, Count: parts}
	}
	return out
}

// Weighed cuts a list of n rows into parts of at most size rows that weigh at most so much together; a row that is
// heavier than that stands alone.
func Weighed(base string, n, size, most int, weight func(i int) int) []Pager {
	out := []Pager{{Total: n, Base: base}}
	sum := 0
	for i := range n {
		last := &out[len(out)-1]
		if sum += weight(i); i > last.From && (sum > most || i-last.From >= size) {
			out = append(out, Pager{From: i, Total: n, Base: base, Part: len(out)})
			sum = weight(i)
		}
		out[len(out)-1].To = i + 1
	}
	for i := range out {
		out[i].Count = len(out)
	}
	return out
}

// For fills in the links to the other parts: all of up to nine, else those near and the ends.
func (p Pager) For(at Page) Pager {
	for i := range p.Count {
		if near := max(i-p.Part, p.Part-i); p.Count <= 9 || near <= 2 || i == 0 || i == p.Count-1 {
			link := NavLink{Link: at.Link(fmt.Sprint(i+1), address.Numbered(p.Base, i)), Current: i == p.Part}
			p.Parts = append(p.Parts, link)
		}
	}
	return p
}
