"""Readers of the corpora: each gives a list of Sentence with what that corpus knows.

A field is None where a corpus says nothing, and the loss of that head is then not counted.
Name labels are sets: a corpus that has no products must not teach that there are none.
"""
import json
import os
import re

import gazetteer
from gazetteer import COUNTRY, DEMONYM

TYPES = ["Person", "Country", "Organization", "Place", "Product", "Event", "Agreement"]
# Labels of names: O, then B I E S of each type.
NAMES = ["O"] + [p + "-" + t for t in TYPES for p in "BIES"]
# What the head of a phrase denotes, as GUM annotates it; "none" heads no mention.
DENOTES = ["none", "person", "organization", "place", "event", "object", "abstract", "animal", "time", "substance", "plant"]
OPEN = ("Product", "Event", "Agreement")  # types that the older corpora do not annotate


class Sentence:
    __slots__ = ("forms", "upos", "xpos", "feats", "heads", "rels", "names", "denotes", "glued", "genre", "corpus")

    def __init__(self, forms, corpus):
        self.forms = forms
        self.corpus = corpus
        self.upos = self.xpos = self.feats = self.heads = self.rels = None
        self.names = None    # per token a frozenset of allowed labels
        self.denotes = None  # per token an index into DENOTES
        self.glued = None    # per token whether no space follows
        self.genre = ""


def only(label):
    return frozenset([label])


def bies(start, end, types):
    """Label sets of a name that is of one of the types."""
    n = end - start
    for i in range(start, end):
        p = "S" if n == 1 else "B" if i == start else "E" if i == end - 1 else "I"
        yield i, frozenset(p + "-" + t for t in types)


def open_set(types, extra=True):
    return frozenset(["O"] * extra + [p + "-" + t for t in types for p in "BIES"])


def read_conllu(path):
    """Yield (comments, rows) with rows of syntactic words only; a last column tells whether no space follows."""
    comments, rows = [], []
    last, tight = 0, False  # the multiword token that is open
    with open(path, encoding="utf-8") as f:
        for line in f:
            line = line.rstrip("\n")
            if not line:
                if rows:
                    yield comments, rows
                comments, rows, last = [], [], 0
            elif line[0] == "#":
                comments.append(line)
            else:
                cols = line.split("\t")
                no_space = "SpaceAfter=No" in cols[-1]
                if cols[0].isdigit():
                    i = int(cols[0])
                    rows.append(cols + ["1" if (no_space if i > last else i < last or tight) else "0"])
                elif "-" in cols[0]:
                    last, tight = int(cols[0].split("-")[1]), no_space
    if rows:
        yield comments, rows


def tree(comments, rows, corpus):
    s = Sentence([r[1] for r in rows], corpus)
    s.upos = [r[3] for r in rows]
    s.xpos = [r[4] for r in rows]
    s.feats = [r[5] if r[5] != "_" else "" for r in rows]
    s.heads = [int(r[6]) for r in rows]
    s.rels = [r[7] for r in rows]
    s.glued = [r[10] == "1" for r in rows]
    return s


def is_country(forms, gaz):
    """Whether the name is a country's, or its people's."""
    toks = tuple(forms)
    if toks and toks[0] in ("the", "The"):
        toks = toks[1:]
    return gaz.get(toks) in (COUNTRY, DEMONYM)


def demonyms(s, gaz, labels):
    """Where no name stands yet, the adjectives and nouns of nations are countries."""
    i = 0
    while i < len(s.forms):
        for n in (2, 1):
            if i + n <= len(s.forms) and gaz.get(tuple(s.forms[i:i + n])) == DEMONYM and all(labels[j] is None for j in range(i, i + n)):
                for j, label in bies(i, i + n, ["Country"]):
                    labels[j] = label
                i += n - 1
                break
        i += 1


