package process

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

// roomyHeap is how large the heap may grow before what is live doubles: a set of some hundred documents is built with a fifth
// less work where the collector waits for that, and a large set needs more anyway and is collected as Go does by itself.
const roomyHeap = 256 << 20

// SteerCollector lets the collector run less often while the heap is small. GOGC, where it is set, is left to whoever set it.
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

// percentFor gives the share by which a heap may grow beyond what is live, in hundredths.
func percentFor(live uint64) int {
	const usual, most = 100, 400
	if live == 0 {
		return most
	}
	return int(min(max(roomyHeap*100/live, 2*usual)-100, most))
}
