package lang

import (
	"strings"
	"testing"
)

const (
	anEnglish = "Iran sold drones to Russia, officials of the United States said on Thursday, and the two countries will go on with their talks in the spring."
	aSpanish  = "El presidente de Rusia se reunió con el ministro de Irán en Moscú el jueves, según dijeron los funcionarios, y los dos países firmaron un acuerdo."
	aRussian  = "Президент России встретился с министром Ирана в Москве в четверг, сообщили чиновники, и обе страны подписали новое соглашение о военном сотрудничестве на пять лет вперёд."
	aName     = "José García Pérez, María Fernández de la Vega"
)

func TestReadEnglish(t *testing.T) {
	for _, c := range []struct {
		name, text string
		others     int
		ok         bool
	}{
		{"English", anEnglish + "\n\n" + anEnglish, 0, true},
		{"English, and a paragraph in Spanish", anEnglish + "\n\n" + aSpanish + "\n\n" + anEnglish, 1, true},
		{"half and half", anEnglish + "\n\n" + aSpanish + "\n\n" + anEnglish + "\n\n" + aSpanish, 2, true},
		{"mostly Spanish", anEnglish + "\n\n" + strings.Repeat(aSpanish+"\n\n", 2), 2, true},
		{"little English", anEnglish + "\n\n" + strings.Repeat(aSpanish+"\n\n", 9), 0, false},
		{"Spanish", aSpanish, 0, false},
		{"Russian below", anEnglish + "\n\n" + aRussian, 1, true},
		{"names", anEnglish + "\n\n" + aName, 0, true},
		{"lines", anEnglish + "\n" + aSpanish + "\n" + anEnglish + "\n", 1, true},
		{"nothing", "", 0, true},
	} {
		english, others, _, ok := ReadEnglish(c.text)
		if others != c.others || ok != c.ok {
			t.Errorf("%s: %d others, %v; want %d, %v", c.name, others, ok, c.others, c.ok)
		}
		if len(english) != len(c.text) {
			t.Errorf("%s: %d bytes became %d", c.name, len(c.text), len(english))
		}
		if c.ok && (strings.Contains(english, "Rusia") || strings.Contains(english, "России")) {
			t.Errorf("%s: left %q", c.name, english)
		}
		if at := strings.LastIndex(c.text, anEnglish); c.ok && at >= 0 && english[at:at+len(anEnglish)] != anEnglish {
			t.Errorf("%s: the English moved: %q", c.name, english)
		}
	}
}