def uner(path, gaz, trees=None):
    """Universal NER. With trees (a dict of sent_id) the names are added to them."""
    out = []
    for comments, rows in read_conllu(path):
        sid = next((c.split("= ", 1)[1].strip() for c in comments if c.startswith("# sent_id")), "")
        forms = [r[1] for r in rows]
        if trees is not None:
            s = trees.get(sid)
            if s is None or s.forms != forms:
                continue
        else:
            s = Sentence(forms, "uner")
        labels = [None] * len(forms)
        i = 0
        tags = [r[2] for r in rows]
        while i < len(tags):
            if tags[i].startswith("B-"):
                j = i + 1
                while j < len(tags) and tags[j] == "I-" + tags[i][2:]:
                    j += 1
                kind = tags[i][2:]
                types = {"PER": ["Person"], "ORG": ["Organization"], "LOC": ["Place"]}.get(kind)
                if kind == "LOC" and is_country(forms[i:j], gaz):
                    types = ["Country"]
                if types:
                    for k, label in bies(i, j, types):
                        labels[k] = label
                i = j
            else:
                i += 1
        demonyms(s, gaz, labels)
        for k, label in enumerate(labels):
            if label is None:
                free = s.upos is not None and s.upos[k] in ("PROPN", "X", "SYM")
                labels[k] = open_set(OPEN) if free else only("O")
        s.names = labels
        out.append(s)
    return out


def wikigold(path, gaz):
    out, forms, tags = [], [], []

    def flush():
        if not forms:
            return
        s = Sentence(list(forms), "wikigold")
        labels = [None] * len(forms)
        i = 0
        while i < len(tags):
            if tags[i] == "O":
                labels[i] = only("O")
                i += 1
                continue
            j = i + 1
            while j < len(tags) and tags[j] == tags[i]:
                j += 1
            kind = tags[i][2:]
            if kind == "MISC":
                if is_country(forms[i:j], gaz):
                    types = ["Country"]
                else:
                    types = None
            else:
                types = {"PER": ["Person"], "ORG": ["Organization"], "LOC": ["Place"]}[kind]
                if kind == "LOC" and is_country(forms[i:j], gaz):
                    types = ["Country"]
            for k, label in bies(i, j, types or OPEN):
                labels[k] = label if types else label | {"O"}
            i = j
        s.names = labels
        out.append(s)

    with open(path, encoding="utf-8") as f:
        for line in f:
            cols = line.split()
            if not cols:
                flush()
                forms, tags = [], []
            elif cols[0] != "-DOCSTART-":
                forms.append(cols[0])
                tags.append(cols[1])
    flush()
    return out


def gum_spans(rows):
    """The mentions of a GUM sentence: (start, end, type); those open across sentences are dropped."""
    spans, stack = [], []
    for i, r in enumerate(rows):
        m = re.search(r"(?:^|\|)Entity=([^|]*)", r[9])
        if not m:
            continue
        for part in re.findall(r"\([^()]*\)|\([^()]*|[^()]*\)", m.group(1)):
            ident = part.strip("()").split("-")[0]
            kind = part.strip("()").split("-")[1] if part[0] == "(" else ""
            if part[0] == "(" and part[-1] == ")":
                spans.append((i, i + 1, kind))
            elif part[0] == "(":
                stack.append((ident, i, kind))
            else:
                for k in range(len(stack) - 1, -1, -1):
                    if stack[k][0] == ident:
                        _, start, kind = stack.pop(k)
                        spans.append((start, i + 1, kind))
                        break
    return spans


def head_of(start, end, heads):
    for i in range(start, end):
        h = heads[i] - 1
        if h < start or h >= end:
            return i
    return start


def name_span(s, head, start, end, kind):
    """The proper name around the head of a mention, within [start, end). "Bank of England" is one name,
    but a person's name ends before "of"."""
    def capital(i):
        return s.forms[i][:1].isupper() or s.forms[i][:1].isdigit()

    inside = {head}
    grew = True
    while grew:
        grew = False
        for i in range(start, end):
            h = s.heads[i] - 1
            if i in inside or h not in inside:
                continue
            rel = s.rels[i].split(":")[0]
            ok = rel == "flat" or rel == "goeswith"
            ok = ok or rel == "compound" and (s.upos[i] == "PROPN" or capital(i))
            ok = ok or rel in ("amod", "nmod", "nummod") and s.upos[i] in ("PROPN", "ADJ", "NOUN", "NUM", "VERB") and capital(i) and (i < h or s.upos[i] == "NUM")
            ok = ok or kind != "person" and rel == "nmod" and i > h and s.upos[i] == "PROPN" and any(
                s.heads[k] - 1 == i and s.forms[k].lower() in ("of", "for") for k in range(h + 1, i)) and s.upos[head] == "PROPN" and i - h <= 4
            ok = ok or rel == "punct" and s.forms[i] == "-" and start <= i
            if ok:
                inside.add(i)
                grew = True
    lo = hi = head
    # The stretch around the head; inner "of", "the", "and" and hyphens may stand between.
    while lo - 1 >= start and (lo - 1 in inside):
        lo -= 1
    i = hi + 1
    while i < end:
        if i in inside:
            hi = i
        elif not (s.upos[i] in ("ADP", "DET", "CCONJ", "PUNCT", "PART") and any(k in inside for k in range(i + 1, min(end, i + 4)))) or s.forms[i] in (",", "(", ")", ":", ";", "“", "”", '"'):
            break
        i += 1
    while s.forms[hi] == "-" and hi > lo:
        hi -= 1
    while s.forms[lo] == "-" and lo < hi:
        lo += 1
    return lo, hi + 1


