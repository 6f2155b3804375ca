// Package queries asks the graph: Gizmo, saved questions, dossiers, ties and timelines.
//
//	for row, err := range queries.Run(ctx, qs, `g.V("<Russia>").Out("<buys-from>").All()`, queries.Options{Limit: 100}) {
//		if errors.Is(err, queries.ErrLimit) {
//			break // the rows so far stand
//		}
//		...
//	}
//
// WriteTable, WriteJSON and WriteCSV print rows, and values keep their types in all of
// them. Library and Ask answer saved questions; MakeDossier, FindPaths and MakeTimeline
// read claims with their sentences; REPL asks and answers at a prompt.
//
// # The language
//
// Run takes the Gizmo of Cayley, which is JavaScript with the objects g and graph, in a
// runner of our own over the same virtual machine and Cayley's paths. It gives the answers
// that Cayley gives, except where those are wrong or none:
//
//   - numbers compare and order as numbers, whole or not; gt("2023-09") also compares times
//     with typed dates;
//   - a label context holds in followRecursive of a predicate;
//   - count() counts what all() lists;
//   - getLimit(n) bounds its own rows and no later ones;
//   - back(tag) without such a tag is an error, and leaves the path that it came from alone;
//   - V takes lists, has and save take paths, regex takes /literals/;
//   - a query that ends in a path gives its nodes, one that ends in a value gives that value.
//
// Values reach JavaScript as Cayley hands them out ("<Russia>" is an IRI), and those that a
// string or number can't hold - a string that looks like an IRI, a language, a time - as
// objects that print and compare as such and can be given back to V. See preludeFuncs for
// what comes on top of Gizmo: actor, claims, between, details, show and so on.
//
// # Promises
//
// No query ends the program or hangs it: arguments are checked, panics become errors, and
// time, rows and memory have limits (Options), as have the size of a query, its nesting, the
// length of paths and lists, and whatever a builtin of JavaScript does in one step that
// can't be interrupted. Code can't be made of text; there are no Proxy, Reflect, BigInt and
// typed arrays. Every iterator is closed. The same query on the same graph gives the same
// answer, Math.random included; only new Date() reads the clock. Arguments of saved
// questions are data and never code.
//
// # Costs
//
// A query has a goroutine and a virtual machine of its own (about a millisecond). The
// memory limit watches the heap of the whole process, so that queries that run side by side
// count together. A query that doesn't heed its stop within two seconds is left to itself
// and its caller gets the error; none is known that does so.
package queries
