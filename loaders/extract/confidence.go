package extract

import (
	"math"

	"relata/loaders/nlp"
	"relata/schema"
)

// features are what a confidence is made of.
type features struct {
	kind       schema.FrameKind // empty for rules of their own
	relation   string
	loose      bool // an argument hangs elsewhere than the frame says
	controlled bool // the subject was found through another clause

	subject, object   nlp.Kind
	direct            bool
	score             float64 // product of the ties' scores
	distance          int
	length            int
	hedged            bool
	firstWeight, bias float64
}

func (f *features) fill(v *view, c *candidate, st schema.Status) {
	f.subject, f.object = v.kindOf(c.subject), v.kindOf(c.object)
	f.direct = c.subject.direct && c.object.direct
	f.score = max(c.subject.score, 0.1) * max(c.object.score, 0.1)
	f.distance = abs(c.subject.tok-c.at) + abs(c.object.tok-c.at)
	f.length = len(c.sent.Tokens)
	f.hedged = st != schema.Actual
}

func abs(x int) int {
	if x < 0 {
		return -x
	}
	return x
}

// weights of the logistic model; calibrated on the development articles by
// cross-validation, see loaders/eval/results.
var weights = struct {
	bias, noun, adjective, rule, loose, controlled, nominal, pronoun, indirect, score, distance, hedged float64
}{bias: 0.6, noun: -0.3, adjective: 0.2, rule: 1.0, loose: -0.5, controlled: -0.3, nominal: -0.5, pronoun: -0.6, indirect: -0.6, score: 1.2, distance: -0.03, hedged: -0.2}

// confidence is the probability that the claim is right, with the parts of its log-odds.
func (f *features) confidence() (float64, []schema.Part) {
	w := &weights
	var parts []schema.Part
	z := 0.0
	add := func(name string, value float64) {
		if value != 0 {
			parts = append(parts, schema.Part{Name: name, Value: math.Round(value*1000) / 1000})
			z += value
		}
	}
	add("base", w.bias)
	switch f.kind {
	case schema.NounFrame:
		add("noun", w.noun)
	case schema.AdjectiveFrame:
		add("adjective", w.adjective)
	case "":
		add("rule", w.rule)
	}
	if f.loose {
		add("attachment unsure", w.loose)
	}
	if f.controlled {
		add("subject of another clause", w.controlled)
	}
	for _, k := range []nlp.Kind{f.subject, f.object} {
		switch k {
		case nlp.Nominal:
			add("nominal argument", w.nominal)
		case nlp.Pronoun:
			add("pronoun argument", w.pronoun)
		}
	}
	if !f.direct {
		add("argument by its owner", w.indirect)
	}
	add("links", w.score*(f.score-0.5))
	add("distance", w.distance*float64(min(f.distance, 40)))
	if f.hedged {
		add("status", w.hedged)
	}
	p := 1 / (1 + math.Exp(-z))
	return math.Round(p*1000) / 1000, parts
}