TITLES = {"mr.", "mr", "mrs.", "mrs", "ms.", "ms", "dr.", "dr", "prof.", "professor", "president", "senator", "sen.", "rep.", "sir", "minister", "foreign", "prime",
          "judge", "justice", "general", "gen.", "captain", "king", "queen", "pope", "lord", "lady", "secretary", "chancellor", "governor", "gov.", "st."}
PRONOUNS = {"they", "we", "i", "he", "she", "it", "you", "us", "them", "our", "its", "his", "her", "their", "my"}
FUNCTION = PRONOUNS | set("the a an in on at from to by as after before when while since during prior this that these those and but or with all both".split())
AGREEMENT = {"act", "treaty", "agreement", "accord", "accords", "convention", "protocol", "pact", "deal", "resolution", "constitution", "declaration", "charter", "amendment"}


def gum(path, gaz):
    out, genre = [], ""
    for comments, rows in read_conllu(path):
        for c in comments:
            if c.startswith("# meta::genre"):
                genre = c.split("= ", 1)[1].strip()
        s = tree(comments, rows, "gum")
        s.genre = genre
        s.denotes = [0] * len(rows)
        labels = [None] * len(rows)
        spans = gum_spans(rows)
        # Outer mentions first, so that "Bank of England" is one name and "England" none.
        for start, end, kind in sorted(spans, key=lambda x: (x[0] - x[1], x[0])):
            head = head_of(start, end, s.heads)
            if kind in DENOTES:
                s.denotes[head] = DENOTES.index(kind)
            if s.upos[head] != "PROPN" or not s.forms[head][:1].isupper() and not s.forms[head].isdigit():
                continue
            lo, hi = name_span(s, head, start, end, kind)
            if any(labels[i] is not None for i in range(lo, hi)):
                continue
            while kind == "person" and lo < hi - 1 and s.forms[lo].lower() in TITLES:
                lo += 1
            toks = s.forms[lo:hi]
            if kind == "time":
                continue
            if any(t.lower() in AGREEMENT for t in toks) and kind in ("abstract", "object"):
                types = ["Agreement"]
            elif is_country(toks, gaz) and kind in ("place", "organization", "person", "abstract"):
                types = ["Country"]
            else:
                types = {"person": ["Person"], "organization": ["Organization"], "place": ["Place"], "event": ["Event"],
                         "object": ["Product"], "substance": ["Product"]}.get(kind)
            if types is None:
                for k, label in bies(lo, hi, OPEN + ("Organization",)):
                    labels[k] = label | {"O"}
            else:
                for k, label in bies(lo, hi, types):
                    labels[k] = label
        demonyms(s, gaz, labels)
        s.names = [only("O") if x is None else x for x in labels]
        out.append(s)
    return out


def ewt(path, names, gaz):
    trees, ids = {}, []
    for comments, rows in read_conllu(path):
        sid = next(c.split("= ", 1)[1].strip() for c in comments if c.startswith("# sent_id"))
        s = tree(comments, rows, "ewt")
        s.genre = sid.split("-")[0]
        trees[sid] = s
        ids.append(sid)
    n = len(uner(names, gaz, trees)) if names else 0
    return [trees[i] for i in ids], n


# A plain tokenizer for texts that come without tokens (re3d, the unlabelled ones).
TOKEN = re.compile(r"""
    (?:[A-Z]\.){2,}                          # U.S.
  | (?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Maj|Capt|Sgt|Sen|Rep|Gov|St|Jr|Sr|Inc|Ltd|Co|Corp|Jan|Feb|Aug|Sept|Oct|Nov|Dec|No|vs|etc)\.
  | \b[A-Z]\.(?=\s[A-Z])                     # an initial
  | \d+(?:[.,:]\d+)*(?:st|nd|rd|th|s)?
  | (?:n['’]t|['’](?:s|S|re|ve|ll|d|m))\b
  | \w+?(?=n['’]t\b)
  | \w+
  | \.{2,} | --+
  | \S
""", re.X)


