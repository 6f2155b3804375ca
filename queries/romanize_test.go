package queries

import "testing"

func TestFolded(t *testing.T) {
	for _, group := range [][]string{
		{"Zelenskyy", "Zelensky", "Zelenskiy", "Zelenskij"}, {"Qaddafi", "Gaddafi", "Kadhafi", "al-Gaddafi"[3:], "Gadhafi", "Khadafy"}, {"Hezbollah", "Hizbullah", "Hizbollah", "Hezbolla"},
		{"Muhammad", "Mohammed", "Mohamed", "Mohammad"}, {"Gorbachev", "Gorbatchev"}, {"Shoigu", "Shoygu", "Choïgou"}, {"Hussein", "Husseyn"},
	} {
		want := folded(plainWords(group[0]))
		for _, name := range group {
			if got := folded(plainWords(name)); got != want {
				t.Errorf("%s is %q, %s is %q", name, got, group[0], want)
			}
		}
	}
	for _, pair := range [][2]string{{"Putin", "Poroshenko"}, {"Iran", "Iraq"}, {"Niger", "Nigeria"}, {"Austria", "Australia"}, {"Assad", "Abbas"}, {"Raisi", "Rouhani"}, {"Merkel", "Macron"}} {
		if a, b := folded(plainWords(pair[0])), folded(plainWords(pair[1])); a == b {
			t.Errorf("%s and %s are both %q", pair[0], pair[1], a)
		}
	}
}
