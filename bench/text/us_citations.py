#!/usr/bin/python3
"""bench/text/us_citations.py - runs of one set of queries against citations, as a table.

    bench/text/us_citations.py QRELS NAME=RUN...

QRELS has a line "query<TAB>relevant document" a pair; repeated pairs count once.  Per
run nDCG@10, nDCG@100 and Recall@100, means over queries with 95 % intervals by
bootstrap over queries (2,000 resamples, seed 1), then paired differences from the
first run and from the best other run of nDCG@100.  Needs only Python's library."""
import math, random, sys

RESAMPLES, SEED, DEPTH = 2000, 1, 100


def read_qrels(path):
    pairs = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            query, document = line.split()[:2]
            pairs.setdefault(query, set()).add(document)
    return pairs


def read_run(path):
    ranked = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            query, _, document, rank, _, _ = line.split()
            if int(rank) <= DEPTH:
                ranked.setdefault(query, []).append((int(rank), document))
    return {q: [d for _, d in sorted(v)] for q, v in ranked.items()}


def ndcg(documents, relevant, k):
    gain = sum(1 / math.log2(i + 2) for i, d in enumerate(documents[:k]) if d in relevant)
    return gain / sum(1 / math.log2(i + 2) for i in range(min(k, len(relevant))))


def measures(run, qrels):
    """Three figures of every query; a query without an answer has zeros."""
    out = []
    for query in sorted(qrels):
        found, relevant = run.get(query, []), qrels[query]
        if query in found:
            raise SystemExit(f"{query} found itself")
        out.append((ndcg(found, relevant, 10), ndcg(found, relevant, 100),
                    len(relevant & set(found[:100])) / len(relevant)))
    return out


def interval(values, samples):
    means = sorted(sum(values[i] for i in s) / len(s) for s in samples)
    return means[int(0.025 * len(means))], means[int(0.975 * len(means)) - 1]


def line(name, rows, samples, sign=""):
    cells = []
    for m in range(3):
        v = [r[m] for r in rows]
        low, high = interval(v, samples)
        cells.append(f"{sum(v) / len(v):{sign}.3f} [{low:{sign}.3f} {high:{sign}.3f}]")
    print(f"{name:<28} " + "  ".join(f"{c:<22}" for c in cells).rstrip())


def main():
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    qrels = read_qrels(sys.argv[1])
    runs = {n: measures(read_run(p), qrels) for n, _, p in (a.partition("=") for a in sys.argv[2:])}
    random.seed(SEED)
    n = len(qrels)
    samples = [[random.randrange(n) for _ in range(n)] for _ in range(RESAMPLES)]
    print(f"{n} queries, {sum(map(len, qrels.values()))} pairs; [95 % interval]")
    print(f"{'':<28} {'nDCG@10':<22}  {'nDCG@100':<22}  Recall@100")
    for name, rows in runs.items():
        line(name, rows, samples)
    first, *others = runs
    best = max(others, key=lambda o: sum(r[1] for r in runs[o]), default=None)
    for other in others:
        mark = " (best other)" if other == best else ""
        line(f"{first} - {other}{mark}",
             [tuple(a - b for a, b in zip(x, y)) for x, y in zip(runs[first], runs[other])],
             samples, "+")


main()
