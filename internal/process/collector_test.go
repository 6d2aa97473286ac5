package process

import "testing"

// TestPercentFor holds that the heap is bounded by its room as long as it is small, and by twice what is live from then on.
func TestPercentFor(t *testing.T) {
	for live, want := range map[uint64]int{0: 400, 1 << 20: 400, 64 << 20: 300, 100 << 20: 156, 128 << 20: 100, 4 << 30: 100} {
		if got := percentFor(live); got != want {
			t.Errorf("%d MiB live: %d %%, want %d %%", live>>20, got, want)
		}
		if live := live; live >= roomyHeap/5 && live <= roomyHeap/2 && live+live*uint64(percentFor(live))/100 > roomyHeap {
			t.Errorf("%d MiB live: the heap grows beyond its room", live>>20)
		}
	}
}
