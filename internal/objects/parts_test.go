package objects

import (
	"bytes"
	"compress/zlib"
	"crypto/sha1"
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"clausebook/internal/mapped"

	"github.com/go-git/go-git/v5/plumbing"
)

// handmade writes a pack and its index object by object, right or wrong.
type handmade struct {
	body    bytes.Buffer
	offsets []int64
	names   []ID
}

// deflated compresses.
func deflated(content string) []byte {
	var b bytes.Buffer
	w := deflaters.Get().(*zlib.Writer)
	defer deflaters.Put(w)
	w.Reset(&b)
	_, _ = w.Write([]byte(content)) // into memory
	_ = w.Close()
	return b.Bytes()
}

// deflaters are used again: each takes a megabyte.
var deflaters = sync.Pool{New: func() any { return zlib.NewWriter(nil) }}

// add appends an object by its header, what stands between header and content, and the content.
func (h *handmade) add(name byte, header, between []byte, content string) int64 {
	if h.body.Len() == 0 {
		h.body.WriteString("PACK\x00\x00\x00\x02\x00\x00\x00\x00")
	}
	at := int64(h.body.Len())
	h.offsets, h.names = append(h.offsets, at), append(h.names, ID{name})
	h.body.Write(header)
	h.body.Write(between)
	h.body.Write(deflated(content))
	return at
}

// objectHeader writes type and size as git does.
func objectHeader(kind plumbing.ObjectType, size int) []byte {
	out := []byte{byte(kind)<<4 | byte(size&15)}
	for size >>= 4; size > 0; size >>= 7 {
		out[len(out)-1] |= 0x80
		out = append(out, byte(size&0x7f))
	}
	return out
}

// distance writes how far back a delta's base stands.
func distance(n int64) []byte {
	out := []byte{byte(n & 0x7f)}
	for n >>= 7; n > 0; n >>= 7 {
		n--
		out = append([]byte{byte(n&0x7f) | 0x80}, out...)
	}
	return out
}

// open gives a reader of the pack. Names must have been added in order.
func (h *handmade) open(t *testing.T) (*Store, *pack) {
	t.Helper()
	data := h.body.Bytes()
	sum := sha1.Sum(data)
	data = append(bytes.Clone(data), sum[:]...)
	idx := []byte("\xfftOc\x00\x00\x00\x02")
	for i := range 256 {
		n := 0
		for _, id := range h.names {
			if int(id[0]) <= i {
				n++
			}
		}
		idx = binary.BigEndian.AppendUint32(idx, uint32(n))
	}
	for _, id := range h.names {
		idx = append(idx, id[:]...)
	}
	idx = append(idx, make([]byte, 4*len(h.names))...) // checksums, which are not read
	for _, at := range h.offsets {
		idx = binary.BigEndian.AppendUint32(idx, uint32(at))
	}
	idx = append(append(idx, sum[:]...), make([]byte, IDSize)...)
	dir := filepath.Join(t.TempDir(), "pack")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{"pack-handmade.idx": idx, "pack-handmade.pack": data} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	o, err := Open(filepath.Dir(dir))
	if err != nil || len(o.packs) != 1 {
		t.Fatalf("%d packs, error %v", len(o.packs), err)
	}
	t.Cleanup(o.Close)
	return o, o.packs[0]
}

