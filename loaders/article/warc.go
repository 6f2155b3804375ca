package article

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"

	"relata/schema"
)

func isWARC(head []byte) bool { return bytes.HasPrefix(head, []byte("WARC/1.")) }

// readWARC reads the pages of a web archive (ISO 28500), as Common Crawl makes them: the
// responses that are pages or texts and were found, and the texts of its WET files. All
// else is passed over. It holds one record in memory.
func readWARC(in *input, yield yield) bool {
	for {
		header, err := warcHeader(in.r)
		if err == io.EOF {
			return true
		}
		if err != nil {
			return yield(nil, in.fail(fmt.Errorf("not a WARC record: %w", err)))
		}
		size, err := strconv.ParseInt(header.Get("Content-Length"), 10, 64)
		if err != nil || size < 0 {
			return yield(nil, in.fail(fmt.Errorf("not a WARC record: Content-Length %q", clip(header.Get("Content-Length")))))
		}
		block := &io.LimitedReader{R: in.r, N: size}
		at := *in
		address := strings.Trim(header.Get("WARC-Target-URI"), "<> ")
		if address != "" {
			at.name = in.name + "!" + clip(tidy(address))
		}
		doc, err := at.warcPage(header, address, block)
		switch {
		case errors.Is(err, errPassOver):
		case err != nil:
			if !yield(nil, at.fail(err)) {
				return false
			}
		default:
			if !at.seal(doc, yield) {
				return false
			}
		}
		if _, err := io.Copy(io.Discard, block); err == nil && block.N > 0 {
			return yield(nil, in.fail(io.ErrUnexpectedEOF))
		} else if err != nil {
			return yield(nil, in.fail(err))
		}
	}
}

// Limits of the headers of a record.
const maxHeaderLines, maxHeaderLine = 200, 16 << 10

// warcHeader reads the blank lines before a record and its header.
func warcHeader(r *bufio.Reader) (textproto.MIMEHeader, error) {
	var version string
	for range maxHeaderLines {
		line, err := readLine(r, maxHeaderLine)
		if err != nil {
			return nil, err
		}
		if version = strings.TrimSpace(string(line)); version != "" {
			break
		}
	}
	if !strings.HasPrefix(version, "WARC/") {
		return nil, fmt.Errorf("it starts with %q", clip(strings.ToValidUTF8(tidy(version), "?")))
	}
	header := textproto.MIMEHeader{}
	for range maxHeaderLines {
		line, err := readLine(r, maxHeaderLine)
		if err == io.EOF {
			return nil, io.ErrUnexpectedEOF
		}
		if err != nil {
			return nil, err
		}
		s := strings.TrimSpace(string(line))
		if s == "" {
			return header, nil
		}
		if key, value, ok := strings.Cut(s, ":"); ok {
			header.Add(strings.TrimSpace(key), strings.TrimSpace(value))
		}
	}
	return nil, errors.New("its header has no end")
}

var errPassOver = errors.New("no article by its kind")

// warcPage reads the page of a record.
func (in *input) warcPage(header textproto.MIMEHeader, address string, block io.Reader) (*schema.Document, error) {
	contentType := header.Get("Content-Type")
	switch header.Get("WARC-Type") {
	case "response":
		if !strings.HasPrefix(address, "http") {
			return nil, errPassOver
		}
		resp, err := http.ReadResponse(bufio.NewReader(block), nil)
		if err != nil {
			return nil, fmt.Errorf("not an HTTP response: %s", clip(tidy(err.Error())))
		}
		defer resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			return nil, errPassOver
		}
		contentType, block = resp.Header.Get("Content-Type"), resp.Body
		switch strings.ToLower(resp.Header.Get("Content-Encoding")) {
		case "gzip", "x-gzip":
			block, err = gzip.NewReader(block)
		case "deflate":
			block, err = zlib.NewReader(block)
		case "", "identity":
		default: // Common Crawl stores bodies unpacked, but keeps the header
			resp.Header.Del("Content-Encoding")
		}
		if err != nil {
			return nil, err
		}
	case "resource", "conversion":
	default:
		return nil, errPassOver
	}
	kind, params, _ := mime.ParseMediaType(contentType)
	page := kind == "text/html" || kind == "application/xhtml+xml"
	if !page && kind != "text/plain" || strings.HasSuffix(address, "/robots.txt") {
		return nil, errPassOver
	}
	data, err := io.ReadAll(io.LimitReader(block, in.opts.MaxBytes+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > in.opts.MaxBytes {
		return nil, tooLong(in.opts.MaxBytes, wayMore)
	}
	if page {
		return htmlDocument(data, contentType, address)
	}
	text, err := decode(data, params["charset"])
	if err != nil {
		return nil, err
	}
	doc := &schema.Document{Text: cutTail(text), URL: address, Publisher: host(address), Language: header.Get("WARC-Identified-Content-Language")}
	readTop(doc)
	return doc, nil
}
