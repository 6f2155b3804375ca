// Package article reads articles as people keep them and yields a schema.Document for each:
// plain text, Markdown, saved pages, PDFs, feeds, records (JSON, CSV), web archives and mail; in
// files, folders, streams, archives and at addresses of the web.
//
//	for doc, err := range article.Read(ctx, []string{"news/", "-"}, article.Options{Stdin: os.Stdin}) {
//		...
//	}
//
// It holds one article at a time in memory, and of that at most a few times
// Options.MaxBytes. Articles come in the order of the paths; a folder is read with what it
// holds, by name; names that begin with a dot are passed over. What can't be read gives a
// *schema.ArticleError, and the reading goes on behind it.
//
// Offsets count in Document.Text. For plain text and records that is the text as it was
// kept, byte for byte, but for the order mark and for what blogs leave below an article; for
// the other formats it is what was found to be the article, under its title.
//
// Texts are UTF-8. Other encodings are recognized by their mark, their declaration or the
// shape of their bytes and are converted; what can't be told for sure is refused by name.
package article

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"relata/schema"
)

// Options say how to read. The zero value recognizes formats by itself.
type Options struct {
	Format    string    // of Formats; "" or "auto" recognizes it
	Published time.Time // for articles that don't tell
	Lines     bool      // each line of a text is an article of its own
	MaxBytes  int64     // of one article; 0 means DefaultMaxBytes
	Stdin     io.Reader // read for the path "-"

	// Fields says under which key records (JSON, CSV) keep a fact of FieldNames, where it
	// isn't one of the usual: {"text": "story_body"}.
	Fields map[string]string

	// For paths that are addresses of the web:
	Timeout      time.Duration // for one article; 0 means DefaultTimeout
	AllowPrivate bool          // private and local addresses too

	seen map[string]version // of addresses, as they were read last; nil where each is read once
}

// DefaultMaxBytes is the size at which an article is refused: no article is as long, and
// what is can't be analysed in one piece.
const DefaultMaxBytes = 16 << 20

// format is a way in which articles are kept.
type format struct {
	name   string
	about  string
	exts   []string
	sniff  func(head []byte) bool // nil where only the name tells
	read   func(in *input, yield yield) bool
	packed bool // holds files of other formats, which Options.Format is about
}

// yield hands on a document or an error, and says whether to go on.
type yield func(*schema.Document, error) bool

// formats lists every format. The first whose sniff knows the start of a file reads it;
// else the first with its extension; else the last.
func formats() []format {
	return []format{
		{"zip", "a zip archive of any of these", nil, isZip, readZip, true},
		{"tar", "a tar archive of any of these", nil, isTar, readTar, true},
		{"gzip", "any of these, packed", nil, isGzip, readGzip, true},
		{"bzip2", "any of these, packed", nil, isBzip2, readBzip2, true},
		{"zstd", "any of these, packed", nil, isZstd, readZstd, true},
		{"warc", "a web archive, as Common Crawl makes them", []string{".warc", ".wet"}, isWARC, readWARC, false},
		{"mbox", "a mailbox", []string{".mbox", ".mbx"}, isMbox, readMbox, false},
		{"mail", "a message, such as a newsletter", []string{".eml"}, isMail, readMail, false},
		{"feed", "RSS, Atom or JSON Feed", []string{".rss", ".atom", ".rdf"}, isFeed, readFeed, false},
		{"pdf", "a PDF that has its text", []string{".pdf"}, isPDF, readPDF, false},
		{"html", "a saved page of a news site", []string{".html", ".htm", ".xhtml", ".shtml"}, isHTML, readHTML, false},
		{"json", "JSON lines, an object, or an array of them", []string{".jsonl", ".ndjson", ".json"}, isJSON, readJSON, false},
		{"csv", "rows under a header, parted by , ; | or tabs", []string{".csv", ".tsv"}, nil, readCSV, false},
		{"markdown", "Markdown, with or without front matter", []string{".md", ".markdown"}, nil, readMarkdown, false},
		{"text", "plain text", []string{".txt", ".text"}, nil, readText, false},
	}
}

// Formats lists the names that Options.Format may have, each with what it means.
func Formats() (names, about []string) {
	names, about = []string{"auto"}, []string{"by content and extension"}
	for _, f := range formats() {
		names, about = append(names, f.name), append(about, f.about)
	}
	return names, about
}

// input is a stream that holds one article or more.
type input struct {
	ctx  context.Context
	opts *Options
	name string // for messages: a path, or a path and what lies in it
	kind string // a name with the extension that tells the format
	r    *bufio.Reader

	contentType, address string // where the web gives them

	file  *os.File // where the stream is one, from its start
	depth int      // archives around it
}

// headBytes is how much of a stream is looked at to recognize it.
const headBytes = 64 << 10

func newInput(ctx context.Context, opts *Options, name string, r io.Reader) *input {
	return &input{ctx: ctx, opts: opts, name: name, kind: name, r: bufio.NewReaderSize(ctxReader{ctx, r}, headBytes)}
}

// ctxReader ends a read when its context does.
type ctxReader struct {
	ctx context.Context
	r   io.Reader
}