// TestHandmadePack reads what git would write, of every length of header.
func TestHandmadePack(t *testing.T) {
	t.Parallel()
	h := &handmade{}
	var want []string
	for i, size := range []int{0, 1, 15, 16, 100, 2047, 2048, 300_000} {
		want = append(want, strings.Repeat("x", size))
		h.add(byte(i+1), objectHeader(plumbing.BlobObject, size), nil, want[i])
	}
	base := h.offsets[4] // of 100 bytes
	delta := "\x64\x03\x90\x02\x01!"
	at := int64(h.body.Len())
	h.add(20, objectHeader(plumbing.OFSDeltaObject, len(delta)), distance(at-base), delta)
	h.add(21, objectHeader(plumbing.REFDeltaObject, len(delta)), h.names[4][:], delta)
	onDelta := "\x03\x03\x90\x03"
	at2 := int64(h.body.Len())
	h.add(22, objectHeader(plumbing.OFSDeltaObject, len(onDelta)), distance(at2-at), onDelta)
	o, p := h.open(t)
	want = append(want, "xx!", "xx!", "xx!")
	for round := range 2 { // the second time from the cache of bases
		for i, id := range h.names {
			kind, data, err := o.Read(id)
			if err != nil || kind != plumbing.BlobObject || string(data) != want[i] {
				t.Errorf("round %d: object %d is a %s of %d bytes, want %d; error %v", round, i, kind, len(data), len(want[i]), err)
			}
		}
	}
	if p.count != len(h.names) || p.offset(3) != h.offsets[3] {
		t.Errorf("%d objects, the fourth at %d", p.count, p.offset(3))
	}
	for _, digits := range []string{"01", "0100", "14", "ff", "0", "16000000"} {
		ids := p.withPrefix(digits)
		if wanted := map[string]int{"01": 1, "0100": 1, "14": 1, "ff": 0, "0": 8, "16000000": 1}[digits]; len(ids) != wanted {
			t.Errorf("%d objects begin with %s, want %d", len(ids), digits, wanted)
		}
	}
}

// TestBrokenObjects are errors of their own, and nothing is read outside the pack.
func TestBrokenObjects(t *testing.T) {
	t.Parallel()
	blob := func(size int) []byte { return objectHeader(plumbing.BlobObject, size) }
	ofs := func(size int) []byte { return objectHeader(plumbing.OFSDeltaObject, size) }
	for name, c := range map[string]struct {
		header, between []byte
		content, err    string
	}{
		"longer than it says":       {blob(3), nil, "four", "object is longer than it says"},
		"shorter than it says":      {blob(5), nil, "four", "unexpected EOF"},
		"much shorter than it says": {blob(1 << 20), nil, "four", "object is shorter than it says"},
		"larger than is allowed":    {blob(MaxSize + 1), nil, "four", "are more than"},
		"a header without an end":   {bytes.Repeat([]byte{0xb0 | 0x80}, 12), nil, "four", "header is cut short"},
		"of no type":                {objectHeader(5, 4), nil, "four", "object of type 5"},
		"no compressed bytes":       {blob(4), []byte("not deflated at all"), "", "zlib"},
		"a delta on itself":         {ofs(4), distance(0), "\x64\x03\x90\x03", "delta without a base"},
		"a delta on the header":     {ofs(4), distance(1 << 20), "\x64\x03\x90\x03", "delta without a base"},
		"a delta on nothing": {objectHeader(plumbing.REFDeltaObject, 4), bytes.Repeat([]byte{9}, 20), "\x64\x03\x90\x03",
			"which the pack does not hold"},
		"a distance without an end":   {ofs(4), bytes.Repeat([]byte{0xff}, 9), "\x64\x03\x90\x03", "delta without a base"},
		"a delta on another length":   {ofs(4), nil, "\x65\x03\x90\x03", errDelta.Error()},
		"a delta of another length":   {ofs(4), nil, "\x64\x04\x90\x03", errDelta.Error()},
		"a delta without its lengths": {ofs(1), nil, "\x64", errDelta.Error()},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := &handmade{}
			base := h.add(1, blob(100), nil, strings.Repeat("x", 100))
			between := c.between
			if between == nil && c.header[0]>>4&7 == byte(plumbing.OFSDeltaObject) {
				between = distance(int64(h.body.Len()) - base)
			}
			h.add(2, c.header, between, c.content)
			o, _ := h.open(t)
			if _, data, err := o.Read(h.names[1]); err == nil || !strings.Contains(err.Error(), c.err) {
				t.Errorf("%d bytes, error %v, want %q", len(data), err, c.err)
			}
			if _, data, err := o.Read(h.names[0]); err != nil || len(data) != 100 {
				t.Errorf("the sound one: %d bytes, error %v", len(data), err)
			}
		})
	}
	h := &handmade{}
	h.add(1, blob(4), nil, "four")
	_, p := h.open(t)
	for _, at := range []int64{-1, 0, 11, int64(h.body.Len()), int64(h.body.Len()) + 1, 1 << 40} {
		if _, err := p.header(at); err == nil {
			t.Errorf("an object was found at %d", at)
		}
	}
	if _, err := p.header(12); err != nil {
		t.Errorf("at the first offset: %v", err)
	}
}

