#!/usr/bin/env python3
"""bench/short.py TENSEN JUDGED JA.tensen US.tensen - short questions, each asked by itself.

Known good documents (graded 2 or 3) within the first 5 / 10 / 25 of any of a patent's short queries;
the same when a document of the same title stands for it; and the mean reciprocal rank of the patent
that a query was written from, by `search` and by `match`.  JUDGED is a folder with
{ja,en}.{queries,judged}.tsv.  The patent itself is left out of the lists, as `candidates` does.
Options: --match (slow), --option WORD (given to every search)."""
import collections, csv, json, os, subprocess, sys, tempfile

def rows(path):
    return csv.DictReader(open(path, encoding="utf8"), delimiter="\t", quoting=csv.QUOTE_NONE)

def queries(judged, lang):
    out = []
    for r in rows(f"{judged}/{lang}.queries.tsv"):
        text = list(r.values())[-1]
        out += [(r["query"], q.strip()) for q in text.split(" | ") if q.strip()]
    return out

def run_search(tensen, index, asked, extra):
    with tempfile.TemporaryDirectory() as d:
        q, run = f"{d}/q.jsonl", f"{d}/run.txt"
        with open(q, "w", encoding="utf8") as f:
            for i, (_, text) in enumerate(asked):
                f.write(json.dumps({"id": f"question {i}".replace(" ", "-"), "abstract": text},
                                   ensure_ascii=False) + "\n")
        subprocess.run([tensen, "search", index, "--queries", q, "--run", run, "-k", "300"] + extra,
                       check=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        lists = collections.defaultdict(list)
        for line in open(run, encoding="utf8"):
            f = line.rstrip("\n").split(" ")
            lists[int(f[0].split("-")[1])].append(f[2] if len(f) == 6 else " ".join(f[2:-3]))
        return [lists[i] for i in range(len(asked))]

def run_match(tensen, index, text):
    p = subprocess.run([tensen, "match", index, "--text", text, "--closed", "-k", "300", "--format",
                        "json"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return [o["id"] for o in json.loads(p.stdout).get("offers", [])] if p.stdout else []

def mrr(asked, lists):
    return sum(1 / (l.index(p) + 1) for (p, _), l in zip(asked, lists) if p in l) / len(asked)

def main(argv):
    extra = [a for a in argv if a.startswith("--") and a != "--match"]
    tensen, judged, ja, us = [a for a in argv if not a.startswith("--")]
    for lang, index in (("ja", ja), ("en", us)):
        asked = queries(judged, lang)
        good = {(r["query"], r["document"]) for r in rows(f"{judged}/{lang}.judged.tsv")
                if int(r["grade"]) >= 2}
        lists = run_search(tensen, index, asked, extra)
        found = []
        for k in (5, 10, 25):
            found.append(len({(p, d) for (p, _), l in zip(asked, lists)
                              for d in [x for x in l if x != p][:k] if (p, d) in good}))
        line = f"{lang}  {'/'.join(map(str, found))} of {len(good)}  own patent {mrr(asked, lists):.3f}"
        if "--match" in argv:
            line += f"  match {mrr(asked, [run_match(tensen, index, t) for _, t in asked]):.3f}"
        print(line, flush=True)

main(sys.argv[1:])
