package article

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"strings"

	"golang.org/x/net/html/charset"

	"relata/schema"
)

// isMail knows a message by its first header lines.
func isMail(head []byte) bool {
	seen := map[string]bool{}
	for line := range bytes.Lines(head[:min(len(head), 8192)]) {
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			break
		}
		if line[0] == ' ' || line[0] == '\t' {
			continue
		}
		key, _, ok := bytes.Cut(line, []byte{':'})
		if !ok || bytes.ContainsAny(key, " \t") {
			return false
		}
		seen[strings.ToLower(string(key))] = true
	}
	return seen["from"] && (seen["subject"] || seen["date"]) && (seen["message-id"] || seen["mime-version"] || seen["to"] || seen["received"] || seen["return-path"])
}

// isMbox knows a mailbox by the line that parts its messages.
func isMbox(head []byte) bool {
	first, rest, ok := bytes.Cut(head, []byte{'\n'})
	return ok && bytes.HasPrefix(first, []byte("From ")) && isMail(rest)
}

// readMail reads a message, a newsletter, say: its text, or else its HTML.
func readMail(in *input, yield yield) bool {
	data, err := in.all(wayMore)
	if err != nil {
		return yield(nil, in.fail(err))
	}
	return in.message(data, yield)
}

// readMbox reads the messages of a mailbox. It holds one in memory.
func readMbox(in *input, yield yield) bool {
	var message []byte
	n, inside, blank, long := 0, false, true, false
	end := func() bool {
		if !inside {
			return true
		}
		at := *in
		at.name = fmt.Sprintf("%s[%d]", in.name, n)
		if long {
			return yield(nil, at.fail(tooLong(in.opts.MaxBytes, wayMore)))
		}
		return at.message(message, yield)
	}
	for {
		line, err := readLine(in.r, in.opts.MaxBytes)
		var tooLongLine *longLine
		switch {
		case err == io.EOF:
			return end()
		case errors.As(err, &tooLongLine):
			long = true
		case err != nil:
			return yield(nil, in.fail(err))
		}
		if blank && bytes.HasPrefix(line, []byte("From ")) {
			if !end() {
				return false
			}
			n++
			message, inside, long, blank = nil, true, false, false
			continue
		}
		blank = len(bytes.TrimRight(line, "\r")) == 0
		if bytes.HasPrefix(bytes.TrimLeft(line, ">"), []byte("From ")) && line[0] == '>' {
			line = line[1:] // so quoted, since it would part messages
		}
		if long || int64(len(message)+len(line)) > in.opts.MaxBytes {
			long, message = true, nil
			continue
		}
		message = append(append(message, line...), '\n')
	}
}

func (in *input) message(data []byte, yield yield) bool {
	doc, err := mailDocument(data)
	if err != nil {
		return yield(nil, in.fail(err))
	}
	return in.seal(doc, yield)
}

var headerWords = mime.WordDecoder{CharsetReader: charset.NewReaderLabel}

// maxParts and maxPartDepth bound the parts of a message.
const maxParts, maxPartDepth = 100, 10

func mailDocument(data []byte) (*schema.Document, error) {
	msg, err := mail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("not a message: %s", clip(tidy(err.Error())))
	}
	header := func(key string) string {
		s, err := headerWords.DecodeHeader(msg.Header.Get(key))
		if err != nil {
			s = msg.Header.Get(key)
		}
		return strings.ToValidUTF8(s, "")
	}
	doc := &schema.Document{Title: tidy(header("Subject")), Language: header("Content-Language")}
	parser := mail.AddressParser{WordDecoder: &headerWords}
	if from, err := parser.Parse(msg.Header.Get("From")); err == nil {
		doc.Author = from.Name
		if _, domain, ok := strings.Cut(from.Address, "@"); ok {
			doc.Publisher = strings.ToLower(domain)
		}
	}
	if t, err := msg.Header.Date(); err == nil {
		doc.Published, _ = parseTime(t.Format("2006-01-02"))
	}
	m := &mailParts{left: maxParts}
	if err := m.read(textproto.MIMEHeader(msg.Header), msg.Body, maxPartDepth); err != nil && m.plain == "" && m.html == "" {
		return nil, err
	}
	switch {
	case strings.TrimSpace(m.plain) != "":
		doc.Text = cutTail(cutSignature(m.plain))
		if doc.Title != "" {
			doc.Text = doc.Title + "\n\n" + doc.Text
		}
	case m.html != "":
		if doc.Text, err = itemText(m.html, doc); err != nil {
			return nil, err
		}
	default:
		return nil, errors.New("a message without text")
	}
	return doc, checkText([]byte(doc.Text))
}

// mailParts holds the first text and the first HTML of a message.
type mailParts struct {
	plain, html string
	left        int
}

func (m *mailParts) read(header textproto.MIMEHeader, body io.Reader, depth int) error {
	if m.left--; m.left < 0 || depth == 0 {
		return errors.New("a message of too many parts")
	}
	kind, params, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil || kind == "" {
		kind = "text/plain"
	}
	if strings.HasPrefix(strings.ToLower(header.Get("Content-Disposition")), "attachment") {
		return nil
	}
	switch strings.ToLower(strings.TrimSpace(header.Get("Content-Transfer-Encoding"))) {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, &base64Bytes{bufio.NewReader(body)})
	}
	switch {
	case strings.HasPrefix(kind, "multipart/"):
		parts := multipart.NewReader(body, params["boundary"])
		for {
			part, err := parts.NextRawPart()
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return fmt.Errorf("broken parts: %s", clip(tidy(err.Error())))
			}
			if err := m.read(part.Header, part, depth-1); err != nil {
				return err
			}
		}
	case kind == "text/plain" && m.plain == "", kind == "text/html" && m.html == "":
		data, err := io.ReadAll(body) // part of a message that is in memory
		if err != nil && len(data) == 0 {
			return fmt.Errorf("broken part: %s", clip(tidy(err.Error())))
		}
		declared := params["charset"]
		if kind == "text/html" && declared == "" {
			declared = htmlCharset(data, "")
		}
		text, err := decode(data, declared)
		if err != nil {
			return err
		}
		if kind == "text/plain" {
			m.plain = strings.ReplaceAll(text, "\r\n", "\n")
		} else {
			m.html = text
		}
	}
	return nil
}

// base64Bytes leaves out what doesn't belong to base64, such as the blanks of bad mailers.
type base64Bytes struct{ r *bufio.Reader }

func (b *base64Bytes) Read(p []byte) (n int, err error) {
	for n < len(p) {
		c, err := b.r.ReadByte()
		if err != nil {
			if n > 0 {
				return n, nil
			}
			return 0, err
		}
		if asciiLetter(c) || c >= '0' && c <= '9' || c == '+' || c == '/' || c == '=' {
			p[n] = c
			n++
		}
	}
	return n, nil
}

// cutSignature cuts off what stands below the line that starts a signature (RFC 3676, 4.3).
func cutSignature(text string) string {
	for _, mark := range []string{"\n-- \n", "\n--\n"} { // the blank is often lost
		if i := strings.LastIndex(text, mark); i > 0 {
			return text[:i+1]
		}
	}
	return text
}
