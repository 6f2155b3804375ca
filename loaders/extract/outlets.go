package extract

import (
	"strings"

	"relata/schema"
)

// outlet reads by what means somebody speaks in public: "X said on Twitter", "announced by X via
// Telegram", "X praised Y's move in a post on Instagram".
func (r *run) outlet(s *sentence, t int) {
	if m := s.name[t]; m < 0 || r.v.doc.Mentions[m].Head != t {
		return
	}
	on := r.v.own(s, t)
	if on.ent == nil || !outlets[on.ent.Name] {
		return
	}
	if h := s.head[t]; h >= 0 && s.rel[t] == "compound" && postings[s.low[h]] && s.preposition(t) == "" {
		t = h // "in a YouTube video"
	}
	if !channels[s.preposition(t)] {
		return
	}
	speak := s.speaksOn(t)
	if speak < 0 {
		return
	}
	to := on
	to.tok = t
	who := s.subjects(speak)
	if speak > 0 && (s.Tokens[speak-1].XPOS == "''" || strings.Contains(closeQuotes, s.Tokens[speak-1].Form)) { // "…," wrote X on Twitter
		who = append(who, s.objects(speak)...)
	}
	for _, k := range who {
		for _, a := range r.v.resolve(s, k) {
			if p := r.x.opt.Ontology.Predicate("uses"); a.direct && p != nil {
				r.tellOf(s, speak, p, "outlet", "", a, to)
			}
		}
	}
}

// speaksOn is the verb by which somebody speaks through what the phrase at t names; -1 if none
// does.
func (s *sentence) speaksOn(t int) int {
	to, said, called := s.preposition(t) == "to", false, false
	for n, h := 0, s.head[t]; h >= 0 && n < 5; n, h = n+1, s.head[h] {
		switch {
		case s.low[h] == "take" && to && n == 0 && s.kid(h, "obj") < 0: // "took to Twitter to thank"
			return h
		case s.verb(h) && puts[s.low[h]]:
			if !s.passive(h) || len(s.subjects(h)) > 0 {
				return h
			}
			to = false // "in a message posted to Twitter, X said"
		case s.verb(h) && !to && (said || reporting[s.low[h]] || judging[s.low[h]] || responds[s.low[h]] || s.low[h] == "take" && n > 0):
			return h
		case s.verb(h) && s.rel[h] != "acl", !s.verb(h) && !s.noun(h), !called && (s.class(h).Kind == "person" || s.class(h).Kind == "group"):
			return -1
		case s.noun(h):
			called = called || s.person[h]                                                             // "announced by his son X via Twitter"
			said = said || (postings[s.low[h]] || sayingNouns[s.low[h]]) && channels[s.preposition(h)] // "in a message"
		}
	}
	return -1
}

// Where one speaks to the public, the words before it, what one puts there, and the verbs for
// that and for what one does in words.
var (
	outlets  = wordSet("Twitter Facebook Instagram Telegram YouTube TikTok WhatsApp Weibo Snapchat LinkedIn Reddit Truth_Social VKontakte Mastodon WeChat Twitch Tumblr Threads")
	channels = wordSet("on via to through in using over")
	postings = wordSet("post video message account page channel livestream stream story thread feed clip broadcast statement")
	puts     = wordSet("post upload publish share write broadcast livestream release put")
	responds = wordSet("respond react answer congratulate defend endorse mock tease attack apologize apologise joke lament vent appeal weigh make express share speak sign challenge promote mourn update note")
)

// speakers reads who is at an event by what the event's phrase says of him: "X said at a press
// conference", "among the speakers at the rally were X and Y".
func (r *run) speakers(s *sentence, t int) {
	p := s.preposition(t)
	if p != "at" && p != "in" && p != "during" || !audiences[s.low[t]] && !(t > 0 && audiences[s.low[t-1]+" "+s.low[t]]) {
		return
	}
	ev, h := r.v.own(s, t), s.head[t]
	if ev.ent == nil || ev.ent.Type != schema.Event || h < 0 {
		return
	}
	var who []int
	switch {
	case s.verb(h) && s.rel[t] == "obl" && (reporting[s.low[h]] || judging[s.low[h]] || responds[s.low[h]] || attendings[s.low[h]]):
		who = s.subjects(h)
	case s.verb(h) && s.rel[t] == "obl" && s.passive(h) && addressed[s.low[h]]:
		who = s.objects(h)
	case attenders[s.low[h]]:
		who = s.named(h)
		for _, k := range s.kids[h] {
			if k > t && s.rel[k] == "appos" {
				who = append(who, k)
			}
		}
	}
	pred := r.x.opt.Ontology.Predicate("participates-in")
	for _, k := range who {
		for _, a := range r.v.resolve(s, k) {
			if pred != nil && a.direct && (a.ent.Type == schema.Person || a.ent.Type == schema.Organization) && r.tells(a) {
				r.emit(&candidate{pred: pred, sent: s, at: h, first: t, last: t + 1, subject: a, object: ev, method: "extract/speakers@" + Version})
			}
		}
	}
}

// Events at which one speaks to others, and verbs for being there.
var (
	audiences  = wordSet("press_conference news_conference press_briefing briefing rally debate hearing vigil ceremony panel symposium funeral summit forum convention")
	attendings = wordSet("speak appear address attend sing perform testify")
)

// spoke says whether a claim is that somebody spoke at an event, which his words tell from others.
func (c *candidate) spoke() bool { return strings.HasPrefix(c.method, "extract/speakers") }
