"""Makes the model file from the corpora, in three stages; see README.md."""
import argparse
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))

# Options that differ from the defaults of train.py. Each stage starts from the one before.
COMMON = ["--batch", "2500", "--layers", "4", "--gum-dev", "--drop", "0.25", "--emb-drop", "0.25"]
STAGES = [
    ["--epochs", "19", "--batch", "2500", "--rate", "3e-3", "--seed", "1"],
    ["--epochs", "27", "--rate", "2e-3", "--seed", "2"] + COMMON,
    ["--epochs", "22", "--rate", "1.5e-3", "--seed", "5", "--drop-fade", "0.3", "--word-drop", "1.5", "--any-word-drop", "0.1", "--gram-drop", "0.2",
     "--affix-drop", "0.1", "--names-share", "0.35", "--ewt-more", "0.2"] + COMMON,
]


def main():
    p = argparse.ArgumentParser(formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    p.add_argument("--data", required=True, help="folder of the corpora")
    p.add_argument("--work", required=True, help="folder for checkpoints")
    p.add_argument("--out", required=True, help="model file to write")
    a = p.parse_args()
    os.makedirs(a.work, exist_ok=True)
    before = None
    for i, options in enumerate(STAGES):
        out = os.path.join(a.work, "stage%d.pt" % (i + 1))
        command = [sys.executable, os.path.join(HERE, "train.py"), "--data", a.data, "--out", out] + options
        if before:
            command += ["--start", before]
        subprocess.run(command, check=True)
        before = out
    subprocess.run([sys.executable, os.path.join(HERE, "export.py"), "--data", a.data, "--checkpoint", before, "--out", a.out], check=True)


if __name__ == "__main__":
    main()
