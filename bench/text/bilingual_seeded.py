#!/usr/bin/env python3
"""Documents in both languages teach the lexicon: is the English of a Japanese text found?

    python3 bench/text/bilingual_seeded.py FOLDER [SHARE [TENSEN]]

Every need of models/scenes.tsv, which this project wrote in Japanese and English, is a text.  SHARE (default .5) of the
classes teach: six of their needs are a document with both texts.  Of the other classes only the English is in the
index, need by need, and the Japanese of two of each is asked: the place of its own English among them (mate
retrieval, Dumais et al. 1997).  Writes FOLDER/seeded.tensen unless it is there, so that two programs
(TENSEN) can be asked with one index.
"""
import json
import os
import subprocess
import sys

OF_DOCUMENT = 6  # that teaches
ASKED = 2  # of a class


def documents(path, share):
    for line in open(path, encoding="utf-8"):
        if line.startswith("#") or "\t" not in line:
            continue
        name, scenes = line.rstrip("\n").split("\t", 1)
        pairs = [s.split("=", 1) for s in scenes.split("|") if "=" in s]
        n = OF_DOCUMENT if teaches(name, share) else 1
        for i in range(0, len(pairs) - n + 1, n):
            part = pairs[i : i + n]
            yield name, i, "。".join(p[0] for p in part) + "。", ". ".join(p[1] for p in part) + "."


def teaches(name, share):
    return sum(ord(c) * 31**k for k, c in enumerate(name)) % 1009 / 1009 < share


def write(folder, share):
    with open(f"{folder}/corpus.jsonl", "w", encoding="utf-8") as corpus, open(
        f"{folder}/queries.jsonl", "w", encoding="utf-8"
    ) as queries:
        for name, i, japanese, english in documents("models/scenes.tsv", share):
            key = f"{name.replace(' ', '').replace('/', '-')}.{i}"
            if teaches(name, share):
                print(json.dumps({"id": f"B{key}", "abstract": f"{japanese}\n{english}"}, ensure_ascii=False), file=corpus)
            else:
                print(json.dumps({"id": f"E{key}", "abstract": english}), file=corpus)
                if i < ASKED:
                    print(json.dumps({"id": key, "abstract": japanese}, ensure_ascii=False), file=queries)


def places(run):
    seen, place = {}, {}
    for line in open(run, encoding="utf-8"):
        query, _, found = line.split()[:3]
        if not found.startswith("E"):
            continue
        seen[query] = seen.get(query, 0) + 1
        if found == "E" + query:
            place[query] = seen[query]
    return place


def main():
    folder, share = sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 0.5
    tensen = sys.argv[3] if len(sys.argv) > 3 else "build/release/tensen"
    os.makedirs(folder, exist_ok=True)
    index = f"{folder}/seeded.tensen"
    if not os.path.exists(index):
        write(folder, share)
        subprocess.run([tensen, "index", "-q", "-o", index, f"{folder}/corpus.jsonl"], check=True, stdout=subprocess.DEVNULL)
    run = f"{folder}/run.txt"
    subprocess.run([tensen, "search", index, "--queries", f"{folder}/queries.jsonl", "--run", run, "-k", "300"], check=True)
    place, n = places(run), sum(1 for _ in open(f"{folder}/queries.jsonl", encoding="utf-8"))
    mrr = sum(1 / p for p in place.values()) / n
    first, ten = (sum(p <= k for p in place.values()) / n for k in (1, 10))
    print(f"{n} Japanese texts: their English first {first:.3f}, in the first ten {ten:.3f}, MRR {mrr:.3f}")


if __name__ == "__main__":
    main()
