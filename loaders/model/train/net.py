"""The net: summed embeddings, one convolution, layers of simple recurrent units, and heads.

Every operation here has its twin in loaders/nlp/net. Matrix products run in bfloat16 where the
processor has it (the weights stay float32), which changes nothing but the speed of training.

Recurrent layer: T. Lei and others, Simple Recurrent Units for Highly Parallelizable Recurrence, 2018.
Arcs: T. Dozat and C. Manning, Deep Biaffine Attention for Neural Dependency Parsing, 2017.
"""
import ctypes
import math
import os
import subprocess
import tempfile

import torch
import torch.nn.functional as F

HALF = True  # bfloat16 products


class Product(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, w):
        xb, wb = x.to(torch.bfloat16), w.to(torch.bfloat16)
        ctx.save_for_backward(xb, wb)
        return torch.mm(xb, wb.t()).float()

    @staticmethod
    def backward(ctx, g):
        xb, wb = ctx.saved_tensors
        gb = g.to(torch.bfloat16)
        gx = torch.mm(gb, wb).float() if ctx.needs_input_grad[0] else None
        gw = torch.mm(gb.t().contiguous(), xb).float()
        return gx, gw


def compiled():
    """scan.c as a library, built once into the temporary folder."""
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "scan.c")
    out = os.path.join(tempfile.mkdtemp(), "scan.so")
    subprocess.run(["cc", "-O3", "-march=native", "-shared", "-fPIC", "-o", out, source], check=True)
    return ctypes.CDLL(out)


LIB = compiled()


def pointer(x):
    return ctypes.c_void_p(x.data_ptr())


class Scan(torch.autograd.Function):
    """c[t] = f[t] c[t-1] + (1 - f[t]) z[t] along dim 0; the second half of the channels runs backwards."""

    @staticmethod
    def forward(ctx, z, f):
        z, f = z.contiguous(), f.contiguous()
        c = torch.empty_like(z)
        n, b, w = (ctypes.c_long(k) for k in z.shape)
        LIB.scan_forward(pointer(c), pointer(z), pointer(f), n, b, w)
        ctx.save_for_backward(z, f, c)
        return c

    @staticmethod
    def backward(ctx, g):
        z, f, c = ctx.saved_tensors
        g = g.clone(memory_format=torch.contiguous_format)
        gz, gf = torch.empty_like(z), torch.empty_like(f)
        n, b, w = (ctypes.c_long(k) for k in z.shape)
        LIB.scan_backward(pointer(gz), pointer(gf), pointer(g), pointer(z), pointer(f), pointer(c), n, b, w)
        return gz, gf


class Linear(torch.nn.Module):
    def __init__(self, n_in, n_out, bias=True, zero=False):
        super().__init__()
        w = torch.zeros(n_out, n_in) if zero else torch.randn(n_out, n_in) / math.sqrt(n_in)
        self.weight = torch.nn.Parameter(w)
        self.bias = torch.nn.Parameter(torch.zeros(n_out)) if bias else None

    def forward(self, x):
        shape = x.shape
        x = x.reshape(-1, shape[-1])
        y = Product.apply(x, self.weight) if HALF else x @ self.weight.t()
        if self.bias is not None:
            y = y + self.bias
        return y.reshape(*shape[:-1], -1)


class Norm(torch.nn.Module):
    """x / sqrt(mean(x^2) + 1e-6) * gain"""

    def __init__(self, n):
        super().__init__()
        self.gain = torch.nn.Parameter(torch.ones(n))

    def forward(self, x):
        return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + 1e-6) * self.gain


def drop_channels(x, p, training):
    """Dropout with one mask for all places of a sentence: x is [time, sentence, channel]."""
    if not training or p == 0:
        return x
    mask = torch.empty(1, x.shape[1], x.shape[2]).bernoulli_(1 - p).div_(1 - p)
    return x * mask


class Recurrent(torch.nn.Module):
    def __init__(self, width):
        super().__init__()
        self.norm = Norm(width)
        self.lin = Linear(width, 3 * width)
        with torch.no_grad():
            self.lin.bias[width:2 * width] = torch.rand(width) * 4 - 1  # many time scales

    def forward(self, x, mask, drop):
        u = self.lin(drop_channels(self.norm(x), drop, self.training))
        z, f, o = u.chunk(3, -1)
        c = Scan.apply((z * mask).contiguous(), F.hardsigmoid(f).contiguous())
        return x + F.hardsigmoid(o) * c


