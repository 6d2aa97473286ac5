package output

import (
	"errors"
	"os"
)

// AtStep lets a test act when a run has come to a step.
func AtStep(f func(string)) { step = f }

// WithoutExchange makes the system one that cannot exchange folders.
func WithoutExchange() { exchange = func(string, string) error { return errors.ErrUnsupported } }

// WithoutLinks stands for a file system without links until the function that it gives is called.
func WithoutLinks() func() {
	link = func(string, string) error { return errors.ErrUnsupported }
	return func() { link = os.Link }
}

// BeforeLinks lets something happen just before a file gets its second name. What it gives puts that back.
func BeforeLinks(do func(old string)) func() {
	was := link
	link = func(old, fresh string) error { do(old); return was(old, fresh) }
	return func() { link = was }
}
