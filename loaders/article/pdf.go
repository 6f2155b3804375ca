package article

import (
	"bytes"
	"strings"

	"relata/loaders/article/pdf"
	"relata/schema"
)

// isPDF knows a PDF by its mark, which may stand behind a few bytes of something else.
func isPDF(head []byte) bool {
	const most = 1024
	return bytes.Contains(head[:min(len(head), most)], []byte("%PDF-")) && !isHTML(head)
}

// readPDF reads a PDF as one article. A date that is printed at its top comes before the
// day on which the file was made.
func readPDF(in *input, yield yield) bool {
	data, err := in.all(wayMore)
	if err != nil {
		return yield(nil, in.fail(err))
	}
	var found *pdf.Document
	if err := safely(func() (err error) {
		found, err = pdf.Read(in.ctx, data)
		return err
	}); err != nil {
		return yield(nil, in.fail(err))
	}
	doc := &schema.Document{Text: cutTail(tidyLines(found.Text)), URL: in.address, Publisher: host(in.address)}
	if doc.Text == "" {
		return yield(nil, in.fail(pdf.ErrNoText))
	}
	doc.Text += "\n"
	if err := checkText([]byte(doc.Text)); err != nil {
		return yield(nil, in.fail(err))
	}
	readTop(doc)
	if found.Title != "" {
		doc.Title = found.Title
	}
	if found.Author != "" {
		doc.Author = found.Author
	}
	if doc.Published.IsZero() && in.opts.Published.IsZero() && plausible(found.Created) {
		doc.Published = found.Created
	}
	return in.seal(doc, yield)
}

// tidyLines leaves paragraphs, without what can't be shown.
func tidyLines(s string) string {
	blocks := strings.Split(s, "\n\n")
	out := blocks[:0]
	for _, b := range blocks {
		if b = tidy(b); b != "" {
			out = append(out, b)
		}
	}
	return strings.Join(out, "\n\n")
}
