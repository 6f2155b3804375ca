package article

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

const plainMail = "From: Jane =?utf-8?q?Do=C3=A9?= <jane@paper.example>\r\nTo: all@x.example\r\nSubject: =?iso-8859-1?q?Ministers_meet_in_=C5lesund?=\r\nDate: Thu, 04 Jan 2024 23:30:00 -0500\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nThey met in =C5lesund, and they =\r\nagreed.\r\n-- \r\nJane\r\n"

const nestedMail = "Received: from x\nFrom: news@wire.example\nSubject: Digest of the day\nContent-Type: multipart/mixed; boundary=A\n\n--A\nContent-Type: multipart/alternative; boundary=B\n\n--B\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\nPHA+T25lLjwvcD4K\n PHA+VHdvLjwvcD4=\n--B--\n--A\nContent-Type: text/plain\nContent-Disposition: attachment; filename=x.txt\n\nXXX\n--A--\n"

func TestMail(t *testing.T) {
	for name, c := range map[string]struct {
		source string
		opts   Options
		want   []string
	}{
		"plain":       {plainMail, Options{}, []string{"stdin 0|Ministers meet in Ålesund|Jane Doé|paper.example|2024-01-04||Ministers meet in Ålesund\n\nThey met in Ålesund, and they agreed.\n"}},
		"nested HTML": {nestedMail, Options{}, []string{"stdin 0|Digest of the day||wire.example|||Digest of the day\n\nOne.\n\nTwo.\n"}},
		"mailbox": {"From jane Thu Jan  4 23:30:00 2024\n" + nestedMail + "\nFrom joe Fri Jan  5 00:00:00 2024\nFrom: joe@x.example\nSubject: B\nDate: Fri, 5 Jan 2024 00:00:00 +0000\nTo: y\n\n>From there they went on.\nFrom here too.\n\nFrom long Fri Jan  5 00:00:00 2024\nFrom: l\nTo: y\nSubject: L\n\n" + strings.Repeat("x\n", 1000), Options{MaxBytes: 1000},
			[]string{"stdin[1] 0|Digest of the day||wire.example|||Digest of the day\n\nOne.\n\nTwo.\n", "stdin[2] 0|B||x.example|2024-01-05||B\n\nFrom there they went on.\nFrom here too.\n\n", "stdin[3]: longer than 1000 bytes, too long for one article: --max-mb allows more"}},
		"no text":                  {"From: a\nTo: b\nSubject: c\nContent-Type: image/png\n\n\x89PNG", Options{}, []string{"stdin: a message without text"}},
		"no message":               {"Nothing\n\nhere", Options{Format: "mail"}, []string{"stdin: not a message: malformed header line: Nothing"}},
		"text that looks like one": {"From: the editor\nDear readers, we write.\n", Options{}, []string{"stdin 0|From: the editor|||||From: the editor\nDear readers, we write.\n"}},
	} {
		if got := shown(readString(c.opts, c.source)); !slices.Equal(got, c.want) {
			t.Errorf("%s\ngot  %q\nwant %q", name, got, c.want)
		}
	}
}

func TestMailOfManyParts(t *testing.T) {
	var deep strings.Builder
	deep.WriteString("From: a\nTo: b\nSubject: c\n")
	for range 50 {
		deep.WriteString("Content-Type: multipart/mixed; boundary=A\n\n--A\n")
	}
	if docs, errs := readString(Options{}, deep.String()); len(docs) != 0 || len(errs) != 1 {
		t.Errorf("deep: got %d documents, %v", len(docs), errs)
	}
	many := "From: a\nTo: b\nSubject: c\nContent-Type: multipart/mixed; boundary=A\n\n" + strings.Repeat("--A\n\n", 100_000)
	if docs, errs := readString(Options{}, many); len(docs) != 0 || len(errs) != 1 {
		t.Errorf("many: got %d documents, %v", len(docs), errs)
	}
}

func FuzzReadMail(f *testing.F) {
	for _, s := range []string{plainMail, nestedMail} {
		f.Add([]byte(s), false)
		f.Add([]byte("From x\n"+s), true)
	}
	f.Fuzz(func(t *testing.T, data []byte, box bool) {
		format := "mail"
		if box {
			format = "mbox"
		}
		docs, errs := read(Options{Format: format, MaxBytes: 1 << 14, Stdin: bytes.NewReader(data)}, "-")
		checkDocs(t, docs, errs)
	})
}
