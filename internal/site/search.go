package site

func (s *site) planSearch() {}
