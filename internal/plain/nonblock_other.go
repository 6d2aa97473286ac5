//go:build !unix

package plain

const nonblock = 0 // pipes are no files here