def tokenize(text):
    return [(m.start(), m.end()) for m in TOKEN.finditer(text)]


def glued(spans):
    return [i + 1 < len(spans) and spans[i + 1][0] == spans[i][1] for i in range(len(spans))]


def split_sentences(text):
    """Split a paragraph at .!? before a capital, keeping abbreviations whole."""
    spans, out, last = tokenize(text), [], 0
    for i, (a, b) in enumerate(spans):
        tok = text[a:b]
        nxt = text[spans[i + 1][0]:spans[i + 1][1]] if i + 1 < len(spans) else ""
        closing = nxt in ("”", '"', "'", ")", "’")
        gap = i + 1 < len(spans) and spans[i + 1][0] > b
        prev_close = tok in ("”", '"', ")", "’") and i > 0 and text[spans[i - 1][0]:spans[i - 1][1]] in (".", "!", "?")
        if (tok in (".", "!", "?") or prev_close) and gap and not closing and (nxt[:1].isupper() or nxt[:1] in "“\"'‘(" or nxt[:1].isdigit()):
            out.append(spans[last:i + 1])
            last = i + 1
    if last < len(spans):
        out.append(spans[last:])
    return out


RE3D = {"Person": ["Person"], "Organisation": ["Organization"], "Location": ["Place"], "Nationality": ["Country"],
        "MilitaryPlatform": ["Product"], "Weapon": ["Product"]}


def re3d(root, gaz):
    out = []
    for name in sorted(os.listdir(root)):
        folder = os.path.join(root, name)
        if not os.path.exists(os.path.join(folder, "documents.jsonl")):
            continue
        marks = {}
        with open(os.path.join(folder, "entities.jsonl"), encoding="utf-8") as f:
            for line in f:
                e = json.loads(line)
                marks.setdefault(e["documentId"], []).append((e["begin"], e["end"], e["type"]))
        with open(os.path.join(folder, "documents.jsonl"), encoding="utf-8") as f:
            docs = [json.loads(line) for line in f]
        for doc in docs:
            text = doc["text"]
            for spans in split_sentences(text):
                forms = [text[a:b] for a, b in spans]
                s = Sentence(forms, "re3d")
                s.glued = glued(spans)
                labels = [None] * len(forms)
                for begin, end, kind in sorted(marks.get(doc["_id"], []), key=lambda m: m[0] - m[1]):
                    idx = [i for i, (a, b) in enumerate(spans) if a >= begin and b <= end]
                    if not idx or spans[idx[0]][0] != begin or spans[idx[-1]][1] != end:
                        continue
                    lo, hi = idx[0], idx[-1] + 1
                    while lo < hi and forms[lo].lower() in ("the", "a", "an"):
                        lo += 1
                    while kind == "Person" and lo < hi - 1 and forms[lo].lower() in TITLES:
                        lo += 1
                    # Only names: the last word, and most words, are written large.
                    if lo == hi or not (forms[hi - 1][:1].isupper() or forms[hi - 1][:1].isdigit()) or any(x is not None for x in labels[lo:hi]):
                        continue
                    if hi - lo == 1 and forms[lo].lower() in PRONOUNS:
                        continue
                    types = RE3D.get(kind)
                    if is_country(forms[lo:hi], gaz):
                        types = ["Country"]
                    if types is None:
                        continue
                    for k, label in bies(lo, hi, types):
                        labels[k] = label
                demonyms(s, gaz, labels)
                for k, x in enumerate(labels):
                    if x is None:
                        labels[k] = open_set(TYPES) if forms[k][:1].isupper() and k > 0 else only("O")
                s.names = labels
                out.append(s)
    return out


WNUT = {"person": ["Person"], "location": ["Place"], "corporation": ["Organization"], "group": ["Organization"], "product": ["Product"]}


