"""Writes a checkpoint as the model file that loaders/nlp/net reads.

Gains of norms, gate slopes and the scale of the arcs are folded into the weights. Embeddings
become 8 bits and weights 8 or 11 bits, each row with its own scale.
"""
import argparse
import json
import random
import struct
import zlib

import numpy as np
import torch

import corpora
import data
import features
import gazetteer
import net as nets
import train  # noqa: F401 (adds encode_batch)

LIMIT_X, WIDE, NARROW, NORM_SCALE = 2047, 1023, 127, 24.0


def restore(path):
    ck = torch.load(path)
    labels = data.Labels.__new__(data.Labels)
    labels.__dict__.update(ck["labels"])
    layout = features.Layout(ck["vocab"], ck.get("rows"))
    sizes = ck["sizes"]
    model = nets.Net(layout.rows, labels.sizes(), **sizes)
    model.load_state_dict(ck["state"])
    model.eval()
    return model, layout, labels, ck


class Writer:
    def __init__(self):
        self.sections, self.body = [], bytearray()

    def add(self, name, kind, rows, cols, raw):
        self.sections.append({"name": name, "kind": kind, "rows": rows, "cols": cols, "size": len(raw)})
        self.body += raw

    def text(self, name, lines):
        c = zlib.compressobj(9, zlib.DEFLATED, -15)
        self.add(name, "text", 0, 0, c.compress("\n".join(lines).encode("utf-8")) + c.flush())

    def floats(self, name, v):
        v = np.asarray(v, "<f4").reshape(-1)
        self.add(name, "float32", len(v), 1, v.tobytes())

    def matrix(self, name, weight, bias, scale_x):
        """8 bits where the input is a normalized vector, else 11."""
        narrow = scale_x == NORM_SCALE
        limit = NARROW if narrow else WIDE
        w = weight.double().numpy()
        row = np.maximum(np.abs(w).max(1), 1e-12) / limit
        q = np.clip(np.rint(w / row[:, None]), -limit, limit).astype("i1" if narrow else "<i2")
        self.add(name, "int8" if narrow else "int16", w.shape[0], w.shape[1], q.tobytes())
        self.floats(name + ".scale", row / scale_x)
        self.floats(name + ".bias", np.zeros(w.shape[0]) if bias is None else bias.double().numpy())

    def table(self, name, t):
        w = t.double().numpy()
        row = np.maximum(np.abs(w).max(1), 1e-12) / 127
        q = np.clip(np.rint(w / row[:, None]), -127, 127).astype(np.int8)
        self.add(name, "int8", w.shape[0], w.shape[1], q.tobytes())
        self.floats(name + ".scale", row)


def calibrate(model, items):
    """Powers of two that use the range of quantized activations: largest values seen, with room for half as much again."""
    top = dict.fromkeys(("tag", "mark", "dep", "form", "head", "rel"), 1e-3)

    def see(name, v, m=None):
        top[name] = max(top[name], float(v.abs().max()))

    with torch.no_grad():
        for chunk in data.batches(items, 4000, random.Random(0)):
            t = data.tensors(chunk)
            x = model.encode_batch(t, 0, 0)
            m = t["mask"].unsqueeze(-1)
            see("tag", torch.relu(model.tag(x)) * m)
            see("mark", torch.relu(model.mark(x)) * m)
            dep = torch.relu(model.dep(x)) * m
            see("dep", dep)
            see("form", (model.biaff(dep) + model.prior) * m / dep.shape[-1] ** 0.5)
            see("head", torch.relu(model.head(x)) * m)
            see("rel", (torch.relu(model.rdep(x)) + torch.relu(model.rhead(x))) * m)
    see("head", model.root.detach())
    return {k: int(np.clip(np.floor(np.log2(LIMIT_X / (1.5 * v))), 0, 14)) for k, v in top.items()}


def write(path, name, model, layout, labels, gaz, shifts):
    w = Writer()
    s = model.sizes
    d = {k: v.detach() for k, v in model.state_dict().items()}
    w.text("words", layout.vocab)
    w.text("gazetteer", ["%d\t%s" % (c, " ".join(k)) for k, c in sorted(gaz.items())])
    w.table("emb", d["emb"])
    w.matrix("conv", d["conv.weight"] * d["norm0.gain"].repeat(3), d["conv.bias"], NORM_SCALE)
    width = s["width"]
    for i in range(s["layers"]):
        p = "layers.%d." % i
        weight = d[p + "lin.weight"] * d[p + "norm.gain"]
        bias = d[p + "lin.bias"].clone()
        weight[width:] /= 6
        bias[width:] = bias[width:] / 6 + 0.5
        w.matrix("layer%d" % i, weight, bias, NORM_SCALE)
    g = d["norm1.gain"]

    def head(name, key, gain, scale):
        w.matrix(name, d[key + ".weight"] * gain if gain is not None else d[key + ".weight"], d[key + ".bias"], scale)

    head("tag", "tag", g, NORM_SCALE)
    for k in ("upos", "xpos", "feats"):
        head(k, k, None, 2.0 ** shifts["tag"])
    head("mark", "mark", g, NORM_SCALE)
    for k in ("names", "denotes"):
        head(k, k, None, 2.0 ** shifts["mark"])
    head("dep", "dep", g, NORM_SCALE)
    head("head", "head", g, NORM_SCALE)
    root = s["arc"] ** 0.5
    w.matrix("form", d["biaff.weight"] / root, d["prior"] / root, 2.0 ** shifts["dep"])
    w.floats("root", d["root"])
    head("reldep", "rdep", g, NORM_SCALE)
    head("relhead", "rhead", g, NORM_SCALE)
    w.floats("relroot", d["rroot"])
    head("rels", "rels", None, 2.0 ** shifts["rel"])
    header = {"version": 2, "name": name, "emb": s["emb"], "width": width, "layers": s["layers"], "arc": s["arc"], "rel": s["rel"], "tag": s["tag"],
              "rows": layout.sizes, "shifts": shifts, "labels": {k: getattr(labels, k) for k in ("upos", "xpos", "feats", "rels", "names", "denotes")},
              "gazetteer": gazetteer.CLASSES, "sections": w.sections}
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode("utf-8")
    raw = b"relatanm" + struct.pack("<I", len(text)) + text + bytes(w.body)
    raw += struct.pack("<I", zlib.crc32(raw))
    with open(path, "wb") as f:
        f.write(raw)
    return len(raw)


def main():
    p = argparse.ArgumentParser(formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    p.add_argument("--data", required=True, help="folder of the corpora")
    p.add_argument("--checkpoint", required=True)
    p.add_argument("--out", required=True, help="model file to write")
    p.add_argument("--name", default="news-en")
    a = p.parse_args()
    nets.HALF = False
    torch.set_num_threads(1)
    model, layout, labels, _ = restore(a.checkpoint)
    gaz = gazetteer.build(a.data)
    dev, _ = corpora.ewt(a.data + "/ud/ewt-dev.conllu", None, gaz)
    enc = data.Encoder(layout, gaz, labels, {})
    shifts = calibrate(model, [enc.encode(s) for s in dev])
    print("%d bytes, shifts %s" % (write(a.out, a.name, model, layout, labels, gaz, shifts), shifts))


if __name__ == "__main__":
    main()
