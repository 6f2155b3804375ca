"""Trains the net. See README.md for the command that makes the shipped bytes."""
import argparse
import math
import random
import time

import numpy as np
import torch
import torch.nn.functional as F

import data
import distill
import features
import gazetteer
import net as nets


def argument_parser():
    p = argparse.ArgumentParser(formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    p.add_argument("--data", required=True, help="folder of the corpora")
    p.add_argument("--out", required=True, help="checkpoint to write")
    p.add_argument("--epochs", type=int, default=30)
    p.add_argument("--batch", type=int, default=1500, help="tokens a batch, padding included")
    p.add_argument("--rate", type=float, default=3e-3)
    p.add_argument("--decay", type=float, default=0.03, help="decoupled weight decay")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--emb", type=int, default=128)
    p.add_argument("--width", type=int, default=160)
    p.add_argument("--layers", type=int, default=3)
    p.add_argument("--arc", type=int, default=96)
    p.add_argument("--rel", type=int, default=96)
    p.add_argument("--tag", type=int, default=96)
    p.add_argument("--drop", type=float, default=0.2)
    p.add_argument("--drop-fade", type=float, default=0.0, help="share of the dropout that is gone at the end")
    p.add_argument("--names-share", type=float, default=1.0, help="share of the sentences without trees shown in an epoch")
    p.add_argument("--ewt-more", type=float, default=0.0, help="share of the sentences of EWT shown once more in an epoch")
    p.add_argument("--emb-drop", type=float, default=0.2)
    p.add_argument("--word-drop", type=float, default=0.5, help="a word seen n times is hidden with probability word-drop / (word-drop + n)")
    p.add_argument("--any-word-drop", type=float, default=0.05, help="plus this one")
    p.add_argument("--gram-drop", type=float, default=0.1)
    p.add_argument("--affix-drop", type=float, default=0.05)
    p.add_argument("--gaz-drop", type=float, default=0.2)
    p.add_argument("--space-drop", type=float, default=0.3, help="share of sentences whose spaces are hidden")
    p.add_argument("--recase", type=float, default=0.08, help="share of sentences shown in another case")
    p.add_argument("--rename", type=float, default=0.0, help="share of the sentences with names shown once more in an epoch, with other names")
    p.add_argument("--average", type=float, default=0.998, help="decay of the weight average")
    p.add_argument("--start", help="checkpoint to start from; missing layers begin as the identity")
    p.add_argument("--teachers", nargs="*", default=[], help="checkpoints of nets to learn from")
    p.add_argument("--soft", type=float, default=0.5, help="weight of what the teachers say; the annotation has the rest")
    p.add_argument("--gum-dev", action="store_true", help="train on the development half of GUM as well")
    p.add_argument("--limit", type=int, default=0, help="only so many sentences a corpus, for a trial")
    p.add_argument("--minutes", type=float, default=0, help="stop and finish the schedule within so many minutes (0: never)")
    return p


def loss_of(model, t, masks, a):
    x = model.first(model.encode_batch(t, a.drop, a.emb_drop))
    n, b = t["n"], t["b"]
    tags = model.tags(x, a.drop)
    parts = {}
    for k in ("upos", "xpos", "feats", "denotes"):
        if t[k] is not None:
            ps, vs = t[k]
            parts[k] = F.cross_entropy(tags[k].reshape(n * b, -1)[ps], vs)
    if t["names"] is not None:
        ps, vs = t["names"]
        logp = tags["names"].reshape(n * b, -1)[ps].log_softmax(-1)
        parts["names"] = -(logp.masked_fill(~masks[vs], -1e4).logsumexp(-1)).mean()
    known = t["known"]
    if known.any():
        s = model.arcs(x, t["mask"], a.drop)
        parts["arcs"] = F.cross_entropy(s[known], t["heads"][known])
        r = model.relations(x, t["heads"], a.drop)
        parts["rels"] = F.cross_entropy(r[known], t["rels"][known], ignore_index=-1)
    loss = sum(distill.WEIGHT[k] * v for k, v in parts.items())
    shown = {k: v.item() for k, v in parts.items()}
    if t["soft"]:
        soft = distill.loss(t["soft"], tags, s, r)
        loss, shown["soft"] = (1 - a.soft) * loss + a.soft * soft, soft.item()
    return loss, shown


def encode_batch(self, t, drop, emb_drop):
    n, b = t["n"], t["b"]
    table = self.emb
    if self.training:  # only the rows in use are a leaf of the graph; Rows updates them
        t["leaf"] = table = self.emb.detach()[t["uniq"]].requires_grad_()
    e = F.embedding_bag(t["idx"], table, t["offsets"], mode="sum", per_sample_weights=t["weights"])
    full = torch.zeros(n * b, e.shape[1]).index_copy(0, t["pos"], e).reshape(n, b, -1)
    return self.encode(full, t["mask"], drop, emb_drop)


nets.Net.encode_batch = encode_batch


class Rows:
    """Adam for the embedding table, that touches only the rows of the batch."""

    def __init__(self, table, b1=0.9, b2=0.98):
        self.table, self.b1, self.b2, self.step = table, b1, b2, 0
        self.m, self.v = torch.zeros_like(table), torch.zeros_like(table)

    def update(self, uniq, grad, rate):
        self.step += 1
        m = self.m[uniq].mul_(self.b1).add_(grad, alpha=1 - self.b1)
        v = self.v[uniq].mul_(self.b2).addcmul_(grad, grad, value=1 - self.b2)
        self.m[uniq], self.v[uniq] = m, v
        size = rate / (1 - self.b1 ** self.step)
        self.table[uniq] -= size * m / ((v / (1 - self.b2 ** self.step)).sqrt_() + 1e-8)


def predict(model, items, batch=4000):
    """Scores of every sentence: dict per sentence of tags, heads, relations."""
    model.eval()
    out = {}
    rng = random.Random(0)
    with torch.no_grad():
        for chunk in data.batches(items, batch, rng):
            t = data.tensors(chunk)
            n, b = t["n"], t["b"]
            x = model.first(model.encode_batch(t, 0, 0))
            tags = {k: v.numpy() for k, v in model.tags(x, 0).items()}
            arcs = model.arcs(x, t["mask"], 0)
            logp = arcs.log_softmax(-1).numpy()
            heads = np.zeros((b, n), np.int64)
            for i, d in enumerate(chunk):
                heads[i, :d["n"]] = data.decode(logp[i, :d["n"], :d["n"] + 1])
            rels = model.relations(x, torch.from_numpy(heads), 0).numpy()
            for i, d in enumerate(chunk):
                m = d["n"]
                out[id(d)] = {"heads": heads[i, :m], "rels": rels[i, :m], "arcs": logp[i, :m, :m + 1], **{k: v[:m, i] for k, v in tags.items()}}
    model.train()
    return [out[id(d)] for d in items]


def viterbi(scores, names):
    """Best well-formed BIES sequence."""
    n, m = scores.shape
    ends = [x[0] in "OES" for x in names]
    best = np.where([x[0] in "OBS" for x in names], scores[0], -1e9)
    back = np.zeros((n, m), int)
    ok = np.zeros((m, m), bool)
    for i, x in enumerate(names):
        for j, y in enumerate(names):
            ok[i, j] = ends[i] and y[0] in "OBS" or x[0] in "BI" and y[0] in "IE" and x[2:] == y[2:]
    for t in range(1, n):
        c = np.where(ok, best[:, None], -1e9)
        back[t] = c.argmax(0)
        best = c.max(0) + scores[t]
    best = np.where(ends, best, -1e9)
    j = int(best.argmax())
    path = [j]
    for t in range(n - 1, 0, -1):
        j = back[t][j]
        path.append(j)
    return path[::-1]


def spans(tags, merge):
    out, start = set(), 0
    for i, x in enumerate(tags):
        if x[0] in "BS":
            start = i
        if x[0] in "ES":
            kind = x[2:]
            out.add((start, i + 1, merge.get(kind, kind)))
    return out


def score(model, items, labels, gaz=None):
    """UAS, LAS (no subtypes), UPOS, XPOS, feats, and F1 of PER, ORG, LOC names where given."""
    got = predict(model, items)
    tot = dict.fromkeys(("n", "uas", "las", "upos", "xpos", "feats"), 0)
    tp = fp = fn = 0
    merge = {"Country": "LOC", "Place": "LOC"}
    main = {"Person", "Organization", "LOC"}
    rel_of = [r.split(":")[0] for r in labels.rels]

    def people(forms):
        """Universal NER does not count adjectives and nouns of nations."""
        return gaz is not None and gaz.get(tuple(forms)) == gazetteer.DEMONYM

    for d, p in zip(items, got):
        s = d["sent"]
        if s.heads is not None:
            r = p["rels"].argmax(1)
            for i in range(d["n"]):
                tot["n"] += 1
                if p["heads"][i] == s.heads[i]:
                    tot["uas"] += 1
                    tot["las"] += rel_of[r[i]] == s.rels[i].split(":")[0]
            for k in ("upos", "xpos", "feats"):
                gold = getattr(s, k)
                names = getattr(labels, k)
                tot[k] += sum(names[j] == g for j, g in zip(p[k].argmax(1), gold))
        if s.names is not None:
            pred = spans([labels.names[j] for j in viterbi(p["names"], labels.names)], merge)
            gold_tags = [next(iter(x)) if len(x) == 1 else "O" for x in s.names]
            gold = spans(gold_tags, merge)
            pred = {x for x in pred if x[2] in main and not people(s.forms[x[0]:x[1]])}
            gold = {x for x in gold if x[2] in main and not people(s.forms[x[0]:x[1]])}
            tp += len(pred & gold)
            fp += len(pred - gold)
            fn += len(gold - pred)
    n = max(1, tot["n"])
    res = {k: 100 * tot[k] / n for k in ("uas", "las", "upos", "xpos", "feats")}
    res["names"] = 100 * 2 * tp / max(1, 2 * tp + fp + fn)
    return res


def show(res):
    return " ".join("%s %.2f" % kv for kv in res.items())


def main():
    a = argument_parser().parse_args()
    torch.manual_seed(a.seed)
    torch.set_num_threads(1)
    rng, nrng = random.Random(a.seed), np.random.default_rng(a.seed)
    gaz, got = data.load_all(a.data)
    train = got["ewt"] + got["gum"] + got["wikigold"] + got["re3d"] + got["wnut"] + got["knowledgenet"]
    if a.gum_dev:
        train += got["gum-dev"]
    labels = data.Labels(train)
    start = torch.load(a.start) if a.start else None
    if start:
        labels.__dict__.update(start["labels"])
    vocab, counts = features.build_vocab(train)
    layout = features.Layout(vocab)
    enc = data.Encoder(layout, gaz, labels, counts)
    if a.limit:
        train = train[::max(1, len(train) // a.limit)]
    items = [enc.encode(s) for s in train]
    enc.collect_names(train)
    dev = {k: [enc.encode(s) for s in got[k]] for k in ("ewt-dev", "gum-dev")}
    masks = torch.from_numpy(np.stack(enc.masks))
    if a.teachers:
        items += [enc.encode(s) for s in got["plain"]]
        distill.soften([teacher(path, layout, labels) for path in a.teachers], items)
    model = nets.Net(layout.rows, labels.sizes(), a.emb, a.width, a.layers, a.arc, a.rel, a.tag)
    if start:
        begin(model, layout, start)
    print("sentences %d tokens %d rows %d labels %s parameters %d" % (
        len(items), sum(d["n"] for d in items), layout.rows, labels.sizes(), sum(p.numel() for p in model.parameters())), flush=True)
    fit(model, items, dev, enc, labels, masks, a, rng, nrng, lambda m: save(a.out, m, vocab, labels, a))


def teacher(path, layout, labels):
    """A trained net. It must have been trained on the same corpora."""
    ck = torch.load(path)
    if ck["vocab"] != layout.vocab or ck["labels"] != labels.__dict__ or ck["rows"] != layout.sizes:
        raise SystemExit("%s has other words or labels" % path)
    model = nets.Net(layout.rows, labels.sizes(), **ck["sizes"])
    model.load_state_dict(ck["state"])
    return model


def begin(model, layout, start):
    """Take over the weights of a checkpoint, whatever its vocabulary and number of layers."""
    old = features.Layout(start["vocab"], start.get("rows"))
    state, own = start["state"], model.state_dict()
    emb = state["emb"]
    with torch.no_grad():
        for name, p in own.items():
            if name in state and name != "emb":
                p.copy_(state[name])
        table = own["emb"]
        table[:layout.prefix] = emb[features.UNKNOWN]
        for w, row in layout.index.items():
            if w in old.index:
                table[row] = emb[old.index[w]]
        table[layout.prefix:] = emb[old.prefix:]
        if "space_drop" not in start["options"]:
            table[layout.place + 3] = table[layout.place + 31] = 0
        width = model.sizes["width"]
        for i in range(start["sizes"]["layers"], model.sizes["layers"]):
            own["layers.%d.lin.weight" % i][:width] = 0


def save(path, model, vocab, labels, a):
    torch.save({"state": model.state_dict(), "vocab": vocab, "labels": labels.__dict__, "sizes": model.sizes, "rows": features.ROWS, "options": vars(a)}, path)


def fit(model, items, dev, enc, labels, masks, a, rng, nrng, keep, loss_of=loss_of):
    others = [(n, p) for n, p in model.named_parameters() if n != "emb"]
    opt = torch.optim.AdamW([{"params": [p for _, p in others if p.dim() < 2], "weight_decay": 0.0},
                             {"params": [p for _, p in others if p.dim() >= 2], "weight_decay": a.decay}],
                            lr=a.rate, betas=(0.9, 0.98), eps=1e-8, foreach=False)
    rows = Rows(model.emb.data)
    average = [p.detach().clone() for p in model.parameters()]
    drop = {"word": a.word_drop, "any_word": a.any_word_drop, "gram": a.gram_drop, "affix": a.affix_drop, "gaz": a.gaz_drop, "space": a.space_drop}
    now = argparse.Namespace(**vars(a))
    step, total, begun = 0, None, time.time()
    for epoch in range(a.epochs):
        model.train()
        t0, sums, nb = time.time(), {}, 0
        shown = []
        for d in items:
            times = 1 if d["upos"] is not None or rng.random() < a.names_share else 0
            if d["sent"].corpus == "ewt" and rng.random() < a.ewt_more:
                times += 1
            if rng.random() < a.rename:
                other = enc.renamed(d, rng)
                shown += [other] if other else []
            shown += [enc.recased(d, rng) if rng.random() < a.recase else d for _ in range(times)]
        chunks = data.batches(shown, a.batch, rng)
        total = total or len(chunks) * a.epochs
        for chunk in chunks:
            t = data.tensors(chunk, drop, nrng)
            done = step / total
            if a.minutes:
                done = max(done, (time.time() - begun) / 60 / a.minutes)
            if done >= 1:
                break
            rate = a.rate * min(1, (step + 1) / 300) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * done)))
            for g in opt.param_groups:
                g["lr"] = rate
            now.drop, now.emb_drop = a.drop * (1 - a.drop_fade * done), a.emb_drop * (1 - a.drop_fade * done)
            loss, parts = loss_of(model, t, masks, now)
            opt.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_([p for _, p in others], 2.0)
            opt.step()
            rows.update(t["uniq"], t["leaf"].grad, rate)
            step += 1
            nb += 1
            if step % 8 == 0:
                with torch.no_grad():
                    k = min(a.average ** 8, (1 + step) / (10 + step))
                    for m, p in zip(average, model.parameters()):
                        m.lerp_(p.detach(), 1 - k)
            for key, v in parts.items():
                sums[key] = sums.get(key, 0) + v
        took = time.time() - t0
        own = [p.detach().clone() for p in model.parameters()]
        with torch.no_grad():
            for p, m in zip(model.parameters(), average):
                p.copy_(m)
        if epoch % 3 == 2 or epoch < 2 or epoch == a.epochs - 1 or done >= 1:
            res = {k: score(model, v, labels, enc.gaz) for k, v in dev.items()}
            print("epoch %d %.0fs loss %s" % (epoch + 1, took, " ".join("%s %.3f" % (k, v / nb) for k, v in sums.items())))
            for k, v in res.items():
                print("   %s: %s" % (k, show(v)), flush=True)
            keep(model)
        else:
            print("epoch %d %.0fs" % (epoch + 1, took), flush=True)
        if done >= 1:
            break
        with torch.no_grad():
            for p, o in zip(model.parameters(), own):
                p.copy_(o)
    return model


if __name__ == "__main__":
    main()
