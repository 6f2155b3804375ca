package extract

// statements marks the tokens of statements without quotation marks as quoted: what follows
// "X said:" at a paragraph's end, where X speaks of himself or of his own. It returns, for each
// sentence, the one that introduces the statement it stands in; -1 if none does.
func (v *view) statements(inQuote [][]bool) []int {
	opener := make([]int, len(v.sents))
	for i := range opener {
		opener[i] = -1
	}
	for i := 0; i+1 < len(v.sents); i++ {
		if !v.sents[i].introduces(inQuote[i]) {
			continue
		}
		last := i + 1
		own := false
		for ; last < len(v.sents) && !v.sents[last].hasMarks() && !v.sents[last].tellsOf(); last++ {
			for t := range v.sents[last].Tokens {
				own = own || ownPronouns[v.sents[last].low[t]]
			}
		}
		if !own {
			continue
		}
		for j := i + 1; j < last; j++ {
			opener[j] = i
			for t := range inQuote[j] {
				inQuote[j][t] = true
			}
		}
		i = last - 1
	}
	return opener
}

// Pronouns of who speaks, by lemma.
var ownPronouns = wordSet("I i me my we us our")

// introduces says whether a sentence ends by saying that somebody says what follows.
func (s *sentence) introduces(quoted []bool) bool {
	n := len(s.Tokens)
	if n < 3 || s.Tokens[n-1].Form != ":" {
		return false
	}
	for t := n - 2; t >= 0 && t >= n-8; t-- {
		if s.verb(t) && reporting[s.low[t]] && !quoted[t] && !s.passive(t) {
			return true
		}
	}
	return false
}

// hasMarks says whether a sentence has a quotation mark.
func (s *sentence) hasMarks() bool {
	for t := range s.Tokens {
		switch s.Tokens[t].Form {
		case openQuotes, closeQuotes, "``", "''", "\"":
			return true
		}
	}
	return false
}

// tellsOf says whether a sentence tells what another says: "X added that".
func (s *sentence) tellsOf() bool {
	for t := range s.Tokens {
		if s.low[t] != "say" && s.low[t] != "add" && s.low[t] != "tell" && s.low[t] != "continue" || !s.verb(t) || s.passive(t) {
			continue
		}
		for _, k := range s.surface(t, 0) {
			if s.name[k] >= 0 || s.low[k] == "he" || s.low[k] == "she" {
				return true
			}
		}
	}
	return false
}