// TestLongChain follows a chain of deltas as long as git makes one, and gives up on a longer one.
func TestLongChain(t *testing.T) {
	t.Parallel()
	for length, whole := range map[int]bool{maxChain: true, maxChain + 1: false} {
		h := &handmade{}
		at := h.add(1, objectHeader(plumbing.BlobObject, 3), nil, "abc")
		for range length {
			next := int64(h.body.Len())
			h.add(2, objectHeader(plumbing.OFSDeltaObject, 4), distance(next-at), "\x03\x03\x90\x03")
			at = next
		}
		h.names, h.offsets = []ID{{1}, {2}}, []int64{h.offsets[0], at}
		o, _ := h.open(t)
		_, data, err := o.Read(ID{2})
		if whole && (err != nil || string(data) != "abc") || !whole && (err == nil || !strings.Contains(err.Error(), "too many deltas")) {
			t.Errorf("a chain of %d: %q, error %v", length, data, err)
		}
	}
}

// TestPatch copies and inserts, and refuses whatever leads outside.
func TestPatch(t *testing.T) {
	t.Parallel()
	base := "0123456789" + strings.Repeat("z", 0x10000)
	size := "\x8a\x80\x04" // 10 + 0x10000
	for name, c := range map[string]struct{ base, delta, want string }{
		"copy":                       {"abcdef", "\x06\x03\x91\x02\x03", "cde"},
		"copy the last byte":         {"abcdef", "\x06\x01\x91\x05\x01", "f"},
		"copy beyond the last byte":  {"abcdef", "\x06\x02\x91\x05\x02", ""},
		"insert":                     {"abcdef", "\x06\x02\x02xy", "xy"},
		"insert beyond the end":      {"abcdef", "\x06\x02\x02x", ""},
		"insert and copy":            {"abcdef", "\x06\x04\x01x\x90\x03", "xabc"},
		"operation 0":                {"abcdef", "\x06\x01\x00", ""},
		"result too short":           {"abcdef", "\x06\x04\x90\x03", ""},
		"result too long":            {"abcdef", "\x06\x02\x90\x03", ""},
		"second part too long":       {"abcdef", "\x06\x03\x90\x03\x01x", ""},
		"another base":               {"abcdef", "\x07\x03\x90\x03", ""},
		"no arguments":               {"abcdef", "\x06\x03\x91\x02", ""},
		"no size of the result":      {"abcdef", "\x06", ""},
		"nothing":                    {"abcdef", "", ""},
		"an empty result":            {"abcdef", "\x06\x00", "\x00none"},
		"size 0 is 64 KiB":           {base, size + "\x80\x80\x04\x81\x0a", strings.Repeat("z", 0x10000)},
		"an offset of two bytes":     {base, size + "\x02\xb3\x09\x01\x02\x00", base[0x109:0x10b]},
		"a size of two bytes":        {base, size + "\x81\x02\xb1\x05\x01\x01", base[5:0x106]},
		"an offset of three bytes":   {base, size + "\x02\x97\x08\x00\x01\x02", base[0x10008:0x1000a]},
		"beyond, with three bytes":   {base, size + "\x03\x97\x08\x00\x01\x03", ""},
		"an offset of four bytes":    {base, size + "\x02\x9f\x01\x00\x00\x01\x02", ""},
		"a size of three bytes":      {base, size + "\x81\x80\x04\xf1\x01\x01\x00\x01", base[1 : 1+0x10001]},
		"a size that is not allowed": {"abcdef", "\x06\x81\x80\x80\x80\x01\x90\x03", ""},
	} {
		got, err := patch([]byte(c.base), []byte(c.delta))
		want := strings.TrimPrefix(c.want, "\x00none")
		if (err != nil) != (c.want == "") || string(got) != want {
			t.Errorf("%s: %.30q (%d bytes), error %v, want %.30q", name, got, len(got), err, want)
		}
	}
}

