"""Teaches a net by what larger ones think: the student learns the annotation and, beside it, the
probabilities that its teachers give to every class, on text without annotation too.

G. Hinton, O. Vinyals and J. Dean, Distilling the Knowledge in a Neural Network, 2015.
"""
import numpy as np
import torch

import data
from data import SOFT

WEIGHT = {"upos": 0.8, "xpos": 0.8, "feats": 0.3, "denotes": 0.3, "names": 1.0, "arcs": 1.0, "rels": 1.0}


def soften(models, items, batch=4000):
    """Gives every item "soft": the mean of the models' probabilities for each head, arcs [n, n + 1] and
    relations [n, R] among them. An item without a tree gets the tree that they would draw."""
    order = sorted(range(len(items)), key=lambda i: items[i]["n"])
    for m in models:
        m.eval()
    at = 0
    while at < len(order):
        size = max(1, batch // items[order[at]]["n"])
        chunk = [items[i] for i in order[at:at + size]]
        at += size
        t = data.tensors(chunk)
        n, b = t["n"], t["b"]
        with torch.no_grad():
            firsts = [m.first(m.encode_batch(t, 0, 0)) for m in models]
            mean = {k: 0 for k in SOFT + ("arcs",)}
            for m, x in zip(models, firsts):
                for k, v in m.tags(x, 0).items():
                    mean[k] = mean[k] + v.softmax(-1) / len(models)
                mean["arcs"] = mean["arcs"] + m.arcs(x, t["mask"], 0).softmax(-1) / len(models)
            heads = np.zeros((b, n), np.int64)
            for i, d in enumerate(chunk):
                if d["heads"] is None:
                    d["heads"] = data.decode(np.log(mean["arcs"][i, :d["n"], :d["n"] + 1].numpy() + 1e-9))
                heads[i, :d["n"]] = d["heads"]
            heads = torch.from_numpy(heads)
            rels = sum(m.relations(x, heads, 0).softmax(-1) for m, x in zip(models, firsts)) / len(models)
        for i, d in enumerate(chunk):
            k = d["n"]
            d["soft"] = {h: mean[h][:k, i].numpy().astype(np.float16) for h in SOFT}
            d["soft"]["arcs"] = mean["arcs"][i, :k, :k + 1].numpy().astype(np.float16)
            d["soft"]["rels"] = rels[i, :k].numpy().astype(np.float16)
            if d["rels"] is None:
                d["rels"] = d["soft"]["rels"].argmax(1).astype(np.int64)


def loss(soft, tags, arcs, rels):
    """Cross entropy with the teachers' probabilities, weighted as the annotation's."""
    total = 0
    for k in SOFT:
        places, p = soft[k]
        logp = tags[k].reshape(-1, tags[k].shape[-1])[places].log_softmax(-1)
        total = total - WEIGHT[k] * (p * logp).sum(-1).mean()
    tokens = len(soft["upos"][0])
    for k, scores in (("arcs", arcs), ("rels", rels)):
        some, p = soft[k]
        logp = scores[some].log_softmax(-1)
        total = total - WEIGHT[k] * (p * logp).sum() / tokens
    return total
