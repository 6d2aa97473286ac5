//go:build !linux

package gittest

func roomy(string) bool { return false }
