package serve

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"syscall"
)

// tried is how many ports behind the usual one are tried before any free one is taken.
const tried = 10

// listenOn takes the port that is asked for. Where nobody asked for that very one and another program has it, one of the next is taken,
// else any that is free; busy says so.
func listenOn(ctx context.Context, o Options) (l net.Listener, busy bool, err error) {
	ports := []int{o.Port}
	if o.Elsewhere {
		for i := 1; i <= tried; i++ {
			ports = append(ports, o.Port+i)
		}
		ports = append(ports, 0)
	}
	for _, port := range ports {
		addr := net.JoinHostPort(o.Host, strconv.Itoa(port))
		if l, err = (&net.ListenConfig{}).Listen(ctx, "tcp", addr); err == nil {
			return l, port != o.Port, nil
		}
		if !inUse(err) {
			return nil, false, fmt.Errorf("listen on %s: %w", addr, err)
		}
	}
	return nil, false, fmt.Errorf("another program uses port %d of %s: choose another with --port, or leave --port out to take a free one",
		o.Port, o.Host)
}

// wsaInUse is how Windows says that an address is in use.
const wsaInUse = syscall.Errno(10048)

func inUse(err error) bool {
	return errors.Is(err, syscall.EADDRINUSE) || errors.Is(err, wsaInUse)
}
