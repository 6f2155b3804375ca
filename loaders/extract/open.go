package extract

// triples reads the open triples of a sentence.
func (r *run) triples(s *sentence) {}
