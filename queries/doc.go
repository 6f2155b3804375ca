// Package queries asks the graph: Gizmo, saved questions, dossiers, ties and timelines.
//
//	for row, err := range queries.Run(ctx, qs, `g.V("<Russia>").Out("<buys-from>").All()`, queries.Options{Limit: 100}) {
//		if errors.Is(err, queries.ErrLimit) {
//			break // the rows so far stand
//		}
//		...
//	}
//
// A row's values keep their types, and WriteTable, WriteJSON and WriteCSV print them so
// that they can be read back.
package queries
