package approval

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/history"
	"clausebook/internal/people"
	"clausebook/internal/reviews"
	"clausebook/internal/trust"
)

// The account of a forge is joined by the addresses that the forge gives, with and without the number.
func TestAccountOfAForge(t *testing.T) {
	t.Parallel()
	d := trust.NewDirectory(&people.Register{People: []people.Person{
		{ID: "ada", Name: "Ada", Emails: []string{"11+ada@users.noreply.github.com"}},
		{ID: "bea", Name: "Bea", Emails: []string{"5-bea@users.noreply.gitlab.example"}},
		{ID: "cy", Name: "Cy", Emails: []string{"cy@users.noreply.forge.example"}},
	}})
	for name, c := range map[string]struct {
		account reviews.Account
		want    history.Identity
		person  string
	}{
		"number and login": {reviews.Account{Host: "github.com", ID: "11", Login: "ada"},
			history.Identity{Name: "ada", Email: "11+ada@users.noreply.github.com"}, "ada"},
		"login alone": {reviews.Account{Host: "github.com", Login: "ada", Name: "A"},
			history.Identity{Name: "A", Email: "+ada@users.noreply.github.com"}, "ada"},
		"another number": {reviews.Account{Host: "github.com", ID: "12", Login: "ada"},
			history.Identity{Name: "ada", Email: "ada@users.noreply.github.com"}, ""},
		"number and hyphen": {reviews.Account{Host: "gitlab.example", ID: "5", Login: "bea"},
			history.Identity{Name: "bea", Email: "5-bea@users.noreply.gitlab.example"}, "bea"},
		"a forge without numbers": {reviews.Account{Host: "forge.example", ID: "7", Login: "cy"},
			history.Identity{Name: "cy", Email: "cy@users.noreply.forge.example"}, "cy"},
		"by the address that the forge shows": {reviews.Account{Host: "forge.example:3000", ID: "7", Login: "boss", Email: "cy@users.noreply.forge.example"},
			history.Identity{Name: "boss", Email: "cy@users.noreply.forge.example"}, "cy"},
		"the same at another": {reviews.Account{Host: "github.com", ID: "7", Login: "cy"},
			history.Identity{Name: "cy", Email: "cy@users.noreply.github.com"}, ""},
	} {
		got := d.Account(c.account)
		p, _ := d.Join(got)
		if diff := cmp.Diff(c.want, got); diff != "" || p.ID != c.person {
			t.Errorf("%s: %q (-want +got):\n%s", name, p.ID, diff)
		}
	}
}
