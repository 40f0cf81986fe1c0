#!/usr/bin/python3
"""bench/text/fusion_tasks.py - queries with known answers, thousands of them, to choose a ranking by.

    bench/text/fusion_tasks.py SHARED DEMO OUT

SHARED is the folder of sample data, DEMO that of the demonstration corpus.  Writes into OUT
CORPUS.jsonl, and for each task TASK.jsonl (queries) and TASK.qrels (query, document);
OUT/tasks has a line "task corpus rule" each.  Rule "out": documents of the query's own class
(first symbol, three characters) are not ranked.  A corpus gives each document its first
symbol only, so that the program's own filter (--out-of-field=ipc3) says the same.

What each takes for an answer, and what is wrong with it:
  halves      the other half of the abstract that a query is the first half of; one author's
              words: it flatters the plain words
  cpc, fi     a document that shares a class group with at most 20 documents; classes are about
              what a thing is: more topical than a citation, and a group is not complete
  *-out       the same, with answers whose first symbol is of another class
  fi-title    the same for titles alone; fi-problem, demo-problem: asked by the problem alone,
              as a need is told
  related     a manual's page named under "related" in another's; machine translated, no patents
  man         a manual page named under SEE ALSO (of this machine); no patents
None of them is a citation of a patent; those stay unseen until the choice is made."""
import collections, csv, glob, gzip, json, os, random, re, subprocess, sys, unicodedata

SEED, QUERIES, COMMON, COMMON_OUT = 1, 600, 20, 50


class Output:
    def __init__(self, folder):
        self.folder, self.tasks = folder, []
        os.makedirs(folder, exist_ok=True)

    def write(self, name, records):
        with open(f"{self.folder}/{name}.jsonl", "w", encoding="utf-8") as f:
            f.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in records)

    def task(self, name, corpus, queries, answers, rule="all"):
        """queries: records by id; answers: sets of ids by query id."""
        ids = sorted(q for q in queries if answers.get(q))
        ids = sorted(random.Random(SEED).sample(ids, min(QUERIES, len(ids))))
        self.write(name, (queries[q] for q in ids))
        with open(f"{self.folder}/{name}.qrels", "w", encoding="utf-8") as f:
            f.writelines(f"{q}\t{d}\n" for q in ids for d in sorted(answers[q]))
        self.tasks.append((name, corpus, rule))
        print(f"{name:<14}{len(ids):>6} queries {sum(len(answers[q]) for q in ids):>7} answers")

    def close(self):
        with open(f"{self.folder}/tasks", "w", encoding="utf-8") as f:
            f.writelines(" ".join(t) + "\n" for t in self.tasks)


def zstd_lines(path):
    done = subprocess.run(["zstd", "-qdc", path], check=True, capture_output=True)
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def sharing(symbols, key, most, out=False):
    """Documents by document that share a key of 2 to `most` documents."""
    holders = collections.defaultdict(set)
    for d, s in symbols.items():
        for x in s:
            holders[key(x)].add(d)
    answers = {}
    for d, s in symbols.items():
        groups = (holders[key(x)] for x in s if len(holders[key(x)]) <= most)
        answers[d] = set().union(*groups) - {d}
        if out:
            answers[d] = {x for x in answers[d] if symbols[x][0][:3] != s[0][:3]}
    return answers


def subclass_group(symbol):  # F16F15/02 -> F16F15
    return symbol.split("/")[0]


def halves(out, shared):
    corpus, queries, answers = [], {}, {}
    for d in zstd_lines(f"{shared}/en/us_11000.jsonl.zst"):
        parts = re.split(r"(?<=[.;])\s+", d["abstract"])
        cut = max(1, len(parts) // 2)
        if len(parts) > 1 and len(d["abstract"]) >= 400:
            query = "Q" + d["id"]
            queries[query] = {"id": query, "abstract": " ".join(parts[:cut]), "lang": "en"}
            answers[query] = {d["id"]}
            parts = parts[cut:]
        corpus.append({"id": d["id"], "abstract": " ".join(parts), "lang": "en"})
    out.write("halves-corpus", corpus)
    out.task("halves", "halves-corpus", queries, answers)


def cpc(out, shared):
    docs, symbols = {}, {}
    with open(f"{shared}/en/uspto_random_5000.tsv", encoding="utf-8") as f:
        for r in csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE):
            all_of = [c.replace(" ", "") for c in (r["cpc"] or "").split(";") if c]
            docs[r["id"]] = {"id": r["id"], "abstract": r["abstract"], "lang": "en",
                             "cpc": all_of[:1]}
            if all_of:
                symbols[r["id"]] = all_of
    out.write("us-corpus", docs.values())
    out.task("cpc", "us-corpus", docs, sharing(symbols, lambda x: x, COMMON))
    far = sharing(symbols, subclass_group, COMMON_OUT, out=True)
    out.task("cpc-out", "us-corpus", docs, far, "out")


def fi_symbols(text):
    found = []
    for token in text.split(","):
        if re.match(r"[A-H]\d", token):
            found.append(token)
        elif found:
            found[-1] += "," + token
    return found


def problem_of(abstract):
    m = re.search(r"【(?:課題|目的)】(.*?)(?:【|$)", abstract, re.S)
    return m.group(1).strip() if m else ""


def problems(docs, answers):
    """Queries of the problem alone, and their answers, under ids of their own."""
    queries, wanted = {}, {}
    for d, record in docs.items():
        text = problem_of(record.get("abstract", ""))
        if text and answers.get(d):
            queries["Q" + d] = {"id": "Q" + d, "abstract": text, "lang": "ja"}
            wanted["Q" + d] = answers[d] | {d}  # its own document is the best answer
    return queries, wanted


