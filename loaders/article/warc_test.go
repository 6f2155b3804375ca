package article

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// warcRecord writes a record as archives have them.
func warcRecord(kind, address, contentType, block string) string {
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", kind, address, contentType, len(block), block)
}

func httpResponse(status, header, body string) string {
	return "HTTP/1.1 " + status + "\r\n" + header + "\r\n" + body
}

func TestWARC(t *testing.T) {
	page := "<html><head><title>Ministers meet in the town of Oslo</title></head><body><p>They met in Oslo, and they agreed on many a thing.</p></body></html>"
	const kind = "application/http; msgtype=response"
	records := warcRecord("warcinfo", "", "application/warc-fields", "software: x\r\n") +
		warcRecord("request", "https://a.example/1", "application/http; msgtype=request", "GET / HTTP/1.1\r\n\r\n") +
		warcRecord("response", "https://www.a.example/2024/01/04/1", kind, httpResponse("200 OK", "Content-Type: text/html; charset=utf-8\r\n", page)) +
		warcRecord("response", "https://a.example/2", kind, httpResponse("404 Not Found", "Content-Type: text/html\r\n", page)) +
		warcRecord("response", "https://a.example/3.png", kind, httpResponse("200 OK", "Content-Type: image/png\r\n", "\x89PNG")) +
		warcRecord("response", "https://a.example/4", kind, httpResponse("200 OK", "Content-Type: text/html\r\nContent-Encoding: gzip\r\n", gzipped(t, page))) +
		warcRecord("response", "https://a.example/5", kind, httpResponse("200 OK", "Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n", fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(page), page))) +
		warcRecord("response", "https://a.example/6", kind, httpResponse("200 OK", "Content-Type: text/html\r\n", "<html><body></body></html>")) +
		warcRecord("response", "https://a.example/robots.txt", kind, httpResponse("200 OK", "Content-Type: text/plain\r\n", "User-agent: *")) +
		warcRecord("response", "https://a.example/7", kind, "nothing") +
		warcRecord("response", "https://a.example/8", kind, httpResponse("200 OK", "Content-Type: text/html; charset=iso-8859-1\r\n", strings.ReplaceAll(page, "Oslo", "\xc5ngstr\xf6msb\xe4ck"))) +
		warcRecord("conversion", "https://b.example/9", "text/plain", "A headline of some words\n\nThe text of a WET file.\n")
	const title = "Ministers meet in the town of Oslo"
	const text = title + "\n\nThey met in Oslo, and they agreed on many a thing.\n"
	swedish := strings.ReplaceAll(text, "Oslo", "Ångströmsbäck")
	want := []string{
		"stdin!https://www.a.example/2024/01/04/1 0|" + title + "||a.example|2024-01-04|https://www.a.example/2024/01/04/1|" + text,
		"stdin!https://a.example/4 0|" + title + "||a.example||https://a.example/4|" + text,
		"stdin!https://a.example/5 0|" + title + "||a.example||https://a.example/5|" + text,
		"stdin!https://a.example/8 0|Ministers meet in the town of Ångströmsbäck||a.example||https://a.example/8|" + swedish,
		"stdin!https://b.example/9 0|A headline of some words||b.example||https://b.example/9|A headline of some words\n\nThe text of a WET file.\n",
		"stdin!https://a.example/6: no article in this page",
		`stdin!https://a.example/7: not an HTTP response: malformed HTTP response "nothing"`,
	}
	if got := shown(readString(Options{}, records)); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	// Packed archives hold a gzip member a record.
	var packed string
	for record := range strings.SplitSeq(records, "WARC/1.0\r\n") {
		if record != "" {
			packed += gzipped(t, "WARC/1.0\r\n"+record)
		}
	}
	if got := shown(readString(Options{}, packed)); !slices.Equal(got, want) {
		t.Errorf("packed: got %q", got)
	}
}

func TestWARCFaults(t *testing.T) {
	good := warcRecord("conversion", "https://b.example/9", "text/plain", "The text.")
	for name, c := range map[string]struct {
		source string
		opts   Options
		want   []string
	}{
		"cut off":   {good[:len(good)-8], Options{}, []string{"stdin!https://b.example/9 0|||b.example||https://b.example/9|The t", "stdin: unexpected EOF"}},
		"no length": {"WARC/1.0\r\nWARC-Type: response\r\n\r\n", Options{}, []string{`stdin: not a WARC record: Content-Length ""`}},
		"no record": {good + "junk\n", Options{}, []string{"stdin!https://b.example/9 0|||b.example||https://b.example/9|The text.", `stdin: not a WARC record: it starts with "junk"`}},
		"too long":  {warcRecord("conversion", "https://b.example/1", "text/plain", strings.Repeat("x", 3000)) + good, Options{MaxBytes: 1000}, []string{"stdin!https://b.example/9 0|||b.example||https://b.example/9|The text.", "stdin!https://b.example/1: longer than 1000 bytes, too long for one article: --max-mb allows more"}},
		"no end":    {"WARC/1.0\r\n" + strings.Repeat("a: b\r\n", 500), Options{}, []string{"stdin: not a WARC record: its header has no end"}},
	} {
		if got := shown(readString(c.opts, c.source)); !slices.Equal(got, c.want) {
			t.Errorf("%s\ngot  %q\nwant %q", name, got, c.want)
		}
	}
}

func FuzzReadWARC(f *testing.F) {
	f.Add([]byte(warcRecord("response", "http://a.example/", "application/http", httpResponse("200 OK", "Content-Type: text/html\r\n", "<p>Text.")) + warcRecord("conversion", "x", "text/plain", "y")))
	f.Add([]byte("WARC/1.1\nContent-Length: -1\n\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		docs, errs := read(Options{Format: "warc", MaxBytes: 1 << 14, Stdin: bytes.NewReader(data)}, "-")
		checkDocs(t, docs, errs)
	})
}
