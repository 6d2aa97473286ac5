package reviews

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"clausebook/internal/phrase"
)

// What exports hold reaches pages, findings and terminals, and anybody may have written it. Names of users and projects are refused
// where no forge would give them; names of people are free text, of which what cannot be seen is left out.

const (
	maxAddress = 1000 // bytes of the address of a request
	maxDigits  = 18   // of its number
	maxLogin   = 255  // bytes, the most that any of the forges allows
	maxName    = 100  // runes of what a person is called
	maxShort   = 60   // runes of a text that a message quotes
)

// tidy looks through the users of a request. A login that cannot be one is an error.
func (q *Request) tidy() error {
	if err := q.Opener.tidy(); err != nil {
		return err
	}
	for i := range q.given {
		if err := q.given[i].By.tidy(); err != nil {
			return err
		}
	}
	return nil
}

func (a *Account) tidy() error {
	if len(a.Login) > maxLogin || !isName(a.Login) {
		return fmt.Errorf("%q is no name of a user", short(a.Login))
	}
	if len(a.Host) > maxLogin || !isName(a.Host) {
		return fmt.Errorf("%q is no host of a forge", short(a.Host))
	}
	a.Name = phrase.Short(strings.Join(strings.Fields(strings.Map(visible, a.Name)), " "), maxName)
	if len(a.Email) > maxLogin || !isName(a.Email) {
		a.Email = ""
	}
	return nil
}

// isName tells whether all of a text can be seen and none of it is space.
func isName(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool {
		return !unicode.IsGraphic(r) || unicode.IsSpace(r) || unicode.Is(unicode.Cf, r)
	})
}

// visible leaves out what acts on the characters beside it or cannot be seen.
func visible(r rune) rune {
	switch {
	case unicode.IsSpace(r):
		return ' '
	case !unicode.IsGraphic(r) || r == utf8.RuneError:
		return -1
	}
	return r
}

// short gives a text for a message.
func short(text string) string { return phrase.Short(text, maxShort) }
