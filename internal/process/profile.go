package process

import (
	"errors"
	"fmt"
	"os"
	"runtime/pprof"
)

// Profiled runs a command and writes where the processor's time went into a file; without a name it only runs it.
func Profiled(name string, run func() error) error {
	if name == "" {
		return run()
	}
	f, err := os.Create(name)
	if err != nil {
		return fmt.Errorf("write the profile: %w", err)
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return fmt.Errorf("write the profile: %w", errors.Join(err, f.Close()))
	}
	err = run()
	pprof.StopCPUProfile()
	if closed := f.Close(); closed != nil {
		err = errors.Join(err, fmt.Errorf("write the profile: %w", closed))
	}
	return err
}
