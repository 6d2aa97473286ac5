//go:build !unix

package main

import (
	"os"
	"time"
)

// ownPeak is not known here.
func ownPeak() (int64, error) { return 0, nil }

// ownTime is not known here.
func ownTime() time.Duration { return 0 }

// peak is not known here.
func peak(*os.ProcessState) int64 { return 0 }
