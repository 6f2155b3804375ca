package quadstore

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/vfs"
	"github.com/cockroachdb/pebble/v2/vfs/atomicfs"
)

// The engine takes the first bad record of its manifest for the place where a kill cut it,
// and opens what the records before it tell: an older store, without a word, whose newer
// tables it removes when it may write. The same goes for the log. So both are looked at
// before the engine opens them. A file beside the manifest, the seal, says how long it was
// when it was last on the disk, and the sum of its bytes.

// sealFile holds the seal: the manifest's name, the length sealed, and two sums in
// hexadecimal, of so many bytes of the manifest and of the line itself.
const (
	sealFile = "manifest.sum"
	sealTemp = sealFile + ".tmp"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

type seal struct {
	name string
	size int64
	sum  uint32
}

func (s seal) String() string {
	line := fmt.Sprintf("%s %d %08x", s.name, s.size, s.sum)
	return fmt.Sprintf("%s %08x\n", line, crc32.Checksum([]byte(line), castagnoli))
}

func parseSeal(text []byte) (s seal, err error) {
	n, _ := fmt.Sscanf(string(text), "%s %d %x", &s.name, &s.size, &s.sum)
	if n != 3 || s.String() != string(text) {
		return s, fmt.Errorf("%w: %s", ErrCorrupt, sealFile)
	}
	return s, nil
}

// checkFiles says whether the manifest and the logs in a folder are what was written, as
// far as that can be told. A folder without a store passes.
func checkFiles(fsys vfs.FS, dir string) error {
	names, err := fsys.List(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	var tables, sealed bool
	var logs []string
	for _, name := range names {
		tables = tables || strings.HasSuffix(name, ".sst") && !strings.HasPrefix(name, tablePrefix)
		sealed = sealed || name == sealFile
		if strings.HasSuffix(name, logSuffix) {
			logs = append(logs, name)
		}
	}
	manifest, err := atomicfs.ReadMarker(fsys, dir, "manifest")
	switch {
	case err != nil:
		return fmt.Errorf("%w: %w", ErrCorrupt, err)
	case manifest == "" && (tables || sealed):
		return fmt.Errorf("%w: no file %s* says which manifest is the last", ErrCorrupt, marker)
	case manifest == "":
		return nil
	}
	var s seal
	if sealed {
		text, err := readFile(fsys, fsys.PathJoin(dir, sealFile))
		if err != nil {
			return err
		}
		if s, err = parseSeal(text); err != nil {
			return err
		}
	}
	if s.name != manifest { // of before there were seals, or a kill came between a new manifest and its seal
		s = seal{name: manifest}
	}
	if err := checkManifest(fsys, dir, s); err != nil {
		return err
	}
	slices.SortFunc(logs, byNumber)
	for i, name := range logs {
		if err := checkLog(fsys, dir, name, i < len(logs)-1); err != nil {
			return err
		}
	}
	return nil
}

// checkManifest holds a manifest against its seal, and what was added since by itself.
func checkManifest(fsys vfs.FS, dir string, s seal) error {
	f, err := fsys.Open(fsys.PathJoin(dir, s.name))
	if err != nil {
		return err
	}
	defer f.Close()
	sum := crc32.New(castagnoli)
	if n, err := io.CopyN(sum, f, s.size); err == io.EOF {
		return fmt.Errorf("%w: %s has %d bytes, of %d written", ErrCorrupt, s.name, n, s.size)
	} else if err != nil {
		return err
	}
	if sum.Sum32() != s.sum {
		return fmt.Errorf("%w: %s: its first %d bytes are not those written", ErrCorrupt, s.name, s.size)
	}
	info, err := f.Stat()
	if err != nil {
		return err
	}
	return lostRecord(io.NewSectionReader(f, 0, info.Size()), s.name, manifestPiece)
}

// checkLog looks for lost records in a log; old says that it isn't the last.
func checkLog(fsys vfs.FS, dir, name string, old bool) error {
	number, err := strconv.ParseUint(strings.TrimSuffix(name, logSuffix), 10, 64)
	if err != nil {
		return nil // not the engine's
	}
	f, err := fsys.Open(fsys.PathJoin(dir, name))
	if err != nil {
		return err
	}
	defer f.Close()
	return lostRecord(f, name, func(b []byte) (piece, bool) {
		p, ok := logPiece(b, uint32(number))
		p.after = p.after || p.last && old // the next log is made when this one is closed and on the disk
		return p, ok
	})
}

// piece is a piece of a record, in a file of records: blocks of 32 kB, each of whole pieces.
type piece struct {
	size  int
	first bool // a record begins
	last  bool // nothing follows: the file was closed
	// after says that a record is written only after those before it are on the disk.
	after bool
}

const recordBlock = 32 << 10

// lostRecord looks for a bad record that whole ones follow, where that can't be what a power
// cut left.
func lostRecord(r io.Reader, name string, read func([]byte) (piece, bool)) error {
	buf := make([]byte, recordBlock)
	bad, after := int64(-1), false
	for start := int64(0); ; start += recordBlock {
		n, err := io.ReadFull(r, buf)
		if err == io.EOF {
			return nil
		} else if err != nil && err != io.ErrUnexpectedEOF {
			return err
		}
		for i := 0; i < n; {
			c, ok := read(buf[i:n])
			after = after || c.after
			switch {
			case ok && bad < 0 && c.last:
				return nil
			case ok && bad >= 0 && after && (c.first || c.last):
				return fmt.Errorf("%w: %s: bad record at byte %d, with good ones behind it", ErrCorrupt, name, bad)
			case ok:
				i += c.size
			case bad < 0 && padding(buf[i:n]):
				i = n
			default:
				if bad < 0 {
					bad = start + int64(i)
				}
				i++
			}
		}
	}
}

// padding says whether the rest of a block is what is left free for want of room.
func padding(b []byte) bool {
	return len(b) < logHeader && strings.Trim(string(b), "\x00") == ""
}

// A piece is a sum, its length, its type, for logs the log's number and how much of it was
// on the disk, and its bytes. The sum is of all from the type on. The first log of a new
// store is in an older format, which doesn't tell how much was on the disk: the engine makes
// it before it turns to the present one.
const (
	manifestHeader = 7
	oldLogHeader   = 11
	logHeader      = 19

	manifestFull, manifestFirst, manifestLast = 1, 2, 4
	oldLogFull, oldLogFirst, oldLogLast       = 5, 6, 8
	logFull, logFirst, logLast                = 9, 10, 12
)

func manifestPiece(b []byte) (piece, bool) {
	if len(b) < manifestHeader || b[6] < manifestFull || b[6] > manifestLast {
		return piece{}, false
	}
	c := piece{
		size:  manifestHeader + int(binary.LittleEndian.Uint16(b[4:])),
		first: b[6] == manifestFull || b[6] == manifestFirst,
		after: true,
	}
	return c, goodSum(b, c.size)
}

func logPiece(b []byte, number uint32) (piece, bool) {
	if len(b) < oldLogHeader {
		return piece{}, false
	}
	length, kind, of := int(binary.LittleEndian.Uint16(b[4:])), b[6], binary.LittleEndian.Uint32(b[7:])
	var c piece
	switch {
	case kind == oldLogFull && [6]byte(b) == [6]byte{} && of == number+1: // the end, in either format
		return piece{size: oldLogHeader, last: true}, true
	case of != number:
		return piece{}, false
	case kind >= oldLogFull && kind <= oldLogLast:
		c = piece{size: oldLogHeader + length, first: kind <= oldLogFirst}
	case kind >= logFull && kind <= logLast && len(b) >= logHeader:
		c = piece{
			size:  logHeader + length,
			first: kind <= logFirst,
			after: binary.LittleEndian.Uint64(b[oldLogHeader:]) > 0, // there is one writer: it waits each time, or never
		}
	default:
		return piece{}, false
	}
	if !goodSum(b, c.size) {
		return piece{}, false
	}
	return c, true
}

func goodSum(b []byte, size int) bool {
	if size > len(b) {
		return false
	}
	sum := crc32.Checksum(b[6:size], castagnoli)
	return (sum>>15|sum<<17)+0xa282ead8 == binary.LittleEndian.Uint32(b)
}

func readFile(fsys vfs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(f)
	return b, errors.Join(err, f.Close())
}

// sealer keeps the seal of an open store up to date, beside what the engine does.
type sealer struct {
	fs         vfs.FS
	dir        string
	kick       chan struct{}
	quit, done chan struct{}
	last       seal
}

// newSealer gives a sealer that waits to be started.
func newSealer(fsys vfs.FS, dir string) *sealer {
	return &sealer{fs: fsys, dir: dir, kick: make(chan struct{}, 1), quit: make(chan struct{}), done: make(chan struct{})}
}

// changed says that the manifest grew. It doesn't wait: the engine calls with a lock.
func (s *sealer) changed() {
	select {
	case s.kick <- struct{}{}:
	default:
	}
}

// follow hears of all that the engine adds to the manifest.
func (s *sealer) follow(l *pebble.EventListener) {
	l.FlushEnd = func(pebble.FlushInfo) { s.changed() }
	l.CompactionEnd = func(pebble.CompactionInfo) { s.changed() }
	l.TableIngested = func(pebble.TableIngestInfo) { s.changed() }
}

// run writes the seal after each change. If it can't, the old seal is still true of the
// bytes that it covers.
func (s *sealer) run() {
	defer close(s.done)
	for {
		select {
		case <-s.kick:
			_ = s.write()
		case <-s.quit:
			select {
			case <-s.kick:
				_ = s.write()
			default:
			}
			return
		}
	}
}

// stop writes what is left to be sealed, and ends run.
func (s *sealer) stop() {
	close(s.quit)
	<-s.done
}

// write seals what is in the manifest now.
func (s *sealer) write() error {
	name, err := atomicfs.ReadMarker(s.fs, s.dir, "manifest")
	if err != nil || name == "" {
		return err
	}
	next := s.last
	if next.name != name {
		next = seal{name: name}
	}
	f, err := s.fs.Open(s.fs.PathJoin(s.dir, name))
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || info.Size() == next.size {
		return err
	}
	if err := f.Sync(); err != nil { // what is sealed must be there after a power cut
		return err
	}
	tail := make([]byte, info.Size()-next.size)
	if _, err := f.ReadAt(tail, next.size); err != nil && err != io.EOF {
		return err
	}
	next.sum = crc32.Update(next.sum, castagnoli, tail)
	next.size = info.Size()
	if err := s.replace(next.String()); err != nil {
		return err
	}
	s.last = next
	return nil
}

// replace writes the file of the seal anew, in whole or not at all.
func (s *sealer) replace(text string) error {
	temp := s.fs.PathJoin(s.dir, sealTemp)
	f, err := s.fs.Create(temp, vfs.WriteCategoryUnspecified)
	if err != nil {
		return err
	}
	_, err = f.Write([]byte(text))
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, s.fs.Remove(temp))
	}
	return s.fs.Rename(temp, s.fs.PathJoin(s.dir, sealFile))
}
