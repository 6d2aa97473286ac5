// Package longtest leaves tests that go through the whole demonstration, or through a set as large as the product promises to take, to
// the runs that take all tests: CI, and make long. What they hold is held for small sets, or for fewer cases, by tests that always run.
//
// It is no part of the product.
package longtest

import (
	"os"
	"testing"
)

// Skip skips a test, naming what it goes through, unless all tests are wanted.
func Skip(t testing.TB, what string) {
	t.Helper()
	if !Wanted() {
		t.Skipf("goes through %s: make long runs it", what)
	}
}

// Wanted tells whether all tests are wanted.
func Wanted() bool { return os.Getenv("CLAUSEBOOK_LONG_TESTS") != "" }

// Rounds gives how often a test that looks at many alike cases does so: few times in an ordinary run, many times in a long one.
func Rounds(few, many int) int {
	if Wanted() {
		return many
	}
	return few
}
