// Package memo remembers parts of a result from one gathering to the next, each under what it is made of.
//
// A key is all that a value follows from, or names it: a value that can change while its key stays the same must not be kept here.
// What is remembered is never changed by whoever is given it. What a gathering does not ask for is forgotten with the next one, so
// that no more is held than two of them need.
package memo

import "sync"

// Parts are values by what each is made of. nil remembers nothing.
type Parts[K comparable, V any] struct {
	mu          sync.Mutex
	before, now map[K]V
}

// After gives the memory of the gathering that follows one, which may be nil.
func After[K comparable, V any](last *Parts[K, V]) *Parts[K, V] {
	p := &Parts[K, V]{now: map[K]V{}}
	if last != nil {
		last.mu.Lock()
		defer last.mu.Unlock()
		p.before = last.now
	}
	return p
}

// Of gives the value of a key: the one that is remembered, or else what make gives.
func (p *Parts[K, V]) Of(key K, make func() V) V {
	v, ok := p.Find(key)
	if !ok {
		v = make()
		p.Keep(key, v)
	}
	return v
}

// Find gives what is remembered of a key, which lives on with that.
func (p *Parts[K, V]) Find(key K) (v V, ok bool) {
	if p == nil {
		return v, false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if v, ok = p.now[key]; ok {
		return v, true
	}
	if v, ok = p.before[key]; ok {
		p.now[key] = v
	}
	return v, ok
}

// Keep remembers a value.
func (p *Parts[K, V]) Keep(key K, v V) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.now[key] = v
}

// Forget forgets everything.
func (p *Parts[K, V]) Forget() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.before = nil
	clear(p.now)
}