func (c ctxReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}

// fail makes the error of an article.
func (in *input) fail(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err // the path stands in front anyway
	}
	if errors.Is(err, context.DeadlineExceeded) { // of a fetch; the caller's ends all
		err = errors.New("no answer in time")
	}
	return &schema.ArticleError{Article: in.name, Err: err}
}

// all reads an article that lies whole in the stream. If it is too long, ways says what to do.
func (in *input) all(ways string) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(in.r, in.opts.MaxBytes+1))
	switch {
	case err != nil:
		return nil, err
	case int64(len(data)) > in.opts.MaxBytes:
		return nil, tooLong(in.opts.MaxBytes, ways)
	}
	return data, nil
}

// What to do about an article that is too long.
const (
	wayMore = "--max-mb allows more"
	wayText = "split it, or read each line as an article with --lines (" + wayMore + ")"
)

func tooLong(limit int64, ways string) error {
	return fmt.Errorf("longer than %s, too long for one article: %s", size(limit), ways)
}

func size(n int64) string {
	switch {
	case n%(1<<20) == 0:
		return fmt.Sprintf("%d MiB", n>>20)
	case n%(1<<10) == 0:
		return fmt.Sprintf("%d KiB", n>>10)
	}
	return fmt.Sprintf("%d bytes", n)
}

// seal completes a document and yields it.
func (in *input) seal(doc *schema.Document, yield yield) bool {
	if strings.TrimSpace(doc.Text) == "" {
		return yield(nil, in.fail(errEmpty))
	}
	for _, fact := range []*string{&doc.Title, &doc.Author, &doc.Publisher, &doc.URL, &doc.Language} {
		*fact = tidy(*fact)
	}
	doc.Path = in.name
	if doc.Published.IsZero() {
		doc.Published = in.opts.Published
	}
	doc.Seal()
	return yield(doc, nil)
}

// tidy keeps a fact on one line, without what can't be shown.
func tidy(s string) string {
	return oneLine(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == utf8.RuneError {
			return ' '
		}
		return r
	}, s))
}

var (
	errEmpty      = errors.New("empty: no text in it")
	errNoArticles = errors.New("no articles in it") // of a folder: Watch waits for some
)

// Read yields the articles of files, folders, addresses of the web and, for "-", of
// Options.Stdin. Nothing is fetched but the addresses given, and only where the robots.txt
// of the site allows it. An error that
// is no *schema.ArticleError, such as a cancelled context, ends it.
func Read(ctx context.Context, paths []string, opts Options) iter.Seq2[*schema.Document, error] {
	if opts.MaxBytes <= 0 {
		opts.MaxBytes = DefaultMaxBytes
	}
	if opts.Timeout <= 0 {
		opts.Timeout = DefaultTimeout
	}
	return func(yield func(*schema.Document, error) bool) {
		web := newFetcher(&opts)
		defer web.close()
		if _, err := opts.find(); err != nil {
			yield(nil, err)
			return
		}
		if err := opts.checkFields(); err != nil {
			yield(nil, err)
			return
		}
		ended := false
		hand := func(doc *schema.Document, err error) bool {
			if ctxErr := ctx.Err(); ctxErr != nil {
				doc, err = nil, ctxErr
			}
			var one *schema.ArticleError
			ended = ended || !yield(doc, err) || err != nil && !errors.As(err, &one)
			return !ended
		}
		for _, path := range paths {
			read := readPath
			if isURL(path) {
				read = web.read
			}
			if !read(ctx, &opts, path, hand) {
				break
			}
		}
		if err := ctx.Err(); err != nil && !ended {
			yield(nil, err)
		}
	}
}

// find gives the format that was asked for, nil if it is to be recognized.
func (o *Options) find() (*format, error) {
	if o.Format == "" || o.Format == "auto" {
		return nil, nil
	}
	names, _ := Formats()
	if i := slices.Index(names, o.Format); i > 0 {
		return &formats()[i-1], nil
	}
	return nil, fmt.Errorf("unknown format %q: one of %s", o.Format, strings.Join(names, ", "))
}

func readPath(ctx context.Context, opts *Options, path string, yield yield) bool {
	if path == "-" {
		in := newInput(ctx, opts, "stdin", opts.Stdin)
		if opts.Stdin == nil {
			return yield(nil, in.fail(errors.New("no standard input here")))
		}
		return in.read(yield)
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		if scheme, _, ok := strings.Cut(path, "://"); ok {
			err = fmt.Errorf("addresses that begin with %s:// are not read: only http:// and https://", clip(tidy(scheme)))
		} else if strings.HasPrefix(path, "www.") {
			err = errors.New("no such file; an address begins with https://")
		}
		return yield(nil, newInput(ctx, opts, path, nil).fail(err))
	case !info.IsDir():
		return readFile(ctx, opts, path, yield)
	}
	return readFolder(ctx, opts, path, yield)
}

