"""The inference of loaders/nlp/net once more, slowly, in numpy: a second opinion.

Run as a program it writes a small model with random weights and what it must answer, which the
Go tests compare number by number: python3 reference.py --out ../../nlp/net/testdata
"""
import argparse
import json
import os
import random
import struct
import zlib

import numpy as np
import torch

import data
import export
import features
import net as nets

F = np.float32


class Model:
    def __init__(self, raw):
        size, = struct.unpack_from("<I", raw, 8)
        self.head = json.loads(raw[12:12 + size])
        self.parts, at = {}, 12 + size
        for s in self.head["sections"]:
            b = raw[at:at + s["size"]]
            at += s["size"]
            if s["kind"] == "text":
                self.parts[s["name"]] = zlib.decompress(b, -15).decode("utf-8").split("\n")
            else:
                kind = {"int8": "i1", "int16": "<i2", "float32": "<f4"}[s["kind"]]
                self.parts[s["name"]] = np.frombuffer(b, kind).reshape(s["rows"], s["cols"])
        self.layout = features.Layout(self.parts["words"], self.head["rows"])
        self.gaz = {}
        for line in self.parts["gazetteer"]:
            c, name = line.split("\t")
            self.gaz[tuple(name.split(" "))] = int(c)

    def linear(self, name, x):
        p = self.parts
        acc = x.astype(np.int64) @ p[name].astype(np.int64).T
        return (acc.astype(F) * p[name + ".scale"][:, 0]) + p[name + ".bias"][:, 0]

    @staticmethod
    def quantize(x, scale, low, high):
        return np.rint(np.clip((x * F(scale)).astype(F), F(low), F(high))).astype(np.int64)

    def normalize(self, x):
        out = []
        for v in x:
            s = np.zeros(8, F)
            for i in range(0, len(v), 8):
                s = s + v[i:i + 8] * v[i:i + 8]
            total = ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]))
            root = F(np.sqrt(np.float64(F(F(total / F(len(v))) + F(1e-6)))))
            out.append(self.quantize(v, F(24) / root, -127, 127))
        return np.array(out)

    def embed(self, forms, glued):
        p = self.parts
        rows = lambda r: p["emb"][r].astype(F) * p["emb.scale"][r, 0]
        out = []
        for form, place in zip(forms, features.place_rows(forms, self.gaz, glued)):
            word, affix, grams = self.layout.form_rows(form)
            e = np.zeros(self.head["emb"], F)
            for r in [word] + affix:
                e = e + rows(r)
            g = np.zeros(self.head["emb"], F)
            for r in grams:
                g = g + rows(r)
            if grams:
                e = e + g * (F(1) / F(np.sqrt(np.float64(len(grams)))))
            for r in place:
                e = e + rows(self.layout.place + r)
            out.append(e)
        return np.array(out)

    def run(self, forms, glued):
        h, sh = self.head, {k: 2.0 ** v for k, v in self.head["shifts"].items()}
        n, w = len(forms), h["width"]
        q = self.normalize(self.embed(forms, glued))
        pad = np.zeros((1, h["emb"]), np.int64)
        q = np.concatenate([pad, q, pad])
        x = np.maximum(self.linear("conv", np.concatenate([q[:-2], q[1:-1], q[2:]], 1)), F(0))
        half = w // 2
        for layer in range(h["layers"]):
            u = self.linear("layer%d" % layer, self.normalize(x))
            z, f, o = u[:, :w], np.clip(u[:, w:2 * w], F(0), F(1)), np.clip(u[:, 2 * w:], F(0), F(1))
            x = x.copy()
            for span, order in ((slice(0, half), range(n)), (slice(half, w), range(n - 1, -1, -1))):
                c = np.zeros(half, F)
                for t in order:
                    c = z[t, span] + f[t, span] * (c - z[t, span])
                    x[t, span] = x[t, span] + o[t, span] * c
        q = self.normalize(x)
        hidden = lambda name, shift: self.quantize(self.linear(name, q), sh[shift], 0, 2047)
        t, k = hidden("tag", "tag"), hidden("mark", "mark")
        out = {name: self.linear(name, t).argmax(1).tolist() for name in ("upos", "xpos", "feats")}
        out["names"] = self.linear("names", k)
        head = np.concatenate([self.quantize(self.parts["root"].T, sh["head"], -2047, 2047), hidden("head", "head")])
        form = self.quantize(self.linear("form", hidden("dep", "dep")), sh["form"], -2047, 2047)
        out["arcs"] = (form @ head.T).reshape(-1).tolist()
        # The relations of a chain: every token hangs from the one before it.
        d = self.linear("reldep", q)
        before = np.concatenate([self.parts["relroot"].T, self.linear("relhead", q)[:-1]])
        r = self.linear("rels", self.quantize(d + before, sh["rel"], 0, 2047))
        root = h["labels"]["rels"].index("root")
        r[1:, root] = -np.inf
        r[0, root] = np.inf
        out["rels"] = r.argmax(1).tolist()
        return out


SENTENCES = [
    "Russia plans to buy missiles from Iran , U.S. officials said .",
    "U.N. TALKS IN NEW YORK END",
    "Minister Resigns After Long Night of Talks",
    "“ Zürich ’s naïve co-operation — 1990s-style — costs $ 3.5 million ”",
    "x",
    "Pneumonoultramicroscopicsilicovolcanoconiosis-Rindfleischetikettierungsüberwachung ÅÉÎ \U0001F600 شكرا 漢字 ǅ",
    "the the the the the the the the the",
]


def main():
    p = argparse.ArgumentParser(formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    p.add_argument("--out", required=True, help="folder to write tiny.bin and tiny.json to")
    a = p.parse_args()
    torch.manual_seed(7)
    nets.HALF = False
    labels = data.Labels.__new__(data.Labels)
    labels.__dict__.update(upos=["NOUN", "VERB", "X"], xpos=["NN", "VB", "."], feats=["", "Number=Sing"], rels=["dep", "nsubj", "root"],
                           names=["O", "B-Person", "I-Person", "E-Person", "S-Person"], denotes=["none", "person"])
    layout = features.Layout(sorted({features.normal(f) for s in SENTENCES[:2] for f in s.split()}), {"prefix": 64, "suffix": 64, "shape": 32, "ngram": 256})
    model = nets.Net(layout.rows, labels.sizes(), emb=16, width=32, layers=2, arc=16, rel=16, tag=16)
    with torch.no_grad():
        for name, q in model.named_parameters():
            if q.dim() == 1:
                q += torch.randn_like(q) * 0.2
    gaz = {("Russia",): 0, ("New", "York"): 3, ("U.N.",): 7}
    path = os.path.join(a.out, "tiny.bin")
    export.write(path, "tiny", model, layout, labels, gaz, {"tag": 8, "mark": 8, "dep": 8, "form": 9, "head": 8, "rel": 8})
    with open(path, "rb") as f:
        twin = Model(f.read())
    cases = []
    for s in SENTENCES:
        # Every third token is glued to the next, but in the last sentence.
        glued = [s is not SENTENCES[-1] and i % 3 == 2 for i in range(len(s.split()))]
        out = twin.run(s.split(), glued)
        out["names"] = [float(v) for v in out["names"].reshape(-1)]
        cases.append({"forms": s.split(), "glued": glued, **out})
    with open(os.path.join(a.out, "tiny.json"), "w", encoding="utf-8") as f:
        json.dump(cases, f, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    main()
