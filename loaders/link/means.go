package link

import (
	"strings"

	"relata/loaders/nlp"
	"relata/schema"
)

// Where one speaks to the public, what comes before such a name and after it where it is only the
// means, and not the firm that acts.
var (
	platforms = set("Facebook Instagram Telegram YouTube Youtube TikTok WhatsApp Weibo Snapchat LinkedIn Reddit VKontakte Mastodon WeChat Twitch Tumblr Threads")
	byMeans   = set("on via through in using over to")
	posted    = set("post posts video videos message messages account page channel livestream stream story stories thread feed clip broadcast statement group chat")
)

// onlyMeans are the platforms that a document names as a means alone: "said in a video on YouTube".
func onlyMeans(doc *nlp.Doc) map[string]bool {
	out := map[string]bool{}
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if m.Kind != nlp.Name || m.Last-m.First != 1 {
			continue
		}
		toks := doc.Sentences[m.Sentence].Tokens
		w := toks[m.First].Form
		if !platforms[w] {
			continue
		}
		means := m.Last < len(toks) && posted[strings.ToLower(toks[m.Last].Form)] || m.First > 0 && byMeans[strings.ToLower(toks[m.First-1].Form)] && (m.Last == len(toks) || toks[m.Last].XPOS != "POS")
		if before, ok := out[w]; !ok || before {
			out[w] = means
		}
	}
	return out
}

// meansOnly says whether the document names the platform as a means alone.
func (l *linker) meansOnly(name string) bool {
	if l.means == nil {
		l.means = onlyMeans(l.doc)
	}
	return l.means[name]
}

// Words that end the names of hospitals, and for what they do for the sick.
var (
	hospitals = set("Hospital Clinic Infirmary")
	healing   = set("treat hospitalize hospitalise operate treatment surgery care")
)

// treating makes bodies of the hospitals that are told to treat somebody.
func treating(doc *nlp.Doc) {
	names := map[string]bool{}
	each := func(do func(m *nlp.Mention, sent *nlp.Sentence)) {
		for i := range doc.Mentions {
			if m := &doc.Mentions[i]; m.Kind == nlp.Name && m.Type == schema.Place && m.Last-m.First > 1 {
				do(m, &doc.Sentences[m.Sentence])
			}
		}
	}
	each(func(m *nlp.Mention, sent *nlp.Sentence) {
		toks := sent.Tokens
		hospital := hospitals[toks[m.Last-1].Form] || toks[m.Last-2].Form == "Medical"
		for t := m.First; t < m.Last; t++ {
			hospital = hospital || toks[t].Form == "Hospital"
		}
		if h := toks[m.Head].Head; hospital && h >= 0 && h < len(toks) && healing[strings.ToLower(toks[h].Lemma)] {
			names[join(sent, m.First, m.Last)] = true
		}
	})
	each(func(m *nlp.Mention, sent *nlp.Sentence) {
		if names[join(sent, m.First, m.Last)] {
			m.Type = schema.Organization
		}
	})
}
