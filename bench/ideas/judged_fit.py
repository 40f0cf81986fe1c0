#!/usr/bin/env python3
"""Fit models/pair-weights.tsv on pairs that readers graded (needs python3-numpy).

    python3 bench/ideas/judged_fit.py INDEX=JUDGED.tsv... [--added bench/ideas/judged_added.tsv] [--write]

Each INDEX is asked for a thousand candidates of every query of its JUDGED.tsv (query, document,
grade, kind) with their signals.  Three logistic regressions: good (2 or 3) by GOOD; own family by
classes and likeness; precedent among the good ones by likeness.  A pair that the pool lacks is taken
from the added readings of READERS, each reading with its share.  A candidate nobody graded counts as
bad with weight UNJUDGED.  Ten folds by query give the figures
that are printed; --write puts the weights of all queries into models/pair-weights.tsv.
"""
import csv
import json
import os
import subprocess
import sys

import numpy as np

TENSEN = os.environ.get("TENSEN", "build/release/tensen")
UNJUDGED = 0.2  # .1 and .4 are level
RIDGE = 20.0  # 5 and 60 find fewer known good documents of patents left out
READERS = "ABJKLM"  # who read what stood first; the others read what no list shows
FAMILY_FROM = 0.15  # as in src/engine/ideas/triage.h
GOOD = ["place", "plain", "near", "area", "distance", "scene", "scenes", "agreed"]
FAMILY = ["subclass", "class", "group", "near", "close", "whole", "distance", "problem"]
PRECEDENT = ["whole", "near", "problem"]
HEAD = """# Weights of signals (src/ideas/pair_weights.h): signal, then what it adds to the log-odds of a good pair (2 or 3),
# of the own family, and of a precedent among good pairs.  Fitted by bench/ideas/judged_fit.py on pairs that readers graded.
"""


def read(path, readers=None):
    """Readings by (query, document): grade and kind of each."""
    out = {}
    with open(path, encoding="utf-8") as f:
        rows = csv.DictReader((line for line in f if not line.startswith("#")), delimiter="\t",
                              quoting=csv.QUOTE_NONE)
        for r in rows:
            if r["grade"] and (not readers or r["reader"] in readers):
                out.setdefault((r["query"], r["document"]), []).append((int(r["grade"]), r["kind"]))
    return out


def candidates(index, query):
    out = subprocess.run([TENSEN, "candidates", index, query, "-n", "1000", "--family", "--json"],
                         capture_output=True, check=False).stdout
    if not out:
        return []
    return [(c["id"], {s["name"]: s["value"] for s in c["signals"]}) for c in json.loads(out)["candidates"]]


def logistic(x, y, w):
    """Ridge logistic regression by Newton's method; the first column is the constant."""
    b = np.zeros(x.shape[1])
    penalty = RIDGE * np.ones(len(b))
    penalty[0] = 0
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(x @ b, -30, 30)))
        h = (x * (w * p * (1 - p))[:, None]).T @ x + np.diag(penalty + 1e-6)
        b -= np.linalg.solve(h, x.T @ (w * (p - y)) + penalty * b)
    return b


def fit(rows, names):
    """rows: (signals, y, weight).  Returns weights by name and the constant."""
    x = np.array([[s[n] for n in names] for s, _, _ in rows])
    mean, spread = x.mean(0), x.std(0) + 1e-9
    b = logistic(np.c_[np.ones(len(x)), (x - mean) / spread], np.array([float(y) for _, y, _ in rows]),
                 np.array([w for _, _, w in rows]))
    return dict(zip(names, b[1:] / spread)), b[0] - (b[1:] * mean / spread).sum()


def train(pool):
    graded = [(s, g, 1 / len(readings)) for _, s, readings in pool for g in readings or []]
    good = [(s, g[0] >= 2, w) for s, g, w in graded] + [(s, 0, UNJUDGED) for _, s, r in pool if not r]
    family = [(s, g[1] == "F", w) for s, g, w in graded]
    precedent = [(s, g[1] == "P", w) for s, g, w in graded if g[0] >= 2 and g[1] in ("N", "P")]
    return fit(good, GOOD), fit(family, FAMILY), fit(precedent, PRECEDENT)


def log_odds(model, signals):
    return sum(w * signals[n] for n, w in model[0].items()) + model[1]


def share(readings, says):
    return sum(says(g) for g in readings) / len(readings)


def folds(pools):
    """Top five of each query by weights of the other queries: good, judged, own family."""
    queries, sums = sorted(pools), np.zeros(4)
    for k in range(10):
        rest = [c for i, q in enumerate(queries) if i % 10 != k for c in pools[q]]
        good, family, _ = train(rest)
        for q in queries[k::10]:
            kept = [c for c in pools[q] if 1 / (1 + np.exp(-log_odds(family, c[1]))) < FAMILY_FROM]
            top = sorted(kept, key=lambda c: -log_odds(good, c[1]))[:5]
            read_ones = [r for _, _, r in top if r]
            sums += [sum(share(r, lambda g: g[0] >= 2) for r in read_ones), len(read_ones),
                     sum(share(r, lambda g: g[1] == "F") for r in read_ones), len(top)]
    print("top five, ten folds: %.1f graded 2+ of %d graded, %.1f own family, %d leads" % tuple(sums))


def write(models, names, path="models/pair-weights.tsv"):
    with open(path, "w", encoding="utf-8") as f:
        f.write(HEAD)
        for n in names:
            f.write(n + "".join("\t%.4f" % m[0].get(n, 0) for m in models) + "\n")
        f.write("constant" + "".join("\t%.4f" % m[1] for m in models) + "\n")


def main():
    args = [a for a in sys.argv[1:] if not a.startswith("--")]
    added, pools, names = {}, {}, []
    if "--added" in sys.argv:
        added = read(args.pop(), READERS)
    for pair in args:
        index, path = pair.split("=", 1)
        judged = {**added, **read(path)}
        for q in {q for q, _ in read(path)}:
            pools[index, q] = [(d, s, judged.get((q, d))) for d, s in candidates(index, q)]
            names = names or (list(pools[index, q][0][1]) if pools[index, q] else [])
    folds(pools)
    models = train([c for q in sorted(pools) for c in pools[q]])
    if "--write" in sys.argv:
        with open("models/pair-weights.tsv", encoding="utf-8") as f:
            order = [line.split("\t")[0] for line in f if not line.startswith(("#", "constant"))]
        write(models, order)


if __name__ == "__main__":
    main()
