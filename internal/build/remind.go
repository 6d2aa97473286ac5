package build

import (
	"net/mail"

	"clausebook/internal/remind"
	"clausebook/internal/report"
	"clausebook/internal/site"
)

// Reminders gives the mails that tell people what waits for them, and what can be told to nobody. They go to people, who are called by
// their names there, whatever the site shows.
func Reminders(p *Project, asks func(report.Owner) bool, from mail.Address) (mails []remind.Mail, unsaid []string, err error) {
	o, err := SiteOptions(p)
	if err != nil {
		return nil, nil, err
	}
	d := *p.Dossier
	d.Site.Pseudonyms.On = false
	s, err := site.View(&d, o)
	if err != nil {
		return nil, nil, err
	}
	post := remind.Of(s, asks)
	return post.Mails(s, from), post.Unsaid, nil
}