// TestBrokenIndexes of packs are refused when the pack is opened.
func TestBrokenIndexes(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"1", "2"} {
		idx, data := nativePack(t, "-c", "pack.indexVersion="+version)
		check := func(idx, data []byte) error {
			return (&pack{index: mapped.File{Bytes: idx}, data: mapped.File{Bytes: data}}).check()
		}
		if err := check(idx, data); err != nil {
			t.Fatalf("version %s: %v", version, err)
		}
		fanout := map[string]int{"1": 0, "2": 8}[version]
		edit := func(b []byte, at int, to ...byte) []byte {
			out := bytes.Clone(b)
			copy(out[at:], to)
			return out
		}
		trailer := idx[len(idx)-2*IDSize:]
		for what, c := range map[string]struct{ idx, data []byte }{
			"the pack is no pack":             {idx, edit(data, 0, 'J')},
			"the pack is of version 1":        {idx, edit(data, 4, 0, 0, 0, 1)},
			"the pack is of version 4":        {idx, edit(data, 4, 0, 0, 0, 4)},
			"the pack is cut short":           {idx, data[:31]},
			"the index is of another pack":    {edit(idx, len(idx)-2*IDSize, ^trailer[0]), data},
			"the first count is above others": {edit(idx, fanout, 0xff), data},
			"the last count is too large":     {edit(idx, fanout+1020, 0, 1, 0, 0), data},
			"the index has no names":          {append(bytes.Clone(idx[:fanout+1024]), trailer...), data},
			"the index ends in its counts":    {append(bytes.Clone(idx[:fanout+1023]), trailer...), data},
			"the index is empty":              {nil, data},
		} {
			if err := check(c.idx, c.data); err == nil {
				t.Errorf("version %s: %s, and it is opened", version, what)
			}
		}
		if err := check(idx, edit(data, 4, 0, 0, 0, 3)); err != nil {
			t.Errorf("version %s: a pack of version 3: %v", version, err)
		}
		if version == "2" {
			if err := check(edit(idx, 4, 0, 0, 0, 3), data); err == nil {
				t.Error("an index of version 3 is opened")
			}
		} else if err := check(append(bytes.Clone(idx[:len(idx)-2*IDSize]), append([]byte{0}, trailer...)...), data); err == nil {
			t.Error("an index that is longer than it says is opened")
		}
	}
}

// TestFarOffsets leads outside where the table of far ones has no such entry.
func TestFarOffsets(t *testing.T) {
	t.Parallel()
	p := &pack{near: []byte{0, 0, 1, 2, 0x80, 0, 0, 0, 0x80, 0, 0, 1, 0x80, 0, 0, 2, 0xff, 0xff, 0xff, 0xff},
		far: []byte{0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7}}
	for n, want := range []int64{258, 1 << 32, 7, -1, -1} {
		if got := p.offset(n); got != want {
			t.Errorf("the offset of object %d is %d, want %d", n, got, want)
		}
	}
}

// TestDeltaCache keeps what was used lately, within its bounds.
func TestDeltaCache(t *testing.T) {
	t.Parallel()
	c := newDeltaCache(4096)
	at := func(n int) place { return place{nil, int64(n)} }
	kept := func() (out []int) {
		for n := range 100 {
			_, young := c.young[at(n)]
			_, old := c.old[at(n)]
			if young || old {
				out = append(out, n)
			}
		}
		return out
	}
	put := func(n, size int) { c.put(at(n), plumbing.BlobObject, make([]byte, size)) }
	put(0, 513)
	if got := kept(); got != nil {
		t.Errorf("an object of more than an eighth of the room is kept: %v", got)
	}
	for n := range 3 {
		put(n, 512) // 576 with what it costs: three of them are within half of the room
	}
	if got := kept(); !slices.Equal(got, []int{0, 1, 2}) || len(c.old) != 0 {
		t.Errorf("kept %v, of them %d old", got, len(c.old))
	}
	put(3, 512)
	if got := kept(); !slices.Equal(got, []int{0, 1, 2, 3}) || len(c.old) != 3 || len(c.young) != 1 {
		t.Errorf("kept %v, of them %d old", got, len(c.old))
	}
	if _, data, ok := c.get(at(1)); !ok || len(data) != 512 {
		t.Errorf("an old object: %d bytes, %v", len(data), ok)
	}
	put(4, 512)
	put(5, 512)
	if got := kept(); !slices.Equal(got, []int{1, 3, 4, 5}) {
		t.Errorf("kept %v: what was used lately stays, what was not goes", got)
	}
	if _, _, ok := c.get(at(0)); ok {
		t.Error("an object that was dropped is there")
	}
}
