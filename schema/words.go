package schema

import "strings"

// PredicateWords is a predicate as people say it. An open one is given the third person of
// its verb and keeps its prepositions: "open/talk_about" is "talks about". Those of an
// ontology, which have their own label there, stay as they are but for underscores.
func PredicateWords(predicate string) string {
	phrase, ok := strings.CutPrefix(predicate, OpenPrefix)
	if !ok {
		return strings.ReplaceAll(predicate, "_", " ")
	}
	words := strings.FieldsFunc(phrase, func(r rune) bool { return r == '_' || r == '-' || r == ' ' })
	if len(words) > 0 {
		words[0] = thirdPerson(words[0])
	}
	return strings.Join(words, " ")
}

// irregular are the verbs whose third person follows no rule.
var irregular = map[string]string{"be": "is", "have": "has", "do": "does", "go": "goes", "undergo": "undergoes"}

// thirdPerson is what someone does: "develop" is "develops".
func thirdPerson(lemma string) string {
	if s, ok := irregular[lemma]; ok {
		return s
	}
	if n := len(lemma); n > 1 && lemma[n-1] == 'y' && !strings.ContainsRune("aeiou", rune(lemma[n-2])) {
		return lemma[:n-1] + "ies"
	}
	for _, end := range []string{"s", "x", "z", "ch", "sh", "o"} {
		if strings.HasSuffix(lemma, end) {
			return lemma + "es"
		}
	}
	return lemma + "s"
}
