#!/usr/bin/python3
"""bench/text/fusion.py - forms and weights of the fused ranking, compared on the tasks of
bench/text/fusion_tasks.py with what bench/text/fusion wrote of them (bench/text/fusion.sh does all three).

    bench/text/fusion.py TASKS          the folder with the file "tasks"

A form is the words' score + w LSA.  The words: BM25 whose idf is raised to the power p, a
compound counted c times in the query, over the most it could be; beside them tf-idf, plain
BM25, LSA, and the fusion of before (the mean of tf-idf and BM25 as shares of the query's best, and
0.2 of LSA so).  A task's figure is the mean of nDCG@10, nDCG@100 and Recall@100, told as its
ratio to plain BM25; the mean is over corpora, tasks of one corpus first.  Choice: the best form of
the other corpora is what a corpus is judged by.  Needs numpy and scipy."""
import json, sys
import numpy as np, scipy.sparse as sp

K1, B, SECTIONS = 1.2, 0.75, np.array([2, 1, 1, 1, 0.7, 0.2, 1, 1], np.float32)
WORD, COMPOUND, FUNCTION = 0, 1, 2
POOL, RESAMPLES, SEED = 300, 1000, 1
POWERS, COMPOUNDS, SHARES = (1, 1.5, 2, 2.5), (0.25, 0.5, 1), (0, 0.025, 0.05, 0.075, 0.1)
CHOSEN = (2, 0.5, 0.05)


class Dump:
    """What bench/text/fusion wrote: ids, weighted counts of words, topic vectors."""
    def __init__(self, stem):
        dims, n_terms, n_sections = map(int, open(f"{stem}.meta").read().split())
        entry = np.dtype([("term", "<u4"), ("kind", "<u4"), ("in", "<u2", (n_sections,))])
        data, at, rows, vectors = open(f"{stem}.rows", "rb").read(), 0, [], []
        self.ids = open(f"{stem}.ids", encoding="utf-8").read().split("\n")[:-1]
        for _ in self.ids:
            n = int(np.frombuffer(data, "<u4", 1, at)[0])
            rows.append(np.frombuffer(data, entry, n, at + 4))
            vectors.append(np.frombuffer(data, "<f4", dims, at + 4 + n * entry.itemsize))
            at += 4 + n * entry.itemsize + 4 * dims
        starts = np.cumsum([0] + [len(r) for r in rows])
        all_of = np.concatenate(rows)
        counts = np.where(all_of["kind"] == FUNCTION, 0, all_of["in"] @ SECTIONS)
        self.words = sp.csr_matrix((counts.astype(np.float32), all_of["term"].astype(np.int32),
                                    starts), shape=(len(rows), n_terms))
        self.words.eliminate_zeros()
        self.vectors = np.array(vectors)
        self.compounds = np.zeros(n_terms, bool)
        self.compounds[all_of["term"][all_of["kind"] == COMPOUND]] = True


def damped(x):
    return np.where(x >= 1, 1 + np.log(np.maximum(x, 1)), x)


class Task:
    def __init__(self, folder, name, corpus, rule):
        self.name, self.corpus = name, corpus
        self.d, self.q = Dump(f"{folder}/{corpus}"), Dump(f"{folder}/{name}")
        row = {x: i for i, x in enumerate(self.d.ids)}
        answers = {}
        for line in open(f"{folder}/{name}.qrels", encoding="utf-8"):
            query, document = line.rstrip("\n").split("\t")
            answers.setdefault(query, set()).add(row[document])
        self.answers = [np.array(sorted(answers[x])) for x in self.q.ids]
        self.hidden = np.zeros((len(self.q.ids), len(row)), bool)
        for i, x in enumerate(self.q.ids):
            if x in row:
                self.hidden[i, row[x]] = True
        if rule == "out":
            first = self.first_classes(folder)
            for i, x in enumerate(self.q.ids):
                self.hidden[i] |= first == first[row[x]]
        n, df = len(row), np.bincount(self.d.words.indices, minlength=self.d.words.shape[1])
        self.rsj = np.log(1 + (n - df + 0.5) / (df + 0.5))
        self.smooth = np.log((1 + n) / (1 + df)) + 1
        self.make_sides()

    def first_classes(self, folder):
        first = {}
        for line in open(f"{folder}/{self.corpus}.jsonl", encoding="utf-8"):
            d = json.loads(line)
            first[d["id"]] = (d.get("cpc") or d.get("fi") or [""])[0][:3]
        return np.array([first[x] for x in self.d.ids])

    def words(self, power, compound):
        d, q = self.d.words.copy(), self.q.words.copy()
        lengths = np.asarray(d.sum(1)).ravel()
        norm = K1 * (1 - B + B * lengths / lengths.mean())
        d.data = d.data * (K1 + 1) / (d.data + np.repeat(norm, np.diff(d.indptr)))
        q.data = damped(q.data * np.where(self.d.compounds[q.indices], compound, 1))
        q.data *= self.rsj[q.indices] ** power
        most = np.maximum(np.asarray(q.sum(1)), 1e-9) * (K1 + 1)
        return np.asarray((q @ d.T.tocsr()).todense()) / most

    def tfidf(self):
        def rows(m):
            m = m.copy()
            m.data = damped(m.data) * self.smooth[m.indices]
            length = np.sqrt(np.asarray(m.multiply(m).sum(1)).ravel())
            return sp.diags(1 / np.maximum(length, 1e-9)) @ m
        return np.asarray((rows(self.q.words) @ rows(self.d.words).T.tocsr()).todense())

    def make_sides(self):
        """Scores of the pool only: the best of each side."""
        sides = {"tf-idf": self.tfidf(), "BM25": self.words(1, 1),
                 "LSA": self.q.vectors @ self.d.vectors.T, CHOSEN[:2]: self.words(*CHOSEN[:2])}
        tops = []
        for s in sides.values():
            s[self.hidden] = -1
            tops.append(np.argpartition(-s, min(POOL, s.shape[1] - 1), axis=1)[:, :POOL])
        pool = np.sort(np.concatenate(tops, 1), 1)
        again = np.zeros(pool.shape, bool)
        again[:, 1:] = pool[:, 1:] == pool[:, :-1]
        self.pool, self.out = pool, again | np.take_along_axis(self.hidden, pool, 1)
        self.sides = {k: np.take_along_axis(s, pool, 1) for k, s in sides.items()}
        for p in POWERS:
            for c in COMPOUNDS:
                if (p, c) not in self.sides:
                    self.sides[p, c] = np.take_along_axis(self.words(p, c), pool, 1)
        self.relevant = np.array([np.isin(p, a) for p, a in zip(pool, self.answers)])

    def judge(self, scores):
        """nDCG@10, nDCG@100, Recall@100 of every query."""
        scores = np.where(self.out, -np.inf, scores)
        order = np.argsort(-scores, axis=1, kind="stable")[:, :100]
        hit = np.take_along_axis(self.relevant & ~self.out, order, 1)
        n = np.array([len(a) for a in self.answers])
        discount = 1 / np.log2(np.arange(2, 102))
        ideal = np.cumsum(discount)
        ten = (hit[:, :10] * discount[:10]).sum(1) / ideal[np.minimum(n, 10) - 1]
        hundred = (hit * discount[:hit.shape[1]]).sum(1) / ideal[np.minimum(n, 100) - 1]
        return np.stack([ten, hundred, hit.sum(1) / n], 1)

    def forms(self):
        s = self.sides

        def of_best(x):
            return x / np.maximum(np.where(self.out, 0, x).max(1, keepdims=True), 1e-9)
        yield "tf-idf", s["tf-idf"]
        yield "BM25", s["BM25"]
        yield "LSA", s["LSA"]
        yield "before", (of_best(s["tf-idf"]) + of_best(s["BM25"])) / 2 + 0.2 * of_best(s["LSA"])
        for p in POWERS:
            for c in COMPOUNDS:
                for w in SHARES:
                    yield (p, c, w), s[p, c] + w * s["LSA"]