// readFolder reads all that lies below a folder, in the order of the names. Links to
// folders aren't followed, so that a circle of them ends.
func readFolder(ctx context.Context, opts *Options, root string, yield yield) bool {
	seen, more := false, true
	fail := func(path string, err error) {
		seen = true
		more = yield(nil, newInput(ctx, opts, path, nil).fail(err))
	}
	_ = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error { // errors are yielded one by one
		switch {
		case err != nil:
			fail(path, err)
		case path != root && strings.HasPrefix(entry.Name(), "."):
			if entry.IsDir() {
				return filepath.SkipDir
			}
		case entry.IsDir(), neverArticles[strings.ToLower(filepath.Ext(path))]:
		case entry.Type()&^fs.ModeSymlink != 0:
			fail(path, errors.New("neither a file nor a folder"))
		default:
			if entry.Type()&fs.ModeSymlink != 0 {
				info, err := os.Stat(path)
				if err != nil || !info.Mode().IsRegular() {
					if err != nil {
						fail(path, fmt.Errorf("a link that leads nowhere: %w", err))
					}
					break
				}
			}
			seen = true
			more = readFile(ctx, opts, path, yield)
		}
		if !more {
			return filepath.SkipAll
		}
		return nil
	})
	if !seen {
		fail(root, errNoArticles)
	}
	return more
}

func readFile(ctx context.Context, opts *Options, path string, yield yield) bool {
	f, err := os.Open(path)
	if err != nil {
		return yield(nil, newInput(ctx, opts, path, nil).fail(err))
	}
	defer f.Close()
	in := newInput(ctx, opts, path, f)
	in.file = f
	return in.read(yield)
}

// read recognizes what a stream holds and reads it.
func (in *input) read(yield yield) bool {
	if err := in.ctx.Err(); err != nil {
		return yield(nil, in.fail(err))
	}
	head, err := in.r.Peek(headBytes)
	if err != nil && err != io.EOF {
		return yield(nil, in.fail(err))
	}
	if len(head) == 0 {
		return yield(nil, in.fail(errEmpty))
	}
	f, _ := in.opts.find() // Read has seen to it
	found := recognize(head, in.kind)
	switch {
	case found.packed:
		f = found
	case f != nil:
	case in.opts.Lines: // whatever the first of them looks like
		f = plainText()
	default:
		if what := known(head); what != "" {
			return yield(nil, in.fail(fmt.Errorf("%s, which relata doesn't read: give its text", what)))
		}
		if found.name == plainText().name && isXML(head) {
			return yield(nil, in.fail(errors.New("XML of a kind that relata doesn't know: give its text, or its pages as HTML")))
		}
		f = found
	}
	return f.read(in, yield)
}

func recognize(head []byte, name string) *format {
	all := formats()
	for i := range all {
		if all[i].sniff != nil && all[i].sniff(head) {
			return &all[i]
		}
	}
	ext := strings.ToLower(filepath.Ext(name))
	for i := range all {
		if slices.Contains(all[i].exts, ext) {
			return &all[i]
		}
	}
	return &all[len(all)-1]
}

// isHTML knows a page by its first element. Encodings of two bytes a letter are seen through.
func isHTML(head []byte) bool {
	head = bytes.TrimPrefix(head[:min(len(head), 1024)], []byte(utf8Mark))
	start := strings.ToLower(strings.TrimSpace(strings.ReplaceAll(string(head), "\x00", "")))
	start = strings.TrimLeftFunc(start, func(r rune) bool { return r == utf8.RuneError })
	for strings.HasPrefix(start, "<!--") || strings.HasPrefix(start, "<?xml") {
		end := "-->"
		if start[1] == '?' {
			end = ">"
		}
		_, rest, ok := strings.Cut(start, end)
		if !ok {
			return false
		}
		start = strings.TrimSpace(rest)
	}
	for _, mark := range []string{"<!doctype html", "<html", "<head", "<body", "<title>", "<meta ", "<table", "<div", "<center", "<h1"} {
		if strings.HasPrefix(start, mark) {
			return true
		}
	}
	return false
}

// plainText is the format of what has no other.
func plainText() *format {
	all := formats()
	return &all[len(all)-1]
}

func isXML(head []byte) bool {
	return bytes.HasPrefix(bytes.TrimSpace(bytes.TrimPrefix(head, []byte(utf8Mark))), []byte("<?xml"))
}

// known names the formats that start with a mark and hold no text that we could read.
func known(head []byte) string {
	for _, k := range []struct{ mark, what string }{
		{"\x7fELF", "a program"}, {"MZ\x90", "a program"},
		{"\x89PNG\r\n", "an image"}, {"\xff\xd8\xff", "an image"}, {"GIF8", "an image"},
		{"{\\rtf", "an RTF document"}, {"\xd0\xcf\x11\xe0", "an old Office document"},
		{"SQLite format 3\x00", "a database"}, {"7z\xbc\xaf\x27\x1c", "a 7z archive"}, {"Rar!\x1a", "a RAR archive"},
		{"\xfd7zXZ\x00", "an xz archive"}, {"ID3\x02", "audio"}, {"ID3\x03", "audio"}, {"ID3\x04", "audio"}, {"OggS", "audio or video"},
	} {
		if bytes.HasPrefix(head, []byte(k.mark)) {
			return k.what
		}
	}
	return ""
}
