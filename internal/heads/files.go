package heads

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"strings"
)

// ReadCheckpoint reads a checkpoint that somebody kept.
func ReadCheckpoint(file string) (*Checkpoint, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read the checkpoint: %w", err)
	}
	c, err := ParseCheckpoint(text)
	if err != nil {
		return nil, fmt.Errorf("read the checkpoint %s: %w", file, err)
	}
	return c, nil
}

// ErrName says that a name cannot be that of a log or a witness.
var ErrName = errors.New("write a host and a path without spaces and plus signs")

// MakeKey writes a new secret key into a file that is not there yet, for its owner alone to read, and gives the public key.
func MakeKey(name, file string) (public string, err error) {
	if strings.ContainsAny(name, "+ \t\r\n") || name == "" {
		return "", fmt.Errorf("%q cannot name a log: %w", name, ErrName)
	}
	secret, public, err := GenerateKey(rand.Reader, name)
	if err != nil {
		return "", fmt.Errorf("make a key: %w", err)
	}
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return "", fmt.Errorf("make a key: %w", err)
	}
	_, err = fmt.Fprintln(f, secret)
	if err := errors.Join(err, f.Close()); err != nil {
		return "", fmt.Errorf("make a key: %w", err)
	}
	return public, nil
}

// ReadKey gives a secret key; none where no file is named.
func ReadKey(file string) (string, error) {
	if file == "" {
		return "", nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("read the key: %w", err)
	}
	return strings.TrimSpace(string(text)), nil
}