def mean_over_corpora(gains, tasks, corpora):
    return np.mean([np.mean([gains[i] for i, t in enumerate(tasks) if t == c]) for c in corpora])


def name_of(form):
    return form if isinstance(form, str) else "p %g, c %g, w %g" % form


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    tasks, judged = [], []
    for line in open(f"{sys.argv[1]}/tasks"):
        t = Task(sys.argv[1], *line.split())
        tasks.append((t.name, t.corpus))
        judged.append({form: t.judge(s) for form, s in t.forms()})
        print(f"{t.name:<14}{len(t.answers):>5} queries of {np.diff(t.q.words.indptr).mean():.0f} words, "
              f"{len(t.d.ids)} documents of {np.diff(t.d.words.indptr).mean():.0f}", flush=True)
    figure = {form: [j[form].mean() / j["BM25"].mean() - 1 for j in judged] for form in judged[0]}
    of, corpora = [c for _, c in tasks], sorted({c for _, c in tasks})
    total = {form: mean_over_corpora(g, of, corpora) for form, g in figure.items()}

    print("\nnDCG@10, nDCG@100, Recall@100 of each task")
    for form in ("tf-idf", "BM25", "LSA", "before", CHOSEN):
        print(name_of(form))
        for (name, _), j in zip(tasks, judged):
            print(f"  {name:<14}" + "".join(f"{x:8.4f}" for x in j[form].mean(0)))
    heads = ["mean"] + [n for n, _ in tasks]
    print("\npercent over BM25      " + " ".join(f"{x:>8.8}" for x in heads))
    for form in ("tf-idf", "LSA", "before", (1, 1, 0), CHOSEN[:2] + (0,), CHOSEN):
        cells = [total[form]] + figure[form]
        print(f"{name_of(form):<22} " + " ".join(f"{100 * x:+8.1f}" for x in cells))
    print("\nmean percent over BM25, by w" + "".join(f"{w:8g}" for w in SHARES))
    for p in POWERS:
        for c in COMPOUNDS:
            cells = "".join(f"{100 * total[p, c, w]:+8.2f}" for w in SHARES)
            print(f"  {f'p {p:g}, c {c:g}':<26}{cells}")
    random = np.random.default_rng(SEED)
    print("\nchosen - BM25, chosen - before: nDCG@10, nDCG@100, Recall@100 with 95 % intervals")
    for (name, _), j in zip(tasks, judged):
        line = f"  {name:<14}"
        for other in ("BM25", "before"):
            x = j[CHOSEN] - j[other]
            samples = random.integers(0, len(x), (RESAMPLES, len(x)))
            low, high = np.quantile(x[samples].mean(1), [0.025, 0.975], axis=0)
            line += "  |" + "".join(f" {m:+.3f} [{a:+.3f} {b:+.3f}]"
                                    for m, a, b in zip(x.mean(0), low, high))
        print(line)
    print("\nleave one corpus out: the best form of the others, and what it gives here over BM25")
    for c in corpora:
        rest = [x for x in corpora if x != c]
        best = max(figure, key=lambda f: mean_over_corpora(figure[f], of, rest))
        gain = [mean_over_corpora(figure[f], of, [c]) for f in (best, "before", CHOSEN)]
        print(f"  {c:<14}{name_of(best):<24}" + " ".join(f"{100 * g:+.2f}" for g in gain)
              + "  (that form, before, chosen)")


main()
