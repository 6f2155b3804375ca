package conllu

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// Validate says whether a file is valid CoNLL-U by the rules of the format and the closed
// lists of Universal Dependencies; the error names the place of the first fault. It is
// stricter than Docs, which reads what can be understood: each sentence has a name of its
// own and a text that its words add up to, columns hold no stray white space, tags and
// relations are of the universal lists, features are sorted, and heads make a tree whose
// only root is called root. Sentences without any annotation pass.
func Validate(r io.Reader, name string) error {
	in := bufio.NewScanner(r)
	in.Buffer(nil, maxLine)
	ids := map[string]bool{}
	var block []string
	line, first := 0, 1
	check := func() error {
		at, err := validSentence(block, ids)
		if err != nil {
			return fmt.Errorf("%s:%d: %w", name, first+at, err)
		}
		block = block[:0]
		return nil
	}
	for in.Scan() {
		line++
		if in.Text() != "" {
			if len(block) == 0 {
				first = line
			}
			block = append(block, in.Text())
			continue
		}
		if len(block) == 0 {
			return fmt.Errorf("%s:%d: an empty line too many", name, line)
		}
		if err := check(); err != nil {
			return err
		}
	}
	if err := in.Err(); err != nil {
		return fmt.Errorf("%s:%d: %w", name, line+1, err)
	}
	if len(block) > 0 {
		return fmt.Errorf("%s:%d: no empty line behind the last sentence", name, line)
	}
	return nil
}

func setOf(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// The closed lists of Universal Dependencies 2.
var (
	universalTags      = setOf("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X")
	universalRelations = setOf(`acl advcl advmod amod appos aux case cc ccomp clf compound conj cop csubj dep det discourse dislocated expl
		fixed flat goeswith iobj list mark nmod nsubj nummod obj obl orphan parataxis punct reparandum root vocative xcomp`)
	feature = regexp.MustCompile(`^[A-Z][A-Za-z0-9]*(\[[a-z0-9]+\])?=[A-Z0-9][A-Za-z0-9]*(,[A-Z0-9][A-Za-z0-9]*)*$`)
)

// validSentence checks the lines of a sentence; at is the number of the faulty one.
func validSentence(lines []string, ids map[string]bool) (at int, err error) {
	var text, id string
	var built strings.Builder
	var heads []int // of each word; -1 if it has none
	covered := 0    // the last word of a multiword token
	space := ""
	for n, line := range lines {
		if line[0] == '#' {
			if len(heads) > 0 {
				return n, errors.New("a comment among words")
			}
			if v, ok := strings.CutPrefix(line, "# text = "); ok {
				text = v
			}
			if v, ok := strings.CutPrefix(line, "# sent_id = "); ok {
				id = v
			}
			continue
		}
		cols := strings.Split(line, "\t")
		if len(cols) != 10 {
			return n, fmt.Errorf("%d columns", len(cols))
		}
		for i, c := range cols {
			inside := i == 1 || i == 2 || i == 9 // where a space may stand
			if c == "" || strings.TrimSpace(c) != c || strings.Contains(c, "  ") || !inside && strings.Contains(c, " ") {
				return n, fmt.Errorf("column %d is %q", i+1, c)
			}
		}
		if strings.Contains(cols[0], ".") {
			continue // an empty node
		}
		a, b, multi := strings.Cut(cols[0], "-")
		if multi {
			from, err1 := strconv.Atoi(a)
			to, err2 := strconv.Atoi(b)
			if err1 != nil || err2 != nil || from != len(heads)+1 || from <= covered || to <= from {
				return n, fmt.Errorf("range %q after %d words", cols[0], len(heads))
			}
			if strings.Join(cols[2:9], "") != "_______" && strings.Join(cols[2:9], "") != "___Typo=Yes___" {
				return n, errors.New("a multiword token with an analysis of its own")
			}
			covered = to
		} else {
			if cols[0] != strconv.Itoa(len(heads)+1) {
				return n, fmt.Errorf("id %q, want %d", cols[0], len(heads)+1)
			}
			head, err := validWord(cols)
			if err != nil {
				return n, err
			}
			heads = append(heads, head)
			if len(heads) <= covered {
				continue // what is written stands on the range
			}
		}
		built.WriteString(space + cols[1])
		space = " "
		for kv := range strings.SplitSeq(cols[9], "|") {
			if kv == "SpaceAfter=No" {
				space = ""
			}
		}
	}
	last := len(lines) - 1
	switch {
	case id == "" || ids[id]:
		return 0, fmt.Errorf("the name of the sentence, %q, is missing or taken", id)
	case covered > len(heads):
		return last, errors.New("the sentence ends inside a multiword token")
	case built.String() != text:
		return 0, fmt.Errorf("text %q, but the words add up to %q", text, built.String())
	}
	ids[id] = true
	return last, validTree(heads)
}

// validWord checks a word's columns and gives its head, 0 for the root, -1 for none.
func validWord(cols []string) (head int, err error) {
	if cols[3] != "_" && !universalTags[cols[3]] {
		return 0, fmt.Errorf("tag %q", cols[3])
	}
	if cols[5] != "_" {
		last := ""
		for f := range strings.SplitSeq(cols[5], "|") {
			if !feature.MatchString(f) || strings.ToLower(f) <= last {
				return 0, fmt.Errorf("features %q", cols[5])
			}
			last = strings.ToLower(f)
		}
	}
	if cols[6] == "_" {
		return -1, nil
	}
	base, _, _ := strings.Cut(cols[7], ":")
	head, err = strconv.Atoi(cols[6])
	if err != nil || head < 0 || cols[6] == cols[0] || (head == 0) != (base == "root") || !universalRelations[base] {
		return 0, fmt.Errorf("head %q with relation %q", cols[6], cols[7])
	}
	return head, nil
}

func validTree(heads []int) error {
	roots, without := 0, 0
	for _, h := range heads {
		switch h {
		case 0:
			roots++
		case -1:
			without++
		}
	}
	if without == len(heads) && without > 0 {
		return nil
	}
	if without > 0 {
		return errors.New("some words have a head and some have none")
	}
	if roots != 1 {
		return fmt.Errorf("%d roots", roots)
	}
	for w := range heads {
		h := heads[w]
		for steps := 0; h != 0; steps++ {
			if h > len(heads) || steps > len(heads) {
				return fmt.Errorf("word %d doesn't reach the root", w+1)
			}
			h = heads[h-1]
		}
	}
	return nil
}
