package extract

import (
	"relata/loaders/link"
	"relata/schema"
)

// Words for reporters, and in the names of those whom they write for.
var (
	newsmen   = wordSet("press reporter journalist correspondent interviewer media newspaper broadcaster")
	newsWords = wordSet("news newspaper times post journal magazine gazette tribune herald television tv radio broadcasting press daily telegraph zeitung")
)

// news says whether an end of a claim is one who reports: an outlet or reporters.
func (r *run) news(s *sentence, a *arg) bool {
	if a.mention >= 0 && s.noun(a.tok) && s.name[a.tok] < 0 && newsmen[s.low[a.tok]] {
		return true
	}
	e := a.ent
	return e.Type == schema.Organization && (link.Outlet(e.Name) || hasWord(e.Name, newsWords))
}

// toNews says whether a claim of talks is that a person spoke to those who report, who meet him
// and have nothing to negotiate.
func (r *run) toNews(c *candidate) bool {
	person, to := &c.subject, &c.object
	if to.ent.Type == schema.Person && named(to.ent) {
		person, to = to, person
	}
	return person.ent.Type == schema.Person && r.news(c.sent, to)
}

// heard says whether those to whom somebody speaks with the verb at i are there to hear him: who
// report, or a parliament.
func (r *run) heard(s *sentence, i int) bool {
	for _, prep := range []string{"to", "with", "from", "of"} {
		toks, _ := s.obliques(i, prep)
		for _, t := range toks {
			for _, a := range r.v.resolve(s, t) {
				if a.ent != nil && (r.news(s, &a) || hasWord(a.ent.Name, chambers)) {
					return true
				}
			}
		}
	}
	return false
}
