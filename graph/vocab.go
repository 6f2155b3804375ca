package graph

import "github.com/cayleygraph/quad"

// What stands in the store, quad by quad. Ids are short: they are expanded to absolute
// IRIs only at export (see Names). Every quad is labelled with the article that it is
// from. "1" means at most one value for each subject and article.
//
// An edge, wherever a claim asserts it with status actual, planned or possible:
//
//	<Russia> <buys-from> <Iran> <article/...> .
//
// A claim, <claim/HASH>:
//
//	term              object      what
//	rdf:type          <Claim>
//	rdf:subject     1 entity
//	rdf:predicate   1 IRI         of the ontology, or open/PHRASE
//	rdf:object      1 entity or literal
//	status          1 string      actual, planned, possible, denied
//	source          1 entity      who says it, where that is an entity
//	source-name     1 string      who says it, in words
//	when            1 string      event time: 2023, 2023-09, 2023-12-15
//	about           1 string      the good, topic or means
//	role            1 string      the title of a post
//	event           1 string      PLOVER class
//	confidence      1 float       0 to 1
//	parts           1 string      JSON, what the confidence was made of: [["rule",0.9]]
//	method          1 string      extract/verb@1
//	evidence        1 sentence
//	subject-mention 1 string      the words; subject-start, subject-end: their bytes
//	object-mention  1 string      the words; object-start, object-end: their bytes
//	subject-was     1 entity      that it was first given, where a correction changed it; object-was
//	predicate-start 1 integer     the bytes of the words that carry the predicate
//	predicate-end   1 integer
//
// A sentence that is some claim's evidence, <article/...#s12>:
//
//	rdf:type          <Sentence>
//	text            1 string
//	start, end      1 integer     its bytes in the article
//	article         1 article
//
// An article, <article/...>:
//
//	rdf:type                  <schema:NewsArticle>
//	schema:headline         1 string
//	schema:url              1 IRI, or a string where it isn't one
//	schema:publisher        1 string
//	schema:author           1 string
//	schema:inLanguage       1 string   BCP 47
//	schema:datePublished    1 string   2024-01-04, or with the time of day
//	prov:generatedAtTime    1 string   when it was loaded, if Options.Loaded says so
//	sha256                  1 string   of its text, which articles/ keeps
//	sentences               1 integer  how many it has
//	unread                  1 integer  paragraphs in other languages than English, which were left out; only where there are some
//	copy-of                 1 article  the earlier one of which it is a near-copy, or the same text under another URL
//	likeness                  integer  keys of its text's sketch, by which near-copies are found
//	line                    1 integer  its line in the file, where each line was an article
//
// An entity, <Russia>, as this article has it:
//
//	rdf:type        1 entity type
//	name            1 string
//	alias             string      other names
//	country         1 string      ISO 3166-1 alpha-3, or IGO
//	wikidata        1 string      Q159
const (
	rdfType      = quad.IRI("rdf:type")
	rdfSubject   = quad.IRI("rdf:subject")
	rdfPredicate = quad.IRI("rdf:predicate")
	rdfObject    = quad.IRI("rdf:object")

	classClaim    = quad.IRI("Claim")
	classSentence = quad.IRI("Sentence")
	classArticle  = quad.IRI("schema:NewsArticle")

	termStatus         = quad.IRI("status")
	termSource         = quad.IRI("source")
	termSourceName     = quad.IRI("source-name")
	termWhen           = quad.IRI("when")
	termAbout          = quad.IRI("about")
	termRole           = quad.IRI("role")
	termEvent          = quad.IRI("event")
	termConfidence     = quad.IRI("confidence")
	termParts          = quad.IRI("parts")
	termMethod         = quad.IRI("method")
	termEvidence       = quad.IRI("evidence")
	termSubjectMention = quad.IRI("subject-mention")
	termSubjectStart   = quad.IRI("subject-start")
	termSubjectEnd     = quad.IRI("subject-end")
	termObjectMention  = quad.IRI("object-mention")
	termObjectStart    = quad.IRI("object-start")
	termObjectEnd      = quad.IRI("object-end")
	termSubjectWas     = quad.IRI("subject-was")
	termObjectWas      = quad.IRI("object-was")
	termPredicateStart = quad.IRI("predicate-start")
	termPredicateEnd   = quad.IRI("predicate-end")

	termText    = quad.IRI("text")
	termStart   = quad.IRI("start")
	termEnd     = quad.IRI("end")
	termArticle = quad.IRI("article")

	termHeadline  = quad.IRI("schema:headline")
	termURL       = quad.IRI("schema:url")
	termPublisher = quad.IRI("schema:publisher")
	termAuthor    = quad.IRI("schema:author")
	termLanguage  = quad.IRI("schema:inLanguage")
	termPublished = quad.IRI("schema:datePublished")
	termLoaded    = quad.IRI("prov:generatedAtTime")
	termSHA256    = quad.IRI("sha256")
	termSentences = quad.IRI("sentences")
	termUnread    = quad.IRI("unread")
	termCopyOf    = quad.IRI("copy-of")
	termLikeness  = quad.IRI("likeness")
	termLine      = quad.IRI("line")

	termName     = quad.IRI("name")
	termAlias    = quad.IRI("alias")
	termCountry  = quad.IRI("country")
	termWikidata = quad.IRI("wikidata")
)

// prefixes are the namespaces whose terms stand in the store in short form.
var prefixes = []struct{ short, long string }{
	{"rdf:", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
	{"rdfs:", "http://www.w3.org/2000/01/rdf-schema#"},
	{"skos:", "http://www.w3.org/2004/02/skos/core#"},
	{"schema:", "https://schema.org/"},
	{"prov:", "http://www.w3.org/ns/prov#"},
	{"xsd:", "http://www.w3.org/2001/XMLSchema#"},
}

// standard gives the terms of ours that other vocabularies have a word for: predicates
// are written as that word and read back as ours.
var standard = map[quad.IRI]quad.IRI{
	termName:     "rdfs:label",
	termAlias:    "skos:altLabel",
	termEvidence: "prov:wasDerivedFrom",
	termArticle:  "schema:isPartOf",
	termText:     "schema:text",
}

// dated are the terms whose values, plain strings in the store so that they compare as
// strings, are written with the XML Schema type that their precision asks for.
var dated = map[quad.IRI]bool{termWhen: true, termPublished: true, termLoaded: true}
