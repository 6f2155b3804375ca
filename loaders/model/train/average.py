"""Averages checkpoints of one course of training: python3 average.py --out OUT.pt A.pt=0.5 B.pt=0.5"""
import argparse

import torch


def main():
    p = argparse.ArgumentParser(formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    p.add_argument("--out", required=True)
    p.add_argument("checkpoints", nargs="+", metavar="PATH=WEIGHT", help="the first gives the vocabulary, labels and options")
    a = p.parse_args()
    parts = [(torch.load(path), float(weight)) for path, _, weight in (c.rpartition("=") for c in a.checkpoints)]
    first = parts[0][0]
    for ck, _ in parts[1:]:
        if ck["vocab"] != first["vocab"] or ck["labels"] != first["labels"]:
            raise SystemExit("the checkpoints have different words or labels")
    first["state"] = {k: sum(w * ck["state"][k] for ck, w in parts) for k in first["state"]}
    torch.save(first, a.out)


if __name__ == "__main__":
    main()
