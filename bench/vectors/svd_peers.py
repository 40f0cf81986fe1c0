#!/usr/bin/python3
"""bench/vectors/svd_peers.py - scikit-learn's randomized_svd and ARPACK on a matrix file.

usage: svd_peers.py MATRIX [--rank 256] [--iters 5] [--no-arpack] [--check BASIS]...

Prints lines "NAME SECONDS ENERGY": energy is the squared Frobenius norm of A V for the
orthonormal V found, computed here in float64 for everyone alike, so that nobody's own
account of its singular values is believed.  --check names a basis written by bench/vectors/svd
(u64 terms, rank; f32[terms][rank]); it is orthonormalised here before it is judged.
"""
import argparse
import os
import time
import numpy as np
import scipy.sparse as sp


def read_matrix(path):
    with open(path, "rb") as f:
        rows, cols, nnz = (int(x) for x in np.fromfile(f, np.uint64, 3))
        start = np.fromfile(f, np.uint64, rows + 1).astype(np.int64)
        col = np.fromfile(f, np.uint32, nnz).astype(np.int32)
        val = np.fromfile(f, np.float32, nnz)
    return sp.csr_matrix((val, col, start.astype(np.int32)), shape=(rows, cols))


def read_basis(path):
    with open(path, "rb") as f:
        terms, rank = (int(x) for x in np.fromfile(f, np.uint64, 2))
        return np.fromfile(f, np.float32, terms * rank).reshape(terms, rank)


def energy(a, v):
    q, _ = np.linalg.qr(v.astype(np.float64))
    return sum(float((((a @ q[:, i:i + 64])) ** 2).sum()) for i in range(0, q.shape[1], 64))


def report(name, seconds, a, v):
    off = float(np.abs(v.T.astype(np.float64) @ v - np.eye(v.shape[1])).max())
    print(f"{name}\t{seconds:.2f}\t{energy(a, v):.4f}\t{off:.1e}", flush=True)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("matrix")
    p.add_argument("--rank", type=int, default=256)
    p.add_argument("--iters", type=int, default=5)
    p.add_argument("--no-sklearn", action="store_true")
    p.add_argument("--no-arpack", action="store_true")
    p.add_argument("--check", action="append", default=[])
    o = p.parse_args()
    a = read_matrix(o.matrix)
    for path in o.check:
        report(os.path.basename(path), 0.0, a, read_basis(path))
    if not o.no_sklearn:
        from sklearn.utils.extmath import randomized_svd
        t = time.perf_counter()
        _, _, vt = randomized_svd(a, o.rank, n_iter=o.iters, random_state=0)
        report("sklearn", time.perf_counter() - t, a, vt.T)
    if not o.no_arpack:
        from scipy.sparse.linalg import svds
        t = time.perf_counter()
        _, _, vt = svds(a, o.rank, solver="arpack", random_state=0)
        report("arpack", time.perf_counter() - t, a, vt.T)


main()
