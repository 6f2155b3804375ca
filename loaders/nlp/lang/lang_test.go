package lang

import (
	"strings"
	"testing"
)

// The first article of the Universal Declaration of Human Rights.
var article1 = map[string]string{
	"en": "All human beings are born free and equal in dignity and rights. They are endowed with reason and conscience and should act towards one another in a spirit of brotherhood.",
	"es": "Todos los seres humanos nacen libres e iguales en dignidad y derechos y, dotados como están de razón y conciencia, deben comportarse fraternalmente los unos con los otros.",
	"fr": "Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués de raison et de conscience et doivent agir les uns envers les autres dans un esprit de fraternité.",
	"de": "Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit Vernunft und Gewissen begabt und sollen einander im Geist der Brüderlichkeit begegnen.",
	"it": "Tutti gli esseri umani nascono liberi ed eguali in dignità e diritti. Essi sono dotati di ragione e di coscienza e devono agire gli uni verso gli altri in spirito di fratellanza.",
	"pt": "Todos os seres humanos nascem livres e iguais em dignidade e em direitos. Dotados de razão e de consciência, devem agir uns para com os outros em espírito de fraternidade.",
	"nl": "Alle mensen worden vrij en gelijk in waardigheid en rechten geboren. Zij zijn begiftigd met verstand en geweten, en behoren zich jegens elkander in een geest van broederschap te gedragen.",
	"sv": "Alla människor är födda fria och lika i värde och rättigheter. De är utrustade med förnuft och samvete och bör handla gentemot varandra i en anda av broderskap.",
	"da": "Alle mennesker er født frie og lige i værdighed og rettigheder. De er udstyret med fornuft og samvittighed, og de bør handle mod hverandre i en broderskabets ånd.",
	"fi": "Kaikki ihmiset syntyvät vapaina ja tasavertaisina arvoltaan ja oikeuksiltaan. Heille on annettu järki ja omatunto, ja heidän on toimittava toisiaan kohtaan veljeyden hengessä.",
	"pl": "Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw. Są oni obdarzeni rozumem i sumieniem i powinni postępować wobec innych w duchu braterstwa.",
	"cs": "Všichni lidé rodí se svobodní a sobě rovní co do důstojnosti a práv. Jsou nadáni rozumem a svědomím a mají spolu jednat v duchu bratrství.",
	"hu": "Minden emberi lény szabadon születik és egyenlő méltósága és joga van. Az emberek, ésszel és lelkiismerettel bírván, egymással szemben testvéri szellemben kell hogy viseltessenek.",
	"ro": "Toate ființele umane se nasc libere și egale în demnitate și în drepturi. Ele sunt înzestrate cu rațiune și conștiință și trebuie să se comporte unele față de altele în spiritul fraternității.",
	"tr": "Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar. Akıl ve vicdana sahiptirler ve birbirlerine karşı kardeşlik zihniyeti ile hareket etmelidirler.",
	"id": "Semua orang dilahirkan merdeka dan mempunyai martabat dan hak-hak yang sama. Mereka dikaruniai akal dan hati nurani dan hendaknya bergaul satu sama lain dalam semangat persaudaraan.",
	"vi": "Tất cả mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và quyền. Mọi con người đều được tạo hóa ban cho lý trí và lương tâm và cần phải đối xử với nhau trong tình bằng hữu.",
	"sw": "Watu wote wamezaliwa huru, hadhi na haki zao ni sawa. Wote wamejaliwa akili na dhamiri, hivyo yapasa watendeane kindugu.",
	"ru": "Все люди рождаются свободными и равными в своем достоинстве и правах. Они наделены разумом и совестью и должны поступать в отношении друг друга в духе братства.",
	"uk": "Всі люди народжуються вільними і рівними у своїй гідності та правах. Вони наділені розумом і совістю і повинні діяти у відношенні один до одного в дусі братерства.",
	"bg": "Всички хора се раждат свободни и равни по достойнство и права. Те са надарени с разум и съвест и следва да се отнасят помежду си в дух на братство. Всеки има право на убежище в други държави.",
	"ar": "يولد جميع الناس أحرارا متساوين في الكرامة والحقوق. وقد وهبوا عقلا وضميرا وعليهم أن يعامل بعضهم بعضا بروح الإخاء.",
	"fa": "تمام افراد بشر آزاد به دنیا می\u200cآیند و از لحاظ حیثیت و حقوق با هم برابرند. همه دارای عقل و وجدان هستند و باید نسبت به یکدیگر با روح برادری رفتار کنند.",
	"he": "כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם. כולם חוננו בתבונה ובמצפון, לפיכך חובה עליהם לנהוג איש ברעהו ברוח של אחווה.",
	"el": "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα.",
	"zh": "人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相对待。",
	"ja": "すべての人間は、生れながらにして自由であり、かつ、尊厳と権利とについて平等である。人間は、理性と良心とを授けられており、互いに同胞の精神をもって行動しなければならない。",
	"ko": "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다.",
	"hi": "सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता और समानता प्राप्त है।",
	"th": "มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ",
}