def jplatpat(out, shared):
    rows, symbols = {}, {}
    for path in sorted(glob.glob(f"{shared}/jplatpat/*.csv")):
        with open(path, encoding="utf-8-sig", newline="") as f:
            for r in csv.DictReader(f):
                if r["文献番号"] not in rows or r.get("要約"):
                    rows[r["文献番号"]] = r
    docs = {}
    for number, r in rows.items():
        symbols[number] = fi_symbols(r["FI"] or "")
        docs[number] = {"id": number, "title": r["発明の名称"], "abstract": r.get("要約") or "",
                        "fi": symbols[number][:1], "lang": "ja"}
    symbols = {d: s for d, s in symbols.items() if s}
    near = sharing(symbols, lambda x: x.split("@")[0].split(",")[0], COMMON)
    long = {d: r for d, r in docs.items() if r["abstract"]}
    out.write("jp-corpus", docs.values())
    out.task("fi", "jp-corpus", long, near)
    out.task("fi-out", "jp-corpus", long, sharing(symbols, subclass_group, COMMON_OUT, out=True),
             "out")
    out.task("fi-title", "jp-corpus", {d: r for d, r in docs.items() if d not in long}, near)
    out.task("fi-problem", "jp-corpus", *problems(long, near))


def demo(out, folder):
    docs, symbols = {}, {}
    for path in sorted(glob.glob(f"{folder}/*.jsonl")):
        with open(path, encoding="utf-8") as f:
            for d in map(json.loads, f):
                all_of = [c.replace(" ", "") for k in ("ipc", "fi", "cpc") for c in d.get(k, [])]
                docs[d["id"]] = {k: v for k, v in d.items() if k not in ("ipc", "fi", "cpc")}
                if all_of:
                    symbols[d["id"]] = all_of
    answers = sharing(symbols, subclass_group, COMMON)
    out.write("demo-corpus", docs.values())
    out.task("demo", "demo-corpus", docs, answers)
    out.task("demo-problem", "demo-corpus", *problems(docs, answers))


def uncommon(pairs):
    """Answers by query, without pages that many name: those are tables of contents."""
    named = collections.Counter(b for _, b in pairs)
    answers = collections.defaultdict(set)
    for a, b in pairs:
        if named[b] <= COMMON:
            answers[a].add(b)
    return answers


def related(out, shared):
    def folded(text):
        return unicodedata.normalize("NFKC", text).strip(" -*\u3000\t。")

    docs, tails, by_title = {}, {}, collections.defaultdict(list)
    for d in zstd_lines(f"{shared}/volume/msdocs_ja_60mb.jsonl.zst"):
        title = re.search(r"^#\s+(.+)$", d["text"], re.M)
        title = folded(title.group(1)) if title else ""
        text, *tail = re.split(r"^#+\s*(?:関連項目|参照|関連トピック)\s*$", d["text"], maxsplit=1,
                               flags=re.M)
        docs[d["id"]] = {"id": d["id"], "title": title, "lang": "ja",
                         "abstract": re.sub(r"\]\([^)]*\)", "]", text)}
        tails[d["id"]] = tail[0].splitlines() if tail else []
        by_title[d["id"].split(":")[0], title].append(d["id"])
    pairs = set()
    for d, lines in tails.items():
        for line in lines:
            name = folded(re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", line))
            found = by_title.get((d.split(":")[0], name), []) if name else []
            if len(found) == 1 and found[0] != d:
                pairs.add((d, found[0]))
    out.write("manual-corpus", docs.values())
    out.task("related", "manual-corpus", docs, uncommon(pairs))


def plain(lines):
    """Text of roff lines, roughly."""
    kept = (re.sub(r"^[.']\w*\s*", "", x) for x in lines
            if not re.match(r"^[.'](\\\"|TH|Dd|Dt|Os|de|ds|if|ie|el|nr|\.)", x))
    return re.sub(r"\\f[A-Z]|\\f\(..|\\&|\\\(..|\\", "", "\n".join(kept).replace("\\-", "-"))


def man(out):
    docs, pairs, sees = {}, set(), {}
    for path in sorted(glob.glob("/usr/share/man/man[1-8]/*.gz")):
        if os.path.islink(path) or "gcloud" in path:
            continue
        with gzip.open(path, "rt", errors="replace") as f:
            lines = f.read().splitlines()
        if sum(map(len, lines)) < 1500:
            continue
        name, section = os.path.basename(path)[:-3].rsplit(".", 1)
        name = f"{name}({section[0]})"
        body, see = [], []
        part = body
        for line in lines:
            if re.match(r"\.(SH|Sh)\b", line):
                part = see if re.search(r"SEE\s+ALSO", line, re.I) else body
            else:
                part.append(line)
        docs[name] = {"id": name, "abstract": plain(body)[:8000], "lang": "en"}
        sees[name] = re.findall(r"([\w.+:-]+)\s*\(?\s*(\d)", re.sub(r"\s+", " ", plain(see)))
    for a, names in sees.items():
        pairs |= {(a, f"{n}({s})") for n, s in names if f"{n}({s})" in docs and f"{n}({s})" != a}
    out.write("man-corpus", docs.values())
    out.task("man", "man-corpus", docs, uncommon(pairs))


def main():
    if len(sys.argv) != 4:
        raise SystemExit(__doc__)
    shared, demo_folder, out = sys.argv[1], sys.argv[2], Output(sys.argv[3])
    halves(out, shared)
    cpc(out, shared)
    jplatpat(out, shared)
    demo(out, demo_folder)
    related(out, shared)
    man(out)
    out.close()


main()
