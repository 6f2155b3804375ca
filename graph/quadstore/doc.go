// Package quadstore keeps a graph in sorted keys on a disk or in memory. It is a Cayley
// backend: Gizmo, paths and iterators work on it as on Cayley's own.
//
//	qs, err := quadstore.Open("relata.db/graph", quadstore.Options{})
//	err = qs.ApplyDeltas(deltas, graph.IgnoreOpts{IgnoreDup: true}) // one article, one durable commit
//	n, err := qs.Import(ctx, file, quadstore.ImportOptions{})       // N-Quads in bulk
//	view := qs.Snapshot()                                           // a view that writes don't change
//	session := gizmo.NewSession(view)
//	n, err = view.WriteNQuads(ctx, out)                             // sorted: the same quads, the same bytes
//	report, err := qs.Verify(ctx)
//
// # What it promises
//
// What can't be read back is not written: Validate refuses it. A commit is in whole or not
// at all, and is on the disk when ApplyDeltas comes back, unless NoSync says otherwise; a
// refused one changes nothing. Counts of values, of quads and of the uses of a value in each
// position are exact and part of the same commit; a value that nothing uses any more is
// gone with the last quad that did.
//
// There is one writer, and any number of readers, in the process. Another process that
// opens the store is told which one holds it; with ReadOnly any number of processes share a
// store that nobody writes. Every iterator looks at its context, so a query that is
// cancelled ends within milliseconds.
//
// A damaged file is called ErrCorrupt, by checksums of every block and by Verify, which
// holds each part of the store against the others. A commit for which the disk has no room
// is refused with ErrDiskFull before it begins. Should others fill the disk in the middle
// of a commit so that the log can't be written, the engine ends the process, as a power cut
// would: what was committed is there at the next open.
//
// The engine takes a bad record of its manifest, the list of tables, or of its log for the
// end of it, and shows what came before. So the file manifest.sum seals the manifest, and
// Open looks for bad records with good ones behind them, in logs as well. What stays: a log
// that is cut or lost, or whose last record is bad, can't be told from a power cut. It takes
// the last commits, each whole; with NoSync a bad record anywhere in the log does.
//
// # How it lies
//
// Values have 64-bit ids, given in the order of their arrival and never again. The
// dictionary has two sides: by value, in the order in which Cayley compares values (of long
// ones the first 24 bytes and a hash stand in the key), and by id, with the counts. So a
// comparison of numbers, times or strings is a range. Quads stand in six orders, the fewest
// in which every combination of bound positions starts one of them: SPOL, OSPL, POSL, LSPO,
// LOSP, LPOS. A key is a byte for the order and four numbers of one to nine bytes that sort
// as numbers do; it has no value. Each order but the first is another one sorted again by
// one position, so that an import sorts a chunk once and then five times by one number.
//
// OptimizeShape hooks into Cayley's optimizer. A condition on quads becomes one range, with
// at most one set walked in front of it; an intersection walks the cheapest set and asks the
// others, where sets sorted by id are asked by moving along them, and several fields of one
// subject by one walk over its quads; counts are taken from the dictionary or counted
// without making results. Sizes are exact for one bound position and for small sets.
//
// Where Cayley's own parts are wrong, ours stand in for them: its intersection calls the
// size of one part its own exact size and so counts wrongly, its sort calls a guess exact,
// its exclusion panics on a union, and its time drops fractions of a second from a value's
// identity.
//
// # What it costs
//
// Memory is CacheBytes for blocks and values, up to 64 MB more for commits on their way to
// tables, and 150 bytes a quad of a chunk during an import. An export takes memory for the
// text of all values, and nine bytes a quad for up to fourteen million quads at a time. The file
// bench/RESULTS.md has times and sizes, against bbolt and SQLite.
//
// # Why Pebble
//
// A load writes six orders, and every key of an article lands somewhere else in each. A
// B+tree (bbolt, SQLite) writes a page for nearly every key and syncs them all: measured
// raw, a synced commit of 200 quads takes 60 ms in bbolt, 1.2 ms in Pebble, and 1.6 ms in a
// bare append log. A log-structured tree writes them once to the log, sorts them in memory,
// and takes sorted tables in as they are, so an import costs little more than sorting.
// Blocks of sorted keys share their prefixes and compress well. A B+tree reads faster, by
// two to three times in a bare walk; that is won back by asking for ranges and not for
// single quads, and by walking keys without reading values.
//
// Of the log-structured engines in Go, Pebble is the one that is kept and used at scale: it
// has snapshots, ingestion, checksums, its own file system in memory, and tests for power
// cuts. goleveldb is no longer kept. Badger keeps values apart from keys, which is of no use
// to keys without values. A format of our own over sorted arrays would be faster still (see
// the first row of the table in bench/RESULTS.md), but would have to earn the trust that
// recovery, compaction and concurrent reads need.
//
// # PostgreSQL, when one machine is outgrown
//
//	qs, err := quadstore.OpenPostgres(ctx, "postgres://user@host/database", quadstore.Options{})
//
// The same store in a database: a table for the dictionary and one for the quads, with an
// index for each order. It shows the same keys as Pebble, page by page, so that all above is
// shared. Any number of processes read and write. What differs:
//
//   - Values have no counts beside them, because such rows are where all writers would wait.
//     Sizes are counted in an index, up to some two thousand rows, and guessed beyond;
//     Count counts.
//   - Ids are given in blocks to processes, and so are not dense.
//   - A view from Snapshot is a transaction and holds one connection of at most 16, or
//     pool_max_conns in the address. Without one, each page of an iterator is read as the
//     store is then.
//   - A page is not interrupted: a query that is cancelled ends with the page it waits for,
//     which is a few milliseconds where the database is near.
//   - Import commits every 131,072 quads, and the values of these before them: killed in
//     between it leaves values that no quad uses, which the next import of the same takes up.
//     Into a database without quads it is one transaction, which copies them into a table of
//     its own, makes the indexes when all are there, and puts that table in the place of the
//     empty one: killed it leaves no quads. That needs PostgreSQL itself and the owner of the
//     tables; where another writer was first its quads are added to those.
//     An article by ApplyDeltas is one transaction.
//   - Those who delete wait until the others have committed, and the others for them.
//   - Verify looks for quads without values, keys that aren't those of their values, wrong
//     totals, and orders that differ; pages and checksums are the database's own (amcheck).
//
// It uses nothing that CockroachDB and YugabyteDB lack, as far as their manuals tell:
// neither was run. In YugabyteDB set yb_use_hash_splitting_by_default to off before the tables are
// made, so that the orders are kept as ranges; without it answers are right and slow.
// Transactions that a database can't put in an order (40001, 40P01) are tried again.
package quadstore
