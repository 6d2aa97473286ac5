package objects

import (
	"slices"

	"github.com/go-git/go-git/v5/plumbing"
)

// place is where an object stands.
type place struct {
	pack *pack
	at   int64
}

// Keep is how much unpacked content a reader keeps for the deltas on it, as much as git does.
const Keep = 96 << 20

// KeepAtMost bounds what a reader keeps from now on, in bytes, where it is not to keep as much as git does.
func (o *Store) KeepAtMost(size int) { o.cache = newDeltaCache(size) }

// deltaCache keeps unpacked objects: those used lately are young, and when the young ones fill half of the room,
// they become old and what was old is dropped.
type deltaCache struct {
	young, old map[place]unpacked
	size, half int
}

// unpacked is the content of an object.
type unpacked struct {
	kind plumbing.ObjectType
	data []byte
}

// newDeltaCache gives an empty cache of so many bytes.
func newDeltaCache(size int) *deltaCache {
	return &deltaCache{young: map[place]unpacked{}, half: size / 2}
}

// get gives an object that is kept.
func (c *deltaCache) get(at place) (plumbing.ObjectType, []byte, bool) {
	u, ok := c.young[at]
	if !ok {
		if u, ok = c.old[at]; ok {
			c.put(at, u.kind, u.data)
		}
	}
	return u.kind, u.data, ok
}

// put keeps an object. Large ones are not worth what they would push out.
func (c *deltaCache) put(at place, kind plumbing.ObjectType, data []byte) {
	if len(data) > c.half/4 {
		return
	}
	if c.size += len(data) + 64; c.size > c.half {
		c.old, c.young, c.size = c.young, map[place]unpacked{}, len(data)+64
	}
	c.young[at] = unpacked{kind, slices.Clip(data)}
}
