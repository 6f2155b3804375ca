package explorer

import (
	"encoding/json"

	"relata/schema"
)

// Node is an entity, or a literal that some claim has as its object.
type Node struct {
	ID       string            `json:"id"`
	Name     string            `json:"name"`
	Type     schema.EntityType `json:"type"` // empty for a literal
	Country  string            `json:"country,omitempty"`
	Articles int               `json:"articles"`
	Ties     int               `json:"ties"` // denied ones aside
	Claims   int               `json:"claims"`
}

// Edge is all claims of one subject, predicate and object that the filters leave.
type Edge struct {
	ID         string                `json:"id"` // subject|predicate|object
	Subject    string                `json:"subject"`
	Predicate  string                `json:"predicate"`
	Object     string                `json:"object"`
	Label      string                `json:"label"`
	Status     schema.Status         `json:"status"` // the surest
	Claims     int                   `json:"claims"`
	Articles   int                   `json:"articles"`
	Sources    int                   `json:"sources"`
	First      string                `json:"first,omitempty"` // event time
	Last       string                `json:"last,omitempty"`
	Confidence float64               `json:"confidence"` // of the surest claim
	Statuses   map[schema.Status]int `json:"statuses"`
}

// Article is where a claim stands.
type Article struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Publisher string `json:"publisher"`
	Published string `json:"published"` // day, or with the time of day; empty if unknown
	URL       string `json:"url"`
}

// Mark is a part of a sentence, in UTF-16 code units.
type Mark struct {
	Part  string `json:"part"` // subject, predicate, object
	Start int    `json:"start"`
	End   int    `json:"end"`
}

// Claim is a claim with its article and what a page needs to show its sentence.
type Claim struct {
	schema.Claim
	article    Article
	marks      []Mark
	correction string
	number     int
}

// MarshalJSON adds to the fields of schema.Claim.
func (c Claim) MarshalJSON() ([]byte, error) {
	data, err := c.Claim.MarshalJSON()
	if err != nil {
		return nil, err
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(data, &fields); err != nil {
		return nil, err
	}
	for name, v := range map[string]any{
		"article": c.article, "sentence_id": sentenceID(&c.Claim), "marks": c.marks, "correction": c.correction,
	} {
		if fields[name], err = marshal(v); err != nil {
			return nil, err
		}
	}
	if c.number > 0 {
		if fields["correction_number"], err = marshal(c.number); err != nil {
			return nil, err
		}
	}
	return marshal(fields)
}

// list is one page of a list.
type list[T any] struct {
	Items []T    `json:"items"`
	Total int    `json:"total"`
	Next  string `json:"next,omitempty"`
}

// subgraph is ties and what is at their ends.
type subgraph struct {
	Node  *Node  `json:"node,omitempty"`
	Nodes []Node `json:"nodes"`
	Edges []Edge `json:"edges"`
	Total int    `json:"total"`
	Next  string `json:"next,omitempty"`
}
