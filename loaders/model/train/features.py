"""What the net sees of a token: rows of one embedding table. net/features.go computes the same.

The rows of a form (word, prefixes, suffixes, shape, character n-grams) depend on the form alone.
The rows of a place (position, case of the sentence, gazetteer) are added afterwards.
"""
import hashlib

MAX_RUNES = 24     # a longer form is cut to its first 16 and last 8 runes
ROWS = {"prefix": 4096, "suffix": 8192, "shape": 512, "ngram": 16384}  # hashed rows of each kind
PLACE_ROWS = 32    # 0-2 position, 3 no space before, 4-7 case of the sentence, 8 + 2 * class + (0 first, 1 later) gazetteer, 31 no space after
UNKNOWN = 0        # row of a word that is not in the vocabulary
MIN_COUNT = 2


def fnv(seed, text):
    """FNV-1a of 32 bits over the UTF-8 bytes, started at an offset that the seed changes."""
    h = 2166136261 ^ (seed * 0x9E3779B1 & 0xFFFFFFFF)
    for b in text.encode("utf-8"):
        h = ((h ^ b) * 16777619) & 0xFFFFFFFF
    return h ^ (h >> 15)


def lower(r):
    x = r.lower()
    return x if len(x) == 1 else r


def normal(form):
    """The form as the vocabulary has it: small letters, each digit a 0, plain quotes, cut in the middle if very long."""
    if len(form) > MAX_RUNES:
        form = form[:16] + form[-8:]
    out = []
    for r in form:
        if "0" <= r <= "9":
            out.append("0")
        elif r in "’‘`":
            out.append("'")
        elif r in "“”":
            out.append('"')
        elif r in "–—":
            out.append("-")
        else:
            out.append(lower(r))
    return "".join(out)


def shape(form):
    """Classes of runes with runs cut to two: "Xxx", "XX.", "dd", "x-x"."""
    out = []
    for r in form[:MAX_RUNES]:
        if "0" <= r <= "9":
            c = "d"
        elif r.isupper():
            c = "X"
        elif r.isalpha():
            c = "x"
        else:
            c = r if ord(r) < 128 else "u"
        if len(out) >= 2 and out[-1] == c and out[-2] == c:
            continue
        out.append(c)
    return "".join(out)


class Layout:
    """Offsets of the parts of the table."""

    def __init__(self, vocab, sizes=None):
        self.sizes = dict(sizes or ROWS)
        self.vocab = vocab  # list of normal forms; row i + 1
        self.index = {w: i + 1 for i, w in enumerate(vocab)}
        self.prefix = len(vocab) + 1
        self.suffix = self.prefix + self.sizes["prefix"]
        self.shape = self.suffix + self.sizes["suffix"]
        self.place = self.shape + self.sizes["shape"]
        self.ngram = self.place + PLACE_ROWS
        self.rows = self.ngram + self.sizes["ngram"]

    def form_rows(self, form):
        """(word row, affix and shape rows, n-gram rows)"""
        n = normal(form)
        word = self.index.get(n, UNKNOWN)
        affix = [self.shape + fnv(9, shape(form)) % self.sizes["shape"]]
        for k in (1, 2, 3):
            affix.append(self.prefix + fnv(k, n[:k]) % self.sizes["prefix"])
        for k in (1, 2, 3, 4):
            affix.append(self.suffix + fnv(k, n[-k:]) % self.sizes["suffix"])
        padded = "<" + n + ">"
        grams = []
        for k in (3, 4, 5):
            for i in range(len(padded) - k + 1):
                grams.append(self.ngram + fnv(k, padded[i:i + k]) % self.sizes["ngram"])
        return word, affix, grams


def case_row(forms):
    """4: no letters; 5: mostly small words; 6: words mostly begin large (a headline); 7: all capitals."""
    words = large = full = 0
    for f in forms:
        if f[:1].isalpha():
            words += 1
            if f[0].isupper():
                large += 1
                if len(f) > 1 and f.isupper():
                    full += 1
    if words == 0:
        return 4
    if words >= 3 and full * 10 >= words * 8:
        return 7
    if words >= 4 and large * 10 >= words * 6:
        return 6
    return 5


def gaz_rows(forms, gaz, longest=5):
    """For each token the gazetteer's rows within the place part, or -1: longest match from the left."""
    rows = [-1] * len(forms)
    i = 0
    while i < len(forms):
        n = min(longest, len(forms) - i)
        if not forms[i][:1].isupper():
            n = 0
        while n > 0:
            cls = gaz.get(tuple(forms[i:i + n]))
            if cls is not None:
                for k in range(n):
                    rows[i + k] = 8 + 2 * cls + (k > 0)
                i += n - 1
                break
            n -= 1
        i += 1
    return rows


def place_rows(forms, gaz, glued=None):
    """Per token the rows within the place part, in the order position, case, gazetteer, spaces. Where no
    token of a sentence is known to lack a space, nothing is known of its spaces."""
    case = case_row(forms)
    gz = gaz_rows(forms, gaz)
    out = []
    for i in range(len(forms)):
        pos = 0 if i == 0 else 1 if i == len(forms) - 1 else 2
        rows = [pos, case]
        if gz[i] >= 0:
            rows.append(gz[i])
        if glued is not None and i > 0 and glued[i - 1]:
            rows.append(3)
        if glued is not None and i < len(forms) - 1 and glued[i]:
            rows.append(31)
        out.append(rows)
    return out


def build_vocab(sentences, min_count=MIN_COUNT):
    counts = {}
    for s in sentences:
        for f in s.forms:
            n = normal(f)
            counts[n] = counts.get(n, 0) + 1
    return sorted(w for w, c in counts.items() if c >= min_count and "\n" not in w and "\t" not in w), counts


def checksum(path):
    h = hashlib.sha256()
    with open(path, "rb") as f:
        for block in iter(lambda: f.read(1 << 20), b""):
            h.update(block)
    return h.hexdigest()