func TestGuess(t *testing.T) {
	for want, text := range article1 {
		if got := Guess(text); got != want {
			t.Errorf("%s taken for %q", want, got)
		}
		if ok, _ := English(text); ok != (want == "en") {
			t.Errorf("%s: English says %v", want, ok)
		}
	}
}

func TestEnglish(t *testing.T) {
	for name, text := range map[string]string{
		"empty":              "",
		"numbers":            "12 345 -- 6.",
		"headline":           "Oil facilities hit by drone attacks",
		"names only":         "Vladimir Putin, Xi Jinping, Emmanuel Macron, José Sánchez",
		"one word":           "Die",
		"a foreign title":    `The paper "Le Monde" and the party "La République En Marche" said on Tuesday that they would not talk about the report until it was published.`,
		"capitals":           "PRESIDENT SAYS TALKS WITH IRAN ARE OVER AND TROOPS WILL STAY IN SYRIA",
		"a quotation inside": `"No pasarán," they cried. The crowd had gathered in front of the palace on Sunday, and it was said that more would come by the end of the week.`,
		"particles":          "Ursula von der Leyen met Giorgia Meloni in Rome. Al-Shabaab stormed a hotel.",
		"a state":            "U.S. Senate Committee on Appropriations",
		"designations":       "Algeria bought 14 Russian Su-57s.",
		"names like words":   "Aung San Suu Kyi met Le Duc Tho.",
		"not UTF-8":          "The ship \xff\xfe left the port on Monday.",
	} {
		if ok, guess := English(text); !ok {
			t.Errorf("%s: taken for %q", name, guess)
		}
	}
	for name, c := range map[string]struct{ text, guess string }{
		"made up":               {strings.Repeat("blorp zamq trelk vuntar ogwip ", 20), Unknown},
		"an English name in it": {"Le président des États-Unis, Joe Biden, a rencontré le premier ministre dans la ville de New York.", "fr"},
		"runes":                 {"ᚠᛇᚻ᛫ᛒᛦᚦ᛫ᚠᚱᚩᚠᚢᚱ᛫ᚠᛁᚱᚪ᛫ᚷᛖᚻᚹᛦᛚᚳᚢᛗ", Unknown},
	} {
		if ok, guess := English(c.text); ok || guess != c.guess {
			t.Errorf("%s: %v %q, want %q", name, ok, guess, c.guess)
		}
	}
}

func FuzzGuess(f *testing.F) {
	f.Add("The end.")
	f.Add("конец \xff الأ")
	f.Fuzz(func(t *testing.T, text string) {
		if a, b := Guess(text), Guess(text); a != b {
			t.Fatalf("%q, then %q", a, b)
		}
	})
}

func BenchmarkGuess(b *testing.B) {
	text := strings.Repeat(article1["en"]+"\n", 100)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Guess(text)
	}
}
