#!/usr/bin/env python3
"""Make vectors like those of latent semantic analysis, with fields, for bench/vectors/ann.

usage: ann_vectors.py TABLE.tsv OUT_DIR [N=1000000] [QUERIES=1000] [DIM=256] [SEED=0]
needs: apt-get install python3-sklearn

TABLE.tsv is a tab-separated table of patents with a column `abstract` and a column whose
name contains `cpc` (the figures of FORMAT-vectors.md: 5,000 random US patents).  Each row is
a blend of the vectors of two neighbouring abstracts plus noise with the same spectrum, so
that clusters, hubs and the sizes of fields are those of patents.
Writes base.f32 (N x DIM unit rows), field.u8 (N) and query.f32 to OUT_DIR.
Rows do not depend on N: the first rows of a larger set are the smaller set, in steps of 100,000.
"""
import csv
import os
import sys

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.utils.extmath import randomized_svd

FIELDS = 35  # as many as the WIPO table of technical fields has
NEIGHBOURS = 39  # a row is blended with one of so many
BLEND = 0.5  # share of the neighbour, at most
NOISE = 0.35  # deviations of the abstracts' own spectrum
PIECE = 100000  # rows made at once


def read_table(path, dim):
    """Unit vectors of the abstracts and their fields."""
    with open(path, newline="", encoding="utf-8") as table:
        rows = list(csv.DictReader(table, delimiter="\t"))
    cpc = [k for k in rows[0] if "cpc" in k.lower()][0]
    terms = TfidfVectorizer(sublinear_tf=True, min_df=3, max_df=0.2, stop_words="english",
                            token_pattern=r"[a-z]{3,}")
    x = terms.fit_transform(r["abstract"].lower() for r in rows)
    u, s, _ = randomized_svd(x, dim, random_state=0)
    z = (u * s).astype("f4")
    z /= np.linalg.norm(z, axis=1, keepdims=True) + 1e-9
    classes = sorted({r[cpc][:3] for r in rows})
    return z, np.array([classes.index(r[cpc][:3]) % FIELDS for r in rows], dtype="u1")


def blend(n, z, near, deviation, rng):
    """n rows, and the numbers of the abstracts they come from."""
    a = rng.integers(0, len(z), n)
    b = near[a, rng.integers(0, NEIGHBOURS, n)]
    w = rng.random((n, 1), dtype="f4") * BLEND
    v = (1 - w) * z[a] + w * z[b]
    v += rng.standard_normal(v.shape, dtype="f4") * deviation * NOISE
    return (v / np.linalg.norm(v, axis=1, keepdims=True)).astype("f4"), a


def main(table, out, n=1000000, queries=1000, dim=256, seed=0):
    z, field = read_table(table, dim)
    near = np.argsort(-(z @ z.T), axis=1)[:, 1:NEIGHBOURS + 1]
    rng = np.random.default_rng(seed)
    os.makedirs(out, exist_ok=True)
    with open(out + "/base.f32", "wb") as base, open(out + "/field.u8", "wb") as fields:
        for first in range(0, n, PIECE):
            v, a = blend(min(PIECE, n - first), z, near, z.std(0), rng)
            v.tofile(base)
            field[a].tofile(fields)
    v, a = blend(queries, z, near, z.std(0), rng)
    v.tofile(out + "/query.f32")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], *(int(x) for x in sys.argv[3:]))
