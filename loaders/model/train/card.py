"""Writes the model's card: what it is, what it was made of, and how well it scores.

The scores are those of the Go tests on the very bytes:
RELATA_DATA=... RELATA_SCORES=folder go test ./loaders/model
"""
import argparse
import json
import os

import torch

import features

SOURCES = [
    ("UD English EWT 2.15", "CC BY-SA 4.0", ["ud/ewt-train.conllu"], "tags, features and trees as they are"),
    ("UD English GUM", "text CC BY, CC BY-SA or public domain without NC clauses, annotation CC BY 4.0", ["ud/gum-train.conllu", "ud/gum-dev.conllu"],
     "tags, features and trees as they are; types of mentions; proper names cut out of the mentions along the tree"),
    ("Universal NER, English EWT", "CC BY-SA 4.0", ["ner/uner-ewt-train.iob2"], "LOC split into countries and places; names of peoples added as countries; other types left open"),
    ("WikiGold", "CC BY 4.0", ["ner/wikigold.conll.txt"], "as before; MISC left open"),
    ("WNUT 2017 emerging entities", "CC BY 4.0", ["ner/wnut17-train.conll"], "messages with a name; corporations and groups are organizations"),
    ("re3d, Relationship and Entity Extraction Evaluation Dataset", "OGL v3 (UK government), public domain (CENTCOM), CC BY 3.0 AU (DFAT)",
     ["re3d/australian-department-of-foreign-affairs/entities.jsonl", "re3d/centcom/entities.jsonl", "re3d/uk-government/entities.jsonl"], "entities written large; the rest left open"),
    ("KnowledgeNet, folds 1 to 3", "CC BY-SA 4.0", ["knowledgenet/folds1-3.jsonl"], "arguments of facts as names; other words written large left open"),
    ("Wikinews, whole articles of 2019 and 2020", "CC BY 2.5", ["articles/wikinews-2019-2020.jsonl"], "text alone: the small net learns how the large one reads it"),
    ("country-codes", "PDDL", ["gazetteer/country-codes.csv"], "names of countries and capitals"),
    ("GeoNames cities", "CC BY 4.0", ["gazetteer/world-cities.csv"], "names of cities and regions"),
    ("The World Factbook", "CC0", [], "nationalities, capitals, names of leaders"),
    ("United States legislators", "CC0", ["gazetteer/us-legislators-current.yaml"], "given and family names"),
]


def main():
    p = argparse.ArgumentParser(formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    p.add_argument("--data", required=True)
    p.add_argument("--checkpoint", required=True)
    p.add_argument("--model", required=True)
    p.add_argument("--scores", required=True, help="folder of trees.json and names.json")
    p.add_argument("--out", required=True)
    a = p.parse_args()
    ck = torch.load(a.checkpoint)
    scores = {}
    for name in ("trees", "names"):
        with open(os.path.join(a.scores, name + ".json")) as f:
            scores[name] = json.load(f)
    skip = ("data", "out", "start", "limit")
    card = {
        "name": "news-en",
        "what": "English: universal and Penn tags, features, dependency trees (Universal Dependencies 2.15), names of seven types, what noun phrases denote",
        "licence": "CC BY-SA 4.0, after the most demanding of the sources",
        "file": {"name": "news-en.bin", "bytes": os.path.getsize(a.model), "sha256": features.checksum(a.model)},
        "net": {**ck["sizes"], "rows": len(ck["vocab"]) + 1 + sum(ck["rows"].values()) + features.PLACE_ROWS, "words": len(ck["vocab"]),
                "quantized": "embeddings 8 bits, weights 8 and 11 bits, activations 8 and 12 bits"},
        "training": {"recipe": "train/README.md", "note": "the small net of make.py, which learns from the large one", "options of the last stage": {k: v for k, v in sorted(ck["options"].items()) if k not in skip and k != "teachers"}},
        "sources": [{"name": n, "licence": lic, "use": use, "files": {f: features.checksum(os.path.join(a.data, f)) for f in files}} for n, lic, files, use in SOURCES],
        "not used for training": "EWT dev (selection only), EWT test, UNER dev (selection only), what is marked in the gold articles",
        "scores": scores,
        "notes": [
            "Trees: gold tokens, predicted tags, punctuation counted, relations without subtypes. By label: F1 in per cent.",
            "Names: exact span and type on UNER EWT dev; countries and places are LOC; names of peoples are left out, as UNER has none.",
            "GUM dev is part of the training data: no score on it is given.",
        ],
    }
    with open(a.out, "w", encoding="utf-8") as f:
        json.dump(card, f, indent=1, ensure_ascii=False, sort_keys=False)
        f.write("\n")


if __name__ == "__main__":
    main()
