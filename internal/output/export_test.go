package output

import "errors"

// AtStep lets a test act when a run has come to a step.
func AtStep(f func(string)) { step = f }

// WithoutExchange makes the system one that cannot exchange folders.
func WithoutExchange() { exchange = func(string, string) error { return errors.ErrUnsupported } }
