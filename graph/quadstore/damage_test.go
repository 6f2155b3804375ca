package quadstore

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cockroachdb/pebble/v2/vfs"

	"relata/graph/quadstore/internal/news"
)

// damaged is a store as it was left, to be damaged file by file.
type damaged struct {
	t       *testing.T
	dir     string
	commits [][]byte // what it exported after each commit; the last is what it has
	sure    int      // bytes of the log up to which a record follows
}

// leftStore makes a store of tables and, if its writer was killed, a log of some commits.
func leftStore(t *testing.T, killed bool) *damaged {
	t.Helper()
	d := &damaged{t: t, dir: filepath.Join(t.TempDir(), "db")}
	dir := d.dir
	if killed {
		dir = filepath.Join(t.TempDir(), "alive")
	}
	qs, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 9 {
		if i%2 == 0 && i < 6 {
			err = qs.db.Flush()
		}
		if err != nil {
			t.Fatal(err)
		}
		if killed {
			d.sure = logEnds(t, dir)
		}
		if err := article(qs, i); err != nil {
			t.Fatal(err)
		}
		d.commits = append(d.commits, exported(t, qs))
	}
	if killed {
		sealed(t, dir)
		if err := os.CopyFS(d.dir, os.DirFS(dir)); err != nil {
			t.Fatal(err)
		}
	}
	if err := qs.Close(); err != nil {
		t.Fatal(err)
	}
	return d
}

// sealed waits until the whole manifest is.
func sealed(t *testing.T, dir string) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
		text, err := os.ReadFile(filepath.Join(dir, sealFile))
		if err != nil {
			continue
		}
		s, err := parseSeal(text)
		if err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(filepath.Join(dir, s.name)); err == nil && info.Size() == s.size {
			return
		}
	}
	t.Fatal("the manifest is not sealed")
}

// logEnds gives the bytes that the last log holds, without the room that is reserved in it.
func logEnds(t *testing.T, dir string) int {
	t.Helper()
	logs, err := filepath.Glob(filepath.Join(dir, "*"+logSuffix))
	if err != nil || len(logs) == 0 {
		t.Fatal("no log: ", err)
	}
	slices.Sort(logs)
	b, err := os.ReadFile(logs[len(logs)-1])
	if err != nil {
		t.Fatal(err)
	}
	return len(bytes.TrimRight(b, "\x00"))
}

