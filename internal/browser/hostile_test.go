package browser

import "net/url"

// hostile is text that would run if any of it reached a page as markup.
const hostile = `"><img src=x onerror=alert(1)><script>alert(2)</script><svg onload=alert(3)>'-alert(4)-'{{.}}</title></textarea><!--`

func escape(query string) string { return url.QueryEscape(query) }
