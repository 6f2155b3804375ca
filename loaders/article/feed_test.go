package article

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"
)

const rss = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>The Paper</title><link>https://paper.example</link><language>en-GB</language>
<item><title>Ministers meet &amp; agree</title><link>https://paper.example/1</link><pubDate>Thu, 04 Jan 2024 22:10:00 -0500</pubDate><dc:creator>Jane Austen</dc:creator>
<description>Short.</description><content:encoded><![CDATA[<p>They met in Oslo.</p><figure><figcaption>A photo</figcaption></figure><p>They agreed.</p><div class="share">Tweet</div><p>The post <a href="x">Ministers meet</a> appeared first on <a href="y">The Paper</a>.</p>]]></content:encoded></item>
<item><title>Second</title><description>Only a summary, 3 &lt; 4.</description></item>
<item><guid>3</guid></item>
</channel></rss>`

func TestFeeds(t *testing.T) {
	for name, c := range map[string]struct {
		source string
		want   []string
	}{
		"RSS": {rss, []string{
			"stdin[1] 0|Ministers meet & agree|Jane Austen|The Paper|2024-01-04|https://paper.example/1|Ministers meet & agree\n\nThey met in Oslo.\n\nThey agreed.\n",
			"stdin[2] 0|Second||The Paper|||Second\n\nOnly a summary, 3 < 4.\n",
			"stdin[3]: empty: no text in it",
		}},
		"Atom": {`<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><entry><title type="html">A &lt;b&gt;bold&lt;/b&gt; step</title><link href="https://wire.example/a"/><updated>2024-01-05T01:00:00Z</updated><author><name>K. Roe</name></author><author><name>L. Poe</name></author><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One.</p><p>Two.</p></div></content></entry></feed>`,
			[]string{"stdin[1] 0|A bold step|K. Roe, L. Poe|Wire|2024-01-05|https://wire.example/a|A bold step\n\nOne.\n\nTwo.\n"}},
		"JSON Feed": {`{"version":"https://jsonfeed.org/version/1.1","title":"J","items":[{"id":"1","url":"https://j.example/1","title":"T","content_html":"<p>One.</p>","date_published":"2024-01-04T10:00:00Z","authors":[{"name":"M. Moe"}]},{"id":"2","content_text":"Two."}]}`,
			[]string{"stdin[1] 0|T|M. Moe|J|2024-01-04|https://j.example/1|T\n\nOne.\n", "stdin[2] 0|||J|||Two.\n"}},
		"RDF": {`<?xml version="1.0"?><!-- c --><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Old</title></channel><item><title>Old news</title><link>http://o.example/</link><description>It happened.</description><dc:date>2003-05-06</dc:date></item></rdf:RDF>`,
			[]string{"stdin[1] 0|Old news||Old|2003-05-06|http://o.example/|Old news\n\nIt happened.\n"}},
		"Latin 1": {"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><rss><channel><title>Caf\xe9</title><item><title>\xc0 la \xe9t\xe9</title><description>D\xe9j\xe0.</description></item></channel></rss>",
			[]string{"stdin[1] 0|À la été||Café|||À la été\n\nDéjà.\n"}},
		"no items": {`<rss><channel><title>x</title></channel></rss>`, []string{"stdin: a feed without items"}},
		"deep":     {"<rss>" + strings.Repeat("<a>", 100_000), []string{"stdin: nested deeper than 200 elements: not a feed"}},
	} {
		if got := shown(readString(Options{}, c.source)); !slices.Equal(got, c.want) {
			t.Errorf("%s\ngot  %q\nwant %q", name, got, c.want)
		}
	}
	if _, errs := readString(Options{}, "<rss><channel><item>"); len(errs) != 1 || !strings.HasPrefix(errs[0].Error(), "stdin: not a feed that can be read: ") {
		t.Errorf("cut off: got %v", errs)
	}
}

func TestOddFeedsTakeLittleTime(t *testing.T) {
	for name, s := range map[string]string{"items": "<item><title>a</title><description>b c</description></item>", "attributes": "<item a='b'/>", "entities": "&amp;", "cdata": "<![CDATA[a]]>", "comments": "<!-- a -->", "open": "<item", "amps": "&a"} {
		start := time.Now()
		readString(Options{Format: "feed"}, "<rss><channel>"+strings.Repeat(s, 100_000/len(s))+"</channel></rss>")
		if d := time.Since(start); d > 10*time.Second {
			t.Errorf("%s: 100 kB took %v", name, d)
		}
	}
}

func FuzzReadFeed(f *testing.F) {
	f.Add([]byte(rss))
	for _, s := range []string{`<feed><entry><title>a</title><content type="html">&lt;p&gt;x</content></entry></feed>`, `{"version":"https://jsonfeed.org/version/1","items":[{"content_text":"x"}]}`, `<rdf:RDF><item>`, "<?xml version='1.0' encoding='utf-16'?><rss>", "<!DOCTYPE rss [<!ENTITY a \"b\">]><rss>&a;</rss>"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		docs, errs := read(Options{Format: "feed", MaxBytes: 1 << 14, Stdin: bytes.NewReader(data)}, "-")
		checkDocs(t, docs, errs)
	})
}
