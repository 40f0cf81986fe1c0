#!/usr/bin/python3
"""bench/ablation.py - what every component of the field model is worth.

    bench/ablation.py [--docs N] [--hidden INDEX]...

Runs build/release/bench/signals (SIGNALS=... for another) on each index and prints, needing
python3-numpy:

  --hidden INDEX   hidden-field recovery, hit@1 / recall@5 for all, near and far fields (as
                   `tensen eval` defines them, but with the shipped prior): each component of the
                   fit on, off and alone; candidates that were tried and left out, added one at a
                   time; and the differences to every baseline with 95 % intervals by paired
                   bootstrap over documents.  Weights are always fitted on nine folds and judged on the
                   tenth.  At most N documents (6000), drawn with a fixed seed.
"""
import argparse
import io
import os
import subprocess

import numpy as np

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
SIGNALS = os.environ.get("SIGNALS", os.path.join(ROOT, "build/release/bench/signals"))
FIELDS, FOLDS, L2, SEED = 35, 10, 20.0, 1
DEFAULTS = {"votes": 0.8, "second": 0.25, "words": 0.4, "ridge": 0.2, "coclass": 1.1, "size": -0.2,
            "far_votes": 0.4, "far_coclass": -0.4}
LEFT_OUT = ["prior", "lexical", "dense"]


class Signals:
    """One array [query, field] per signal; index 0 is field 1."""

    def __init__(self, command, most=None):
        out = subprocess.run([SIGNALS] + command, check=True, stdout=subprocess.PIPE, text=True)
        names = out.stdout[:out.stdout.index("\n")].split("\t")
        ids = [line[:line.index("\t")] for line in out.stdout.split("\n")[1:-1:FIELDS]]
        table = np.loadtxt(io.StringIO(out.stdout), skiprows=1, ndmin=2,
                           usecols=range(1, len(names)), dtype=np.float32)
        table = table.reshape(-1, FIELDS, len(names) - 1)
        if most and len(ids) > most:
            keep = np.sort(np.random.default_rng(SEED).permutation(len(ids))[:most])
            table, ids = table[keep], [ids[k] for k in keep]
        self.ids = ids
        self.raw = {n: table[:, :, k].astype(float) for k, n in enumerate(names[1:])}
        self.candidate = self.raw["candidate"] > 0
        self.truth = self.raw["truth"] > 0

    def z(self, name):
        """As standardise() of ideas/field_fit.c: over the candidates of each query."""
        if name.startswith("far_"):
            return self.z(name[4:]) * self.raw["far"]
        v = self.raw[name]
        if name in ("votes", "second", "lexical", "dense"):
            v = np.log(v + 0.01 * (v * self.candidate).sum(1, keepdims=True) / 34 + 1e-9)
        elif name in ("coclass", "prior"):
            v = np.log(v + 1e-4)
        elif name == "size":
            v = np.log(v + 1)
        return standard(v, self.candidate)


def standard(v, c):
    n = np.maximum(c.sum(1, keepdims=True), 1)
    d = np.where(c, v - (v * c).sum(1, keepdims=True) / n, 0)
    sd = np.sqrt((d * d).sum(1, keepdims=True) / n)
    return np.where(sd > 1e-12, d / np.maximum(sd, 1e-12), 0)


def logit(z, s, rows, w0):
    """model/logit.c: conditional logit with a pull towards w0."""
    w, c = w0.copy(), s.candidate[rows]
    t = (s.truth & s.candidate)[rows].astype(float)
    ok = t.sum(1) > 0
    z, c, t = z[rows][ok], c[ok], t[ok]
    t /= t.sum(1, keepdims=True)
    for _ in range(25):
        e = np.where(c, z @ w, -np.inf)
        p = np.exp(e - e.max(1, keepdims=True))
        p /= p.sum(1, keepdims=True)
        mean = np.einsum("qf,qfk->qk", p, z)
        g = np.einsum("qf,qfk->k", t - p, z) - L2 * (w - w0)
        h = np.einsum("qf,qfk,qfl->kl", p, z, z, optimize=True) - mean.T @ mean
        step = np.clip(np.linalg.solve(h + L2 * np.eye(len(w)), g), -1, 1)
        w += step
        if abs(step).sum() < 1e-7:
            break
    return w


