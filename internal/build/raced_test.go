//go:build race

package build_test

// raced: the detector of races makes a step ten times as long, and what it looks for shows in a few.
const raced = true
