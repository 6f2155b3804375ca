"""Sentences as numbers, batches, and trees out of scores."""
import os
import random

import numpy as np
import torch

import corpora
import features
import gazetteer

SOFT = ("upos", "xpos", "feats", "names", "denotes")  # heads whose classes are a token's
WORD, AFFIX, GRAM, PLACE, GAZ, SPACE = range(6)  # groups of rows that are dropped together


class Labels:
    """Names of the classes of each head, fixed by the training data."""

    def __init__(self, sentences):
        def count(field):
            c = {}
            for s in sentences:
                for x in getattr(s, field) or ():
                    c[x] = c.get(x, 0) + 1
            return c

        self.upos = sorted(count("upos"))
        self.xpos = sorted(count("xpos"))
        feats = count("feats")
        self.feats = sorted(x for x in feats if feats[x] >= 3)
        rels = count("rels")
        self.rels = sorted(x for x in rels if rels[x] >= 5)
        self.names = corpora.NAMES
        self.denotes = corpora.DENOTES

    def sizes(self):
        return {k: len(getattr(self, k)) for k in ("upos", "xpos", "feats", "rels", "names", "denotes")}


def known_names(s):
    """(start, end, type) of the names whose type is certain, in order."""
    out, start = [], 0
    for i, allowed in enumerate(s.names or ()):
        label = next(iter(allowed)) if len(allowed) == 1 else "O"
        if label[0] in "BS":
            start = i
        if label[0] in "ES":
            out.append((start, i + 1, label[2:]))
    return out


class Encoder:
    """Turns sentences into arrays; forms are worked out once."""

    def __init__(self, layout, gaz, labels, counts):
        self.layout, self.gaz, self.labels, self.counts = layout, gaz, labels, counts
        self.forms = {}
        self.maps = {k: {x: i for i, x in enumerate(getattr(labels, k))} for k in ("upos", "xpos", "feats", "rels")}
        self.masks, self.mask_index = [], {}

    def form(self, f):
        got = self.forms.get(f)
        if got is None:
            word, affix, grams = self.layout.form_rows(f)
            idx = np.array([word] + affix + grams, np.int64)
            grp = np.array([WORD] + [AFFIX] * len(affix) + [GRAM] * len(grams), np.int8)
            wgt = np.ones(len(idx), np.float32)
            if grams:
                wgt[1 + len(affix):] = 1 / np.sqrt(np.float32(len(grams)))
            c = self.counts.get(features.normal(f), 0)
            got = self.forms[f] = (idx, grp, wgt, c)
        return got

    def rows(self, forms, glued):
        """idx, group, weight of all tokens, how many each has, and how often its word was seen."""
        idx, grp, wgt, cnt, seen = [], [], [], [], []
        for f, place in zip(forms, features.place_rows(forms, self.gaz, glued)):
            i, g, w, c = self.form(f)
            idx += [i, np.array([self.layout.place + p for p in place], np.int64)]
            grp += [g, np.array([SPACE if p in (3, 31) else GAZ if p >= 8 else PLACE for p in place], np.int8)]
            wgt += [w, np.ones(len(place), np.float32)]
            cnt.append(len(i) + len(place))
            seen.append(c)
        return np.concatenate(idx), np.concatenate(grp), np.concatenate(wgt), np.array(cnt), np.array(seen, np.float32)

    def mask(self, allowed):
        i = self.mask_index.get(allowed)
        if i is None:
            m = np.zeros(len(self.labels.names), bool)
            for x in allowed:
                m[self.labels.names.index(x)] = True
            i = self.mask_index[allowed] = len(self.masks)
            self.masks.append(m)
        return i

    def encode(self, s):
        d = {"n": len(s.forms), "rows": self.rows(s.forms, s.glued), "sent": s, "soft": None}
        for k in ("upos", "xpos", "feats", "rels"):
            v = getattr(s, k)
            d[k] = None if v is None else np.array([self.maps[k].get(x, -1) for x in v], np.int64)
        d["heads"] = None if s.heads is None else np.array(s.heads, np.int64)
        d["names"] = None if s.names is None else np.array([self.mask(x) for x in s.names], np.int64)
        d["denotes"] = None if s.denotes is None else np.array(s.denotes, np.int64)
        return d

    def collect_names(self, sentences):
        """Keeps the names of these sentences, for renamed."""
        pools = {}
        for s in sentences:
            for start, end, kind in known_names(s):
                forms = tuple(s.forms[start:end])
                pools.setdefault((kind, self.gaz.get(forms) == gazetteer.DEMONYM), set()).add(forms)
        self.pools = {k: sorted(v) for k, v in pools.items()}
        for label in self.labels.names:
            self.mask(corpora.only(label))

    def renamed(self, d, rng):
        """The sentence with other names of the same types in it, for the names alone (after X. Dai and
        H. Adel, An Analysis of Simple Data Augmentation for Named Entity Recognition, 2020). None if it
        has no names."""
        s = d["sent"]
        found = known_names(s)
        if not found:
            return None
        forms, names, glued, at = [], [], [], 0
        old = s.glued or [False] * len(s.forms)
        for start, end, kind in found + [(len(s.forms), None, None)]:
            forms += s.forms[at:start]
            names += s.names[at:start]
            glued += old[at:start]
            if end is None:
                break
            new = s.forms[start:end]
            if rng.random() < 0.7:
                new = rng.choice(self.pools[kind, self.gaz.get(tuple(new)) == gazetteer.DEMONYM])
            forms += new
            names += [label for _, label in corpora.bies(0, len(new), [kind])]
            glued += [False] * (len(new) - 1) + [old[end - 1]]
            at = end
        out = dict.fromkeys(d)
        out.update(n=len(forms), sent=s, rows=self.rows(forms, glued), names=np.array([self.mask(x) for x in names], np.int64))
        return out

    def recased(self, d, rng):
        """The sentence in another case (headlines, shouting, chat), as a copy with new rows."""
        forms = d["sent"].forms
        r = rng.random()
        if r < 0.3:
            new = [f.lower() for f in forms]
        elif r < 0.55:
            new = [f.upper() for f in forms]
        else:
            new = [f[:1].upper() + f[1:] if len(f) > 3 or i == 0 else f for i, f in enumerate(forms)]
        d = dict(d)
        d["rows"] = self.rows(new, d["sent"].glued)
        return d