def ranks(score, allowed):
    """Rank of every field among the allowed, 1 best; ties by field number."""
    order = np.argsort(-np.where(allowed, score, -np.inf), axis=1, kind="stable")
    r = np.empty_like(order)
    np.put_along_axis(r, order, np.arange(1, FIELDS + 1)[None, :].repeat(len(r), 0), 1)
    return r


class Hidden:
    def __init__(self, index, most):
        self.s = s = Signals([index], most)
        allowed = s.raw["known"] == 0
        near = (ranks(s.raw["prior"], allowed) <= 5) & allowed
        self.buckets = {"all": allowed, "near": near, "far": allowed & ~near}
        self.fold = np.random.default_rng(SEED).integers(0, FOLDS, len(s.ids))

    def measure(self, score):
        """{bucket: (hit@1, recall@5) per query, NaN where there is no truth}"""
        out = {}
        for name, allowed in self.buckets.items():
            r, t = ranks(score, allowed), self.s.truth & allowed
            n = t.sum(1)
            best = np.where(t, r, 99).min(1)
            with np.errstate(invalid="ignore", divide="ignore"):
                in5 = (t & (r <= 5)).sum(1) / n
            out[name] = (np.where(n > 0, best == 1, np.nan), np.where(n > 0, in5, np.nan))
        return out

    def fit(self, names):
        z = np.stack([self.s.z(n) for n in names], 2)
        w0 = np.array([DEFAULTS.get(n, 0.0) for n in names])
        score = np.zeros(z.shape[:2])
        for f in range(FOLDS):
            score[self.fold == f] = z[self.fold == f] @ logit(z, self.s, self.fold != f, w0)
        return self.measure(np.where(self.s.candidate, score, -1e9))

    def line(self, name, m):
        cells = ["%.3f/%.3f" % (np.nanmean(m[b][0]), np.nanmean(m[b][1])) for b in self.buckets]
        print("  %-26s %s" % (name, "  ".join(cells)), flush=True)

    def gain(self, name, m, base):
        """Difference with its interval by paired bootstrap, as share of the baseline too."""
        rng, n, cells = np.random.default_rng(SEED), len(self.s.ids), []
        for b in ("all", "far"):
            for k in (0, 1):
                d = np.stack([m[b][k], base[b][k]])
                d = d[:, ~np.isnan(d[0])]
                pick = rng.integers(0, d.shape[1], (1000, d.shape[1]))
                diff = np.sort((d[0] - d[1])[pick].mean(1))
                cells.append("%+.3f [%+.3f, %+.3f] (%+.0f %%)" % (
                    (d[0] - d[1]).mean(), diff[25], diff[975],
                    100 * (d[0].mean() / d[1].mean() - 1)))
        print("  %-12s all %s, %s\n  %-12s far %s, %s" % (name, *cells[:2], "", *cells[2:]))

    def tables(self, title):
        names = list(DEFAULTS)
        n_far = (self.s.truth & self.buckets["far"]).any(1).sum()
        print("\n%s: %d documents, %d with a far field (hit@1/recall@5: all, near, far)"
              % (title, len(self.s.ids), n_far))
        base = {"co-class prior": self.measure(self.s.raw["prior"]),
                "tf-idf votes": self.measure(self.s.raw["lexical"]),
                "LSA votes": self.measure(self.s.raw["dense"])}
        for k, m in base.items():
            self.line(k, m)
        full = self.fit(names)
        self.line("fit", full)
        for n in names:
            self.line("  without " + n, self.fit([x for x in names if x != n]))
        for n in names:
            self.line("  %s alone" % n, self.fit([n]))
        for n in LEFT_OUT:
            self.line("  with " + n, self.fit(names + [n]))
        print("  fit less baseline, hit@1 and recall@5, 95 % by paired bootstrap")
        for k, m in base.items():
            self.gain(k, full, m)


def main():
    p = argparse.ArgumentParser(usage=__doc__)
    p.add_argument("--hidden", action="append", default=[])
    p.add_argument("--docs", type=int, default=6000)
    o = p.parse_args()
    for index in o.hidden:
        Hidden(index, o.docs).tables(os.path.basename(index))


main()
