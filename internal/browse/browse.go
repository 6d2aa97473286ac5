// Package browse opens an address in the browser of the machine, with the program that its system has for that.
//
// It is asked for by `serve --open` alone, with the address of the preview: nothing else starts a program to show something.
package browse

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"os/exec"
	"runtime"
)

// Open shows an address of this machine, and does not wait for the browser to end.
func Open(ctx context.Context, address string) error {
	if err := local(address); err != nil {
		return err
	}
	words := opener(runtime.GOOS)
	path, err := exec.LookPath(words[0])
	if err != nil {
		return fmt.Errorf("there is no program %s", words[0])
	}
	// It must outlive the preview: a browser that is started here is the user's own.
	c := exec.CommandContext(context.WithoutCancel(ctx), path, append(words[1:], address)...) //nolint:gosec // the address was looked at
	if err := c.Start(); err != nil {
		return fmt.Errorf("start %s: %w", words[0], err)
	}
	go func() { _ = c.Wait() }() // what becomes of the browser is nobody's matter here
	return nil
}

// opener gives the program of a system that opens addresses.
func opener(system string) []string {
	switch system {
	case "darwin":
		return []string{"open"}
	case "windows":
		return []string{"rundll32", "url.dll,FileProtocolHandler"}
	}
	return []string{"xdg-open"}
}

// local refuses what is no address of this machine.
func local(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" {
		return errors.New("only an http address can be opened")
	}
	if ip, err := netip.ParseAddr(u.Hostname()); u.Hostname() != "localhost" && (err != nil || !ip.IsLoopback()) {
		return fmt.Errorf("%s is not this machine", u.Hostname())
	}
	return nil
}