def batches(items, size, rng):
    """Lists of sentences of like length, about size tokens each with the padding."""
    order = sorted(items, key=lambda d: d["n"] + rng.random() * (3 + 0.1 * d["n"]))
    out, cur, longest = [], [], 0
    for d in order:
        longest_new = max(longest, d["n"])
        if cur and longest_new * (len(cur) + 1) > size:
            out.append(cur)
            cur, longest_new = [], d["n"]
        cur.append(d)
        longest = longest_new
    if cur:
        out.append(cur)
    rng.shuffle(out)
    return out


def tensors(batch, drop=None, rng=None):
    """One batch. Token t of sentence b stands at place t * B + b."""
    b, n = len(batch), max(d["n"] for d in batch)
    idx = np.concatenate([d["rows"][0] for d in batch])
    wgt = np.concatenate([d["rows"][2] for d in batch])
    cnt = np.concatenate([d["rows"][3] for d in batch])
    pos = np.concatenate([np.arange(d["n"]) * b + i for i, d in enumerate(batch)])
    offsets = np.concatenate([[0], np.cumsum(cnt)[:-1]])
    if drop:
        grp = np.concatenate([d["rows"][1] for d in batch])
        seen = np.concatenate([d["rows"][4] for d in batch])
        total = len(cnt)
        p = np.empty((total, 6), np.float32)
        p[:, WORD] = drop["word"] / (drop["word"] + seen) + drop["any_word"]
        p[:, AFFIX], p[:, GRAM], p[:, PLACE], p[:, GAZ] = drop["affix"], drop["gram"], 0.05, drop["gaz"]
        p[:, SPACE] = np.repeat(rng.random(b) < drop["space"], [d["n"] for d in batch])  # of a whole sentence
        gone = rng.random((total, 6)) < p
        tok = np.repeat(np.arange(total), cnt)
        lost = gone[tok, grp]
        words = lost & (grp == WORD)
        idx = np.where(words, features.UNKNOWN, idx)
        wgt = np.where(lost & ~words, 0, wgt).astype(np.float32)
    uniq = None
    if drop:
        uniq, idx = np.unique(idx, return_inverse=True)
        uniq = torch.from_numpy(uniq)
    mask = np.zeros((n, b), np.float32)
    mask.reshape(-1)[pos] = 1
    out = {"idx": torch.from_numpy(idx), "weights": torch.from_numpy(wgt), "offsets": torch.from_numpy(offsets),
           "pos": torch.from_numpy(pos), "mask": torch.from_numpy(mask), "uniq": uniq, "n": n, "b": b}

    def collect(key):
        """Places and values of a field, of the sentences that have it."""
        ps, vs = [], []
        for i, d in enumerate(batch):
            if d[key] is not None:
                ps.append(np.arange(d["n"]) * b + i)
                vs.append(d[key])
        if not ps:
            return None
        ps, vs = np.concatenate(ps), np.concatenate(vs)
        keep = vs >= 0
        return torch.from_numpy(ps[keep]), torch.from_numpy(vs[keep])

    for k in ("upos", "xpos", "feats", "names", "denotes"):
        out[k] = collect(k)
    heads = np.zeros((b, n), np.int64)
    known = np.zeros((b, n), bool)
    rels = np.full((b, n), -1, np.int64)
    for i, d in enumerate(batch):
        if d["heads"] is not None:
            heads[i, :d["n"]] = d["heads"]
            known[i, :d["n"]] = True
            rels[i, :d["n"]] = d["rels"]
    out["soft"] = gather(batch, n) if drop else None
    out["heads"], out["known"], out["rels"] = torch.from_numpy(heads), torch.from_numpy(known), torch.from_numpy(rels)
    return out


