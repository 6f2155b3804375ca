package graph

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"relata/graph/quadstore"
)

// TestCopy copies a graph with all that belongs to it between every two kinds of stores, and
// asks the copy for the same.
func TestCopy(t *testing.T) {
	for _, pair := range [][2]string{{"folder", "postgres"}, {"postgres", "folder"}, {"postgres", "postgres"}, {"folder", "folder"}} {
		t.Run(strings.Join(pair[:], " to "), func(t *testing.T) {
			t.Parallel()
			from := open(t, locations[pair[0]](t), Options{})
			for _, r := range sample() {
				add(t, from, r)
			}
			if _, err := from.Correct(t.Context(), Correction{Author: "ada", Time: time.Unix(0, 0), Action: Rename, A: "Ada_Lovelace", B: "Admiral Lovelace"}); err != nil {
				t.Fatal(err)
			}
			if err := from.KeepSkips([]Skip{{Article: "a.txt", Reason: "empty"}}); err != nil {
				t.Fatal(err)
			}
			to := open(t, locations[pair[1]](t), Options{})
			done, err := Copy(t.Context(), from, to, nil)
			if err != nil {
				t.Fatal(err)
			}
			want, got := exported(t, from), exported(t, to)
			if !bytes.Equal(want, got) || done.New != done.Quads || done.Quads == 0 {
				t.Errorf("%+v, and the exports differ: %v", done, !bytes.Equal(want, got))
			}
			if problems, err := to.Verify(t.Context()); err != nil || len(problems) > 0 {
				t.Errorf("the copy is not whole: %v, %v", problems, err)
			}
			if !slices.Equal(from.Corrections(), to.Corrections()) || len(to.Corrections()) != 1 {
				t.Errorf("corrections %v", to.Corrections())
			}
			if skips, err := to.Skips(); err != nil || len(skips) != 1 {
				t.Errorf("skips %v, %v", skips, err)
			}
			if _, err := to.Correct(t.Context(), Correction{Author: "ada", Time: time.Unix(0, 0), Action: Undo, A: "1"}); err != nil {
				t.Fatal(err)
			}
			if bytes.Equal(want, exported(t, to)) {
				t.Error("the undo changed nothing: what was read first was not copied")
			}
			if _, err := Copy(t.Context(), from, to, nil); !errors.Is(err, ErrNotEmpty) {
				t.Errorf("copied into a store with another graph: %v", err)
			}
		})
	}
}

// TestCopyResumes cuts a copy short, after a part of it was committed, and ends it.
func TestCopyResumes(t *testing.T) {
	for _, kind := range []string{"folder", "postgres"} {
		t.Run(kind, func(t *testing.T) {
			from := open(t, locations["folder"](t), Options{})
			for _, r := range sample() {
				add(t, from, r)
			}
			to := open(t, locations[kind](t), Options{})
			all := exported(t, from)
			half := bytes.Join(bytes.SplitAfter(all, []byte("\n"))[:20], nil)
			if _, err := to.qs.Import(t.Context(), bytes.NewReader(half), quadstore.ImportOptions{}); err != nil {
				t.Fatal(err)
			}
			quads := int64(bytes.Count(all, []byte("\n")))
			if err := to.markCopy(copyMark{From: from.Location(), Quads: quads, Lines: 20}); err != nil {
				t.Fatal(err)
			}
			stopped, stop := context.WithCancel(t.Context())
			stop()
			if _, err := Copy(stopped, from, to, nil); !errors.Is(err, context.Canceled) {
				t.Fatalf("a copy that was stopped: %v", err)
			}
			done, err := Copy(t.Context(), from, to, nil)
			if err != nil || done.New != quads-20 || !bytes.Equal(all, exported(t, to)) {
				t.Errorf("%+v of %d quads, %v", done, quads, err)
			}
			if _, err := to.files.get(copyFile); err == nil {
				t.Error("the mark of the copy stays")
			}
		})
	}
}

// TestCopyProves sees that a copy which isn't the same is not taken for one.
func TestCopyProves(t *testing.T) {
	from, to := open(t, locations["folder"](t), Options{}), open(t, locations["folder"](t), Options{})
	add(t, from, sample()[0])
	if err := to.markCopy(copyMark{From: from.Location()}); err != nil {
		t.Fatal(err)
	}
	if _, err := to.qs.Import(t.Context(), strings.NewReader("<a> <b> <c> .\n"), quadstore.ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, err := Copy(t.Context(), from, to, nil); err == nil || !strings.Contains(err.Error(), "hash") {
		t.Errorf("two graphs passed for one: %v", err)
	}
}

func TestSkipLines(t *testing.T) {
	var b strings.Builder
	w := &skipLines{w: &b, left: 2}
	for _, part := range []string{"a", "a\nb", "\ncc\n", "d\n"} {
		if _, err := io.WriteString(w, part); err != nil {
			t.Fatal(err)
		}
	}
	if b.String() != "cc\nd\n" {
		t.Errorf("%q", b.String())
	}
}

// exported is the graph as sorted N-Quads.
func exported(t *testing.T, s *Store) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := s.qs.WriteNQuads(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