func (d *damaged) files() []string {
	d.t.Helper()
	entries, err := os.ReadDir(d.dir)
	if err != nil {
		d.t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// with writes other bytes into a file, or removes it, for as long as do runs.
func (d *damaged) with(name string, data []byte, do func()) {
	d.t.Helper()
	path := filepath.Join(d.dir, name)
	was, err := os.ReadFile(path)
	if err == nil && data == nil {
		err = os.Remove(path)
	} else if err == nil {
		err = os.WriteFile(path, data, 0o644)
	}
	if err != nil {
		d.t.Fatal(err)
	}
	do()
	if err := os.WriteFile(path, was, 0o644); err != nil {
		d.t.Fatal(err)
	}
}

// read gives what the store exports, and which of its commits that is: -1 is none.
func (d *damaged) read() (commit int, err error) {
	qs, err := Open(d.dir, Options{ReadOnly: true})
	if err != nil {
		return -1, err
	}
	_, err = qs.Verify(d.t.Context())
	var b bytes.Buffer
	if _, xerr := qs.WriteNQuads(d.t.Context(), &b); err == nil {
		err = xerr
	}
	_ = qs.Close()
	return slices.IndexFunc(d.commits, func(c []byte) bool { return bytes.Equal(b.Bytes(), c) }), err
}

// refused holds that neither readers nor a writer open the store, and that this leaves it
// as it is.
func (d *damaged) refused(what string) {
	d.t.Helper()
	before := d.files()
	for _, readOnly := range []bool{true, false} {
		qs, err := Open(d.dir, Options{ReadOnly: readOnly})
		if err == nil {
			_ = qs.Close()
		}
		if !errors.Is(err, ErrCorrupt) {
			d.t.Errorf("%s: not called damage: %v", what, err)
			return
		}
	}
	if after := d.files(); !slices.Equal(before, after) {
		d.t.Errorf("%s: the folder had %v, has %v", what, before, after)
	}
}

// whole holds that the store is called damaged or has all that it had.
func (d *damaged) whole(what string) {
	d.t.Helper()
	at, err := d.read()
	if err == nil && at != len(d.commits)-1 || err != nil && !errors.Is(err, ErrCorrupt) {
		d.t.Errorf("%s: shows commit %d of %d, %v", what, at+1, len(d.commits), err)
	}
}

func flipped(b []byte, i int) []byte {
	b = bytes.Clone(b)
	b[i] ^= 1 << (i % 8)
	return b
}

// TestCorruptFiles damages each file but the tables in each way, of a store that was closed
// and of one whose writer was killed. The manifest and its seal are told from damage at each
// byte; of a log only its end may be lost, as after a power cut.
func TestCorruptFiles(t *testing.T) {
	for _, killed := range []bool{false, true} {
		name := "closed"
		if killed {
			name = "killed"
		}
		t.Run(name, func(t *testing.T) {
			d := leftStore(t, killed)
			if at, err := d.read(); err != nil || at != len(d.commits)-1 {
				t.Fatalf("shows commit %d of %d, %v", at+1, len(d.commits), err)
			}
			last := "" // log
			text, err := os.ReadFile(filepath.Join(d.dir, sealFile))
			if err != nil {
				t.Fatal(err)
			}
			seal, err := parseSeal(text)
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range d.files() {
				if strings.HasSuffix(name, logSuffix) {
					last = name
				}
			}
			for _, name := range d.files() {
				data, err := os.ReadFile(filepath.Join(d.dir, name))
				if err != nil {
					t.Fatal(err)
				}
				switch {
				case name == seal.name, name == sealFile:
					d.everyByte(name, data)
				case strings.HasSuffix(name, logSuffix):
					d.log(name, data, name == last)
				case strings.HasSuffix(name, ".sst"):
					d.with(name, nil, func() { d.whole("no " + name) })
				default:
					const tries = 12
					for i := 0; i < len(data); i += 1 + len(data)/tries {
						d.with(name, flipped(data, i), func() { d.whole("flipped " + name) })
						d.with(name, data[:i], func() { d.whole("cut " + name) })
					}
					d.with(name, []byte("x"), func() { d.whole("other " + name) })
					d.with(name, nil, func() { d.whole("no " + name) })
				}
			}
			d.with(sealFile, nil, func() { d.unsealed(seal.name) })
		})
	}
}

func (d *damaged) everyByte(name string, data []byte) {
	d.t.Helper()
	for i := range data {
		d.with(name, flipped(data, i), func() { d.refused("flipped " + name) })
		d.with(name, data[:i], func() { d.refused("cut " + name) })
	}
	if name != sealFile {
		d.with(name, nil, func() { d.refused("no " + name) })
	}
}

// log damages a log. Of the last one the last record may be lost, and all behind a cut; of
// one before it nothing, if it is still needed.
func (d *damaged) log(name string, data []byte, last bool) {
	d.t.Helper()
	const tries = 40
	end := len(bytes.TrimRight(data, "\x00"))
	for i := 0; i < end; i += 1 + end/tries {
		d.with(name, flipped(data, i), func() {
			what := fmt.Sprintf("byte %d of %d in %s flipped", i, end, name)
			switch at, err := d.read(); {
			case !last:
				d.whole(what)
			case i < d.sure:
				d.refused(what)
			case at < len(d.commits)-2 && !errors.Is(err, ErrCorrupt):
				d.t.Errorf("%s: shows commit %d of %d, %v", what, at+1, len(d.commits), err)
			}
		})
		if i%4 == 0 {
			d.with(name, data[:i], func() {
				at, err := d.read()
				if at < 0 && !errors.Is(err, ErrCorrupt) || last && err != nil {
					d.t.Errorf("%s cut at %d: shows commit %d of %d, %v", name, i, at+1, len(d.commits), err)
				}
			})
		}
	}
}

// unsealed damages a manifest that has no seal, as older stores: a bad record before the
// last is told.
func (d *damaged) unsealed(name string) {
	d.t.Helper()
	if at, err := d.read(); err != nil || at != len(d.commits)-1 {
		d.t.Errorf("without a seal: shows commit %d of %d, %v", at+1, len(d.commits), err)
	}
	data, err := os.ReadFile(filepath.Join(d.dir, name))
	if err != nil {
		d.t.Fatal(err)
	}
	last := 0 // where the last record begins
	for i := 0; i < len(data); {
		p, ok := manifestPiece(data[i:])
		if !ok {
			d.t.Fatalf("%s: bad record at %d", name, i)
		}
		last, i = i, i+p.size
	}
	if last == 0 {
		d.t.Fatalf("%s has one record", name)
	}
	for i := range last {
		d.with(name, flipped(data, i), func() { d.refused("unsealed and flipped " + name) })
	}
}

// TestSealIsBestEffort opens, writes and closes a store whose seal can't be written.
func TestSealIsBestEffort(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, sealTemp, "in the way"), 0o755); err != nil {
		t.Fatal(err)
	}
	for i := range 2 {
		qs, err := Open(dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := article(qs, i); err != nil {
			t.Fatal(err)
		}
		if in := articlesIn(t, qs, 2); len(in) != i+1 {
			t.Errorf("%v are in", in)
		}
		if err := qs.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, sealFile)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a seal: %v", err)
	}
}

