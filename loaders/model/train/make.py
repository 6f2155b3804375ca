"""Makes the model file from the corpora, a large net first and then the small one that learns from it; see README.md."""
import argparse
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))

# Options that differ from the defaults of train.py.
COMMON = ["--batch", "2500", "--layers", "4", "--gum-dev", "--drop-fade", "0.3", "--ewt-more", "0.2", "--rename", "0.3"]
TEACHER = ["--epochs", "30", "--rate", "2.5e-3", "--seed", "11", "--emb", "192", "--width", "320", "--arc", "160", "--rel", "128", "--tag", "160",
           "--drop", "0.33", "--emb-drop", "0.3", "--word-drop", "1", "--any-word-drop", "0.08", "--gram-drop", "0.15", "--affix-drop", "0.08",
           "--names-share", "0.5"] + COMMON
STUDENT = ["--epochs", "40", "--rate", "2.5e-3", "--seed", "5", "--drop", "0.2", "--word-drop", "1.5", "--any-word-drop", "0.1", "--gram-drop", "0.2",
           "--affix-drop", "0.1", "--names-share", "0.35"] + COMMON


def main():
    p = argparse.ArgumentParser(formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    p.add_argument("--data", required=True, help="folder of the corpora")
    p.add_argument("--work", required=True, help="folder for checkpoints")
    p.add_argument("--out", required=True, help="model file to write")
    a = p.parse_args()
    os.makedirs(a.work, exist_ok=True)
    teacher, student = (os.path.join(a.work, name + ".pt") for name in ("teacher", "student"))
    for out, options in ((teacher, TEACHER), (student, STUDENT + ["--teachers", teacher])):
        subprocess.run([sys.executable, os.path.join(HERE, "train.py"), "--data", a.data, "--out", out] + options, check=True)
    subprocess.run([sys.executable, os.path.join(HERE, "export.py"), "--name", "news-en 2", "--data", a.data, "--checkpoint", student, "--out", a.out], check=True)


if __name__ == "__main__":
    main()