def wnut(path, gaz):
    """Only the messages with a name in them."""
    out, forms, tags = [], [], []

    def flush():
        if not any(t != "O" for t in tags):
            return
        s = Sentence(list(forms), "wnut")
        labels = [None] * len(forms)
        i = 0
        while i < len(tags):
            j = i + 1
            if tags[i][:2] == "B-":
                while j < len(tags) and tags[j] == "I-" + tags[i][2:]:
                    j += 1
                kind = tags[i][2:]
                types = WNUT.get(kind)
                if kind == "location" and is_country(forms[i:j], gaz):
                    types = ["Country"]
                for k, label in bies(i, j, types or OPEN):
                    labels[k] = label if types else label | {"O"}
            i = j
        demonyms(s, gaz, labels)
        s.names = [x or only("O") for x in labels]
        out.append(s)

    with open(path, encoding="utf-8") as f:
        for line in f:
            cols = line.rstrip("\n").split("\t")
            if len(cols) < 2 or not cols[0]:
                flush()
                forms, tags = [], []
            else:
                forms.append(cols[0])
                tags.append(cols[1])
    flush()
    return out


def plain(path):
    """Articles without annotation, a JSON object a line."""
    out = []
    with open(path, encoding="utf-8") as f:
        for line in f:
            for paragraph in json.loads(line)["text"].split("\n"):
                for spans in split_sentences(paragraph):
                    s = Sentence([paragraph[a:b] for a, b in spans], "plain")
                    s.glued = glued(spans)
                    if 3 <= len(s.forms) <= 80:
                        out.append(s)
    return out


# Types of the subject and object of each predicate.
FACTS = {"CEO": ("Organization", "Person"), "FOUNDED_BY": ("Organization", "Person"), "EMPLOYEE_OR_MEMBER_OF": ("Person", "Organization"),
         "PLACE_OF_RESIDENCE": ("Person", "Place"), "SPOUSE": ("Person", "Person"), "PLACE_OF_BIRTH": ("Person", "Place"), "EDUCATED_AT": ("Person", "Organization"),
         "CHILD_OF": ("Person", "Person"), "HEADQUARTERS": ("Organization", "Place"), "NATIONALITY": ("Person", "Country"), "POLITICAL_AFFILIATION": ("Person", "Organization"),
         "SUBSIDIARY_OF": ("Organization", "Organization"), "DATE_OF_BIRTH": ("Person", ""), "DATE_OF_DEATH": ("Person", ""), "DATE_FOUNDED": ("Organization", "")}


def knowledgenet(path, gaz):
    """Names that take part in a fact; of other words written large nothing is known."""
    out = []
    with open(path, encoding="utf-8") as f:
        lines = [json.loads(line) for line in f]
    for line in lines:
        text = line["text"]
        if not line["facts"]:
            continue
        marks = {}
        for fact in line["facts"]:
            for (begin, end), typ in zip((fact["subj_span"], fact["obj_span"]), FACTS[fact["predicate"]]):
                if typ:
                    marks.setdefault((begin, end), set()).add(typ)
        for spans in split_sentences(text):
            forms = [text[a:b] for a, b in spans]
            s = Sentence(forms, "knowledgenet")
            s.glued = glued(spans)
            labels = [None] * len(forms)
            for (begin, end), types in sorted(marks.items(), key=lambda m: (m[0][0] - m[0][1], m[0])):
                idx = [i for i, (a, b) in enumerate(spans) if a >= begin and b <= end]
                if not idx or spans[idx[0]][0] != begin or len(types) != 1:
                    continue
                lo, hi = idx[0], idx[-1] + 1
                kind = next(iter(types))
                while lo < hi and (forms[lo].lower() in ("the", "a", "an") or kind == "Person" and lo < hi - 1 and forms[lo].lower() in TITLES):
                    lo += 1
                if lo < hi and forms[hi - 1] in ("'s", "’s", "'", "’"):
                    hi -= 1
                if lo >= hi or not forms[lo][:1].isupper() or any(x is not None for x in labels[lo:hi]) or forms[lo].lower() in PRONOUNS:
                    continue
                if kind == "Place" and "," in forms[lo:hi] or kind == "Country" and not is_country(forms[lo:hi], gaz):
                    continue
                if kind == "Place" and is_country(forms[lo:hi], gaz):
                    kind = "Country"
                for k, label in bies(lo, hi, [kind]):
                    labels[k] = label
            demonyms(s, gaz, labels)
            for k, x in enumerate(labels):
                if x is None:
                    free = forms[k][:1].isupper() and forms[k].lower() not in FUNCTION or forms[k] in ("of", "for", "and", "&", "-")
                    labels[k] = open_set(TYPES) if free else only("O")
            s.names = labels
            if any(len(x) == 1 and "O" not in x for x in labels):
                out.append(s)
    return out
