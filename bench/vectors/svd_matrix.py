#!/usr/bin/python3
"""bench/vectors/svd_matrix.py - a seeded tf-idf matrix with the shape of patent text.

usage: svd_matrix.py OUT [--rows 200000] [--cols 100000] [--tokens 69] [--topics 600] [--seed 1]

STATISTICS
  vocabulary   background weight of rank r: 1/(r + 2.7)^1.05 (Zipf-Mandelbrot)
  topics       sizes by Zipf (exponent 0.6); each has its own list of 4,000 terms drawn by
               the square root of the background weight, weighted 1/(r + 5) in the order drawn
  documents    a main topic (weight 1), two more (exponential, mean 0.35 each) and the
               background (mean 0.6); length lognormal (sigma 0.5), at least 8 tokens
  weights      (1 + ln tf) * (ln((1 + n)/(1 + df)) + 1), rows of length 1
The defaults give about 13 million nonzeros: 65 different terms a document.

FILE  little-endian: u64 rows, cols, nonzeros; u64 start[rows + 1]; u32 col[]; f32 val[]
"""
import argparse
import numpy as np


def cumulative(weights):
    c = np.cumsum(weights)
    return c / c[-1]


def draw(rng, cdf, n):
    return np.searchsorted(cdf, rng.random(n), side="right").clip(max=len(cdf) - 1)


def topic_lists(rng, topics, zipf, size):
    cdf = cumulative(np.sqrt(zipf))
    return draw(rng, cdf, topics * size).reshape(topics, size).astype(np.uint32)


def tokens_of(rng, rows, mean, sizes, lists, zipf):
    """Rows and terms of every token."""
    length = np.maximum(8, rng.lognormal(np.log(mean) - 0.125, 0.5, rows)).astype(np.int64)
    own = np.stack([draw(rng, sizes, rows) for _ in range(3)], axis=1)
    share = np.stack([np.ones(rows), rng.exponential(0.35, rows), rng.exponential(0.35, rows),
                      rng.exponential(0.6, rows)], axis=1).cumsum(axis=1)
    share /= share[:, -1:]
    row = np.repeat(np.arange(rows), length)
    which = (rng.random(len(row))[:, None] > share[row]).sum(axis=1)
    term = draw(rng, cumulative(zipf), len(row)).astype(np.uint32)
    topical = which < 3
    inside = draw(rng, cumulative(1.0 / (np.arange(lists.shape[1]) + 5.0)), int(topical.sum()))
    term[topical] = lists[own[row[topical], which[topical]], inside]
    return row, term


def main():
    p = argparse.ArgumentParser()
    p.add_argument("out")
    p.add_argument("--rows", type=int, default=200000)
    p.add_argument("--cols", type=int, default=100000)
    p.add_argument("--tokens", type=float, default=69)
    p.add_argument("--topics", type=int, default=600)
    p.add_argument("--seed", type=int, default=1)
    a = p.parse_args()
    rng = np.random.default_rng(a.seed)
    zipf = 1.0 / (np.arange(a.cols) + 2.7) ** 1.05
    sizes = cumulative(1.0 / (np.arange(a.topics) + 1.0) ** 0.6)
    lists = topic_lists(rng, a.topics, zipf, 4000)
    row, term = tokens_of(rng, a.rows, a.tokens, sizes, lists, zipf)
    # Terms are numbered by spelling in real indexes: frequency says nothing about the number.
    term = rng.permutation(a.cols).astype(np.uint32)[term]
    cell, tf = np.unique(row.astype(np.uint64) * np.uint64(a.cols) + term, return_counts=True)
    row, col = (cell // np.uint64(a.cols)).astype(np.int64), (cell % np.uint64(a.cols)).astype(np.uint32)
    df = np.bincount(col, minlength=a.cols)
    val = (1 + np.log(tf)) * (np.log((1 + a.rows) / (1 + df)) + 1)[col]
    val /= np.sqrt(np.bincount(row, val * val, a.rows))[row]
    start = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=a.rows))]).astype(np.uint64)
    with open(a.out, "wb") as f:
        np.array([a.rows, a.cols, len(col)], np.uint64).tofile(f)
        start.tofile(f)
        col.tofile(f)
        val.astype(np.float32).tofile(f)
    top = np.sort(df)[::-1]
    print(f"{a.out}: {a.rows} x {a.cols}, {len(col)} nonzeros, {len(col) / a.rows:.1f} a row, "
          f"{(df == 0).sum()} empty columns, df of rank 1/100/10000: {top[0]} {top[99]} {top[min(9999, a.cols - 1)]}, "
          f"half of the nonzeros in {int(np.searchsorted(np.cumsum(top), len(col) / 2))} columns")


main()
