package extract

import (
	"strings"
	"testing"
)

func TestDatelines(t *testing.T) {
	for _, line := range []string{
		"LIMA, Aug 4 (Reuters) - ", "LIMA (AP) — ", "LIMA, Peru (AP) — ", "LIMA, March 19. /TASS/. ", "LIMA, Nov. 8 (Xinhua) -- ", "SANTIAGO DE CHILE, 5 March (EFE) – ", "LIMA/QUITO, Sept 2 (Reuters) - ", "LIMA, May 3 - ", "Lima, Dec. 1 (AFP) - ", "LIMA, Peru - ",
	} {
		text := "First.\n" + line + "Peru said so.\n"
		want := "First.\n" + strings.Repeat(" ", len(line)) + "Peru said so.\n"
		if got := withoutDatelines(text); got != want {
			t.Errorf("%q gives %q", text, got)
		}
	}
	const report = "The government of Peru said on Monday that it would sell no copper to Chile.\n"
	for _, line := range []string{"LIMA - ", "GENEVA — ", "Geneva — ", "SANTIAGO – "} {
		if got, want := withoutDatelines(line+report), strings.Repeat(" ", len(line))+report; got != want {
			t.Errorf("%q gives %q", line+report, got)
		}
	}
	for _, text := range []string{
		"Geneva — the city in which they met — was quiet on Monday when the talks began again.\n", "Geneva - Peru talks end\n", "Peru - " + report, "Geneva - Paris is a line that many trains take on every day of the week, and more do.\n", "NATO - " + report,
	} {
		if got := withoutDatelines(text); got != text {
			t.Errorf("%q gives %q", text, got)
		}
	}
	for _, line := range []string{"NATO (the alliance) said so.", "The U.S. - Peru pact.", "NATO. It said so.", "IMF - a lender.", "Peru (AP) said.", "UN, EU and AU - all three - agreed.", "UN, Peru - the two - agreed."} {
		if got := withoutDatelines(line); got != line {
			t.Errorf("%q gives %q", line, got)
		}
	}
}
