//go:build unix

package plain

import "syscall"

const nonblock = syscall.O_NONBLOCK