def gather(batch, n):
    """What the teachers say of a batch, None if nothing: places and probabilities for each head; for arcs
    and relations which sentences, and [sentences, n, classes]."""
    b = len(batch)
    some = [i for i, d in enumerate(batch) if d["soft"] is not None]
    if not some:
        return None
    out = {}
    for k in SOFT:
        places = np.concatenate([np.arange(batch[i]["n"]) * b + i for i in some])
        out[k] = torch.from_numpy(places), torch.from_numpy(np.concatenate([batch[i]["soft"][k] for i in some]).astype(np.float32))
    for k, wide in (("arcs", n + 1), ("rels", batch[some[0]]["soft"]["rels"].shape[1])):
        full = np.zeros((len(some), n, wide), np.float32)
        for j, i in enumerate(some):
            v = batch[i]["soft"][k]
            full[j, :v.shape[0], :v.shape[1]] = v
        out[k] = torch.tensor(some), torch.from_numpy(full)
    return out


def is_tree(heads):
    """heads[i] of token i + 1, 0 the root: one root, no cycle."""
    n = len(heads)
    if sum(1 for h in heads if h == 0) != 1:
        return False
    state = [0] * (n + 1)
    state[0] = 2
    for i in range(1, n + 1):
        path = []
        while state[i] == 0:
            state[i] = 1
            path.append(i)
            i = heads[i - 1]
        if state[i] == 1:
            return False
        for j in path:
            state[j] = 2
    return True


def maximum_tree(scores):
    """Chu-Liu-Edmonds on scores[dep, head] with node 0 the root; returns heads."""
    n = scores.shape[0]
    scores = scores.copy()
    np.fill_diagonal(scores, -np.inf)
    heads = np.argmax(scores, 1)
    heads[0] = -1
    seen = np.zeros(n, int)
    for start in range(1, n):
        path, i = [], start
        while i > 0 and seen[i] == 0:
            seen[i] = start
            path.append(i)
            i = heads[i]
        if i > 0 and seen[i] == start:
            cycle = path[path.index(i):]
            break
    else:
        return heads
    inside = np.zeros(n, bool)
    inside[cycle] = True
    rest = np.flatnonzero(~inside)
    m = len(rest)
    small = np.full((m + 1, m + 1), -np.inf)
    small[:m, :m] = scores[np.ix_(rest, rest)]
    cyc = np.array(cycle)
    out_scores = scores[np.ix_(rest, cyc)]
    small[:m, m] = out_scores.max(1)
    enter = scores[np.ix_(cyc, rest)] - scores[cyc, heads[cyc]][:, None]
    small[m, :m] = enter.max(0)
    small[0, :] = -np.inf
    got = maximum_tree(small)
    result = heads.copy()
    for k in range(1, m):
        h = got[k]
        result[rest[k]] = rest[h] if h < m else cyc[out_scores[k].argmax()]
    entry = got[m]
    at = enter[:, entry].argmax()
    result[cyc[at]] = rest[entry]
    return result


def decode(scores):
    """scores [n, n + 1] (head 0 the root) to heads with a single root."""
    heads = scores.argmax(1)
    if is_tree(heads.tolist()):
        return heads
    n = len(heads)
    full = np.full((n + 1, n + 1), -np.inf)
    full[1:, :] = scores
    full[1:, 0] -= 1e6
    return maximum_tree(full)[1:]


def load_all(root):
    """The labelled sentences by name."""
    gaz = gazetteer.build(root)
    got = {}
    got["ewt"], _ = corpora.ewt(os.path.join(root, "ud/ewt-train.conllu"), os.path.join(root, "ner/uner-ewt-train.iob2"), gaz)
    got["ewt-dev"], _ = corpora.ewt(os.path.join(root, "ud/ewt-dev.conllu"), os.path.join(root, "ner/uner-ewt-dev.iob2"), gaz)
    got["gum"] = corpora.gum(os.path.join(root, "ud/gum-train.conllu"), gaz)
    got["gum-dev"] = corpora.gum(os.path.join(root, "ud/gum-dev.conllu"), gaz)
    got["wikigold"] = corpora.wikigold(os.path.join(root, "ner/wikigold.conll.txt"), gaz)
    got["wnut"] = corpora.wnut(os.path.join(root, "ner/wnut17-train.conll"), gaz)
    got["knowledgenet"] = corpora.knowledgenet(os.path.join(root, "knowledgenet/folds1-3.jsonl"), gaz)
    got["re3d"] = corpora.re3d(os.path.join(root, "re3d"), gaz)
    got["plain"] = corpora.plain(os.path.join(root, "articles/wikinews-2019-2020.jsonl"))
    return gaz, got
