//go:build unix

package main

import (
	"os"
	"runtime"
	"syscall"
	"time"
)

// ownTime gives the processor time that this process has had.
func ownTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// peak gives the most memory that a process, or any that it started and waited for, had at a time.
func peak(p *os.ProcessState) int64 {
	usage, ok := p.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" { // which counts in bytes
		return int64(usage.Maxrss)
	}
	return int64(usage.Maxrss) << 10
}
