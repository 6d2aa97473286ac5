package process

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

// roomyHeap is how large the heap may grow, in bytes, whatever is live: a set of some hundred documents is built with a fifth less work
// where the collector waits for that.
const roomyHeap = 256 << 20

// SteerCollector lets the collector run less often while the heap is small, and gives a large one less room than Go does. GOGC, where it is
// set, is left to whoever set it.
var SteerCollector = sync.OnceFunc(func() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percentFor(0))
		eachCollection()
	}
})

// eachCollection sets the share anew after every collection, which is when a thing that nobody holds is cleaned up.
func eachCollection() {
	runtime.AddCleanup(new(sentinel), func(int) {
		live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(live)
		debug.SetGCPercent(percentFor(live[0].Value.Uint64()))
		eachCollection()
	}, 0)
}

// sentinel is larger than what is put into one block of memory with others, which may live longer.
type sentinel [64]byte

// percentFor gives the share by which a heap may grow beyond what is live, in hundredths. Work of the collector goes with what is live over
// the room beyond it; for the least of work and memory together, that room grows with the root of what is live and not as fast as it.
func percentFor(live uint64) int {
	const least, most = 50, 400
	if live == 0 {
		return most
	}
	room := math.Sqrt(float64(live) * roomyHeap / 2) // as much as is live where that is half of the roomy heap
	if live < roomyHeap/2 {
		room = float64(roomyHeap - live)
	}
	return int(min(max(room*100/float64(live), least), most))
}
