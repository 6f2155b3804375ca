package coref

import (
	"slices"
	"strings"

	"relata/loaders/nlp"
	"relata/schema"
)

// NormalName joins the words of a name without articles, possessives and dots: "U.S." and
// "the US" are "us".
func NormalName(sent *nlp.Sentence, first, last int) string {
	var words []string
	for i := first; i < last; i++ {
		tok := &sent.Tokens[i]
		w := strings.ToLower(strings.ReplaceAll(tok.Form, ".", ""))
		if tok.UPOS == "PUNCT" && w != "-" || w == "" || w == "'s" || w == "’s" || w == "'" || w == "’" || tok.XPOS == "POS" {
			continue
		}
		if len(words) == 0 && (w == "the" || w == "a" || w == "an") {
			continue
		}
		words = append(words, w)
	}
	return strings.Join(words, " ")
}

// names ties names of the same words, acronyms to what they stand for, and short names of
// persons to their full ones.
func (r *resolver) names() {
	byWords := map[string]int{}
	full := map[string][]int{} // word of a person's name -> mentions of longer names
	acronyms := map[string]int{}
	for i := range r.doc.Mentions {
		m := &r.doc.Mentions[i]
		if m.Kind != nlp.Name || r.words[i] == "" {
			continue
		}
		w := r.words[i]
		parts := strings.Fields(w)
		if j, ok := byWords[w]; ok && r.join(j, i) {
			continue
		}
		if len(parts) > 2 && m.Type != schema.Person {
			acronyms[initials(parts)] = i
		}
		if len(parts) == 1 && m.Type != schema.Person {
			if j, ok := acronyms[w]; ok && r.join(j, i) {
				byWords[w] = i
				continue
			}
		}
		if m.Type == schema.Person {
			joined := false
			for _, j := range full[parts[len(parts)-1]] {
				if part(w, r.words[j]) && r.join(j, i) {
					joined = true
					break
				}
			}
			if !joined && len(parts) == 1 {
				for _, j := range full[parts[0]] {
					if r.join(j, i) {
						break
					}
				}
			}
			if len(parts) > 1 {
				for _, p := range parts {
					full[p] = append(full[p], i)
				}
			}
		}
		byWords[w] = i
	}
	r.shortNames()
}

// shortNames ties a body's name of one word to the one longer name that begins or ends with
// it: "Bahn" and "Deutsche Bahn".
func (r *resolver) shortNames() {
	long := map[string][]int{} // word -> mentions of longer names, one for each name
	seen := map[string]bool{}
	for i := range r.doc.Mentions {
		if m := &r.doc.Mentions[i]; m.Kind != nlp.Name || m.Type != schema.Organization || seen[r.words[i]] {
			continue
		}
		if parts := strings.Fields(r.words[i]); len(parts) == 2 || len(parts) == 3 {
			seen[r.words[i]] = true
			long[parts[0]] = append(long[parts[0]], i)
			long[parts[len(parts)-1]] = append(long[parts[len(parts)-1]], i)
		}
	}
	for i := range r.doc.Mentions {
		if m := &r.doc.Mentions[i]; m.Kind == nlp.Name && m.Type == schema.Organization && len(long[r.words[i]]) == 1 {
			r.join(long[r.words[i]][0], i)
		}
	}
}

// part says whether the words of short stand in long in order.
func part(short, long string) bool {
	words := strings.Fields(long)
	for _, s := range strings.Fields(short) {
		i := slices.Index(words, s)
		if i < 0 {
			return false
		}
		words = words[i+1:]
	}
	return true
}

func initials(words []string) string {
	var b strings.Builder
	for _, w := range words {
		switch w {
		case "of", "the", "for", "and", "in", "on", "to", "-":
			continue
		}
		b.WriteByte(w[0])
	}
	return b.String()
}
