package process

import "testing"

// TestPercentFor: the heap is bounded by its room as long as it is small, and has less and less of it beyond what is live from then on.
func TestPercentFor(t *testing.T) {
	for live, want := range map[uint64]int{0: 400, 1 << 20: 400, 64 << 20: 300, 100 << 20: 156, 128 << 20: 100, 200 << 20: 80, 256 << 20: 70,
		512 << 20: 50, 4 << 30: 50} {
		if got := percentFor(live); got != want {
			t.Errorf("%d MiB live: %d %%, want %d %%", live>>20, got, want)
		}
	}
	last := uint64(0)
	for live := uint64(1 << 20); live < 4<<30; live += live / 7 {
		percent := uint64(percentFor(live))
		whole := live + live*percent/100
		if live >= roomyHeap/5 && live <= roomyHeap/2 && whole > roomyHeap {
			t.Errorf("%d MiB live: the heap grows beyond its room", live>>20)
		}
		if live > roomyHeap/2 && (whole <= last || whole > 2*live) {
			t.Errorf("%d MiB live: the heap grows to %d MiB, after %d", live>>20, whole>>20, last>>20)
		}
		last = whole
	}
}