// TestCopyIsSealed copies the seal with the manifest that it is of.
func TestCopyIsSealed(t *testing.T) {
	dir := t.TempDir()
	qs, err := Open(filepath.Join(dir, "db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer qs.Close()
	if err := qs.ApplyDeltas(add(news.ArticleQuads(1)...), graph.IgnoreOpts{IgnoreDup: true}); err != nil {
		t.Fatal(err)
	}
	if err := qs.db.Flush(); err != nil {
		t.Fatal(err)
	}
	sealed(t, filepath.Join(dir, "db"))
	if err := Copy(t.Context(), filepath.Join(dir, "db"), filepath.Join(dir, "copy")); err != nil {
		t.Fatal(err)
	}
	sealed(t, filepath.Join(dir, "copy"))
}

// TestFirstLog reads the first log of a new store, which is in the engine's older format,
// once it is closed and the next one is begun, while its table isn't made yet. That is no
// damage; a flipped byte in it is.
func TestFirstLog(t *testing.T) {
	dir := t.TempDir()
	qs, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer qs.Close()
	const first, next = "000002.log", "000004.log"
	for i := range 5000 { // commits small enough for the first table in memory, which is small
		if err := qs.ApplyDeltas(add(iri(fmt.Sprint("s", i), "p", "o", "l")), graph.IgnoreOpts{}); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(filepath.Join(dir, next)); err == nil {
			break
		}
	}
	var data []byte
	for end := false; !end; time.Sleep(time.Millisecond) { // the next log may be there before the first is closed
		if data, err = os.ReadFile(filepath.Join(dir, first)); err != nil {
			t.Fatal(err)
		}
		p, ok := logPiece(data[max(0, len(data)-oldLogHeader):], 2)
		end = ok && p.last
	}
	if len(data) < recordBlock || data[6] < oldLogFull || data[6] > oldLogLast {
		t.Fatalf("%s has %d bytes, and begins with a piece of type %d", first, len(data), data[6])
	}
	check := func(data []byte, old bool) error {
		mem := vfs.NewMem()
		f, err := mem.Create(first, vfs.WriteCategoryUnspecified)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(bytes.Clone(data)); err != nil { // with the race detector on it spoils what it is given
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		return checkLog(mem, "", first, old)
	}
	if err := check(data, true); err != nil {
		t.Errorf("closed: %v", err)
	}
	end := len(data) - oldLogHeader
	if err := check(data[:end-1], false); err != nil {
		t.Errorf("cut, as the last: %v", err)
	}
	for i := 0; i < end; i += 1 + end/200 {
		if err := check(flipped(data, i), true); !errors.Is(err, ErrCorrupt) {
			t.Errorf("byte %d of %d flipped: %v", i, end, err)
		}
	}
	if err := Copy(t.Context(), dir, filepath.Join(t.TempDir(), "copy")); err != nil {
		t.Error(err)
	}
	if err := checkFiles(vfs.Default, dir); err != nil {
		t.Errorf("while it is written: %v", err)
	}
}