class Net(torch.nn.Module):
    def __init__(self, rows, labels, emb=128, width=160, layers=3, arc=96, rel=96, tag=96):
        """labels: sizes of the heads, {"upos": 17, "xpos": 50, "feats": 200, "names": 29, "denotes": 11, "rels": 50}"""
        super().__init__()
        self.sizes = dict(emb=emb, width=width, layers=layers, arc=arc, rel=rel, tag=tag)
        self.emb = torch.nn.Parameter(torch.randn(rows, emb) * 0.1)
        self.norm0 = Norm(emb)
        self.conv = Linear(3 * emb, width)
        self.layers = torch.nn.ModuleList(Recurrent(width) for _ in range(layers))
        self.norm1 = Norm(width)
        self.tag = Linear(width, tag)
        self.upos = Linear(tag, labels["upos"])
        self.xpos = Linear(tag, labels["xpos"])
        self.feats = Linear(tag, labels["feats"])
        self.mark = Linear(width, tag)
        self.names = Linear(tag, labels["names"])
        self.denotes = Linear(tag, labels["denotes"])
        self.dep = Linear(width, arc)
        self.head = Linear(width, arc)
        self.root = torch.nn.Parameter(torch.randn(arc) * 0.1)
        self.biaff = Linear(arc, arc, bias=False)
        self.prior = torch.nn.Parameter(torch.randn(arc) * 0.1)
        self.rdep = Linear(width, rel)
        self.rhead = Linear(width, rel)
        self.rroot = torch.nn.Parameter(torch.randn(rel) * 0.1)
        self.rels = Linear(rel, labels["rels"])

    def encode(self, e, mask, drop, emb_drop):
        """e [T, B, emb] are the summed rows. Returns [T, B, width]."""
        e = drop_channels(self.norm0(e), emb_drop, self.training)
        m = mask.unsqueeze(-1)
        e = e * m
        pad = torch.zeros_like(e[:1])
        x = F.relu(self.conv(torch.cat([torch.cat([pad, e[:-1]]), e, torch.cat([e[1:], pad])], -1)))
        for layer in self.layers:
            x = layer(x, m, drop)
        return drop_channels(self.norm1(x), drop, self.training)

    def first(self, x):
        """The first layers of all heads at once: tag, mark, dep, head, rdep, rhead."""
        parts = [self.tag, self.mark, self.dep, self.head, self.rdep, self.rhead]
        w, b = torch.cat([p.weight for p in parts]), torch.cat([p.bias for p in parts])
        y = (Product.apply(x.reshape(-1, x.shape[-1]), w) if HALF else x.reshape(-1, x.shape[-1]) @ w.t()) + b
        return y.reshape(*x.shape[:-1], -1).split([p.weight.shape[0] for p in parts], -1)

    def tags(self, first, drop):
        t = drop_channels(F.relu(first[0]), drop, self.training)
        k = drop_channels(F.relu(first[1]), drop, self.training)
        return {"upos": self.upos(t), "xpos": self.xpos(t), "feats": self.feats(t), "names": self.names(k), "denotes": self.denotes(k)}

    def arcs(self, first, mask, drop):
        """[B, T, T + 1]: for each dependent the scores of heads, the root first."""
        dep = drop_channels(F.relu(first[2]), drop, self.training).transpose(0, 1)
        head = drop_channels(F.relu(first[3]), drop, self.training).transpose(0, 1)
        head = torch.cat([self.root.expand(head.shape[0], 1, -1), head], 1)
        s = torch.bmm(self.biaff(dep) + self.prior, head.transpose(1, 2)) / math.sqrt(dep.shape[-1])
        ok = torch.cat([torch.ones(1, mask.shape[1]), mask]).t().unsqueeze(1)
        return s.masked_fill(ok == 0, -1e4)

    def relations(self, first, heads, drop):
        """heads [B, T], 0 the root. Returns [B, T, R]."""
        d = first[4].transpose(0, 1)
        h = first[5].transpose(0, 1)
        h = torch.cat([self.rroot.expand(h.shape[0], 1, -1), h], 1)
        h = h.gather(1, heads.unsqueeze(-1).expand(-1, -1, h.shape[-1]))
        return self.rels(drop_channels(F.relu(d + h).transpose(0, 1), drop, self.training)).transpose(0, 1)
