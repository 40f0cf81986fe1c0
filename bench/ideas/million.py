#!/usr/bin/env python3
"""What a million readings beside an index cost: opening it, `ideas`, memory.

usage: million.py TENSEN INDEX [--lines N] [--queries N]

Writes N made-up readings of documents of the index into a file of their own, and compares
`tensen ideas` of each query with that file and with none, turn by turn; medians.
"""
import argparse, json, os, resource, statistics, subprocess, sys, tempfile, time

ap = argparse.ArgumentParser()
ap.add_argument("tensen"); ap.add_argument("index")
ap.add_argument("--lines", type=int, default=1000000); ap.add_argument("--queries", type=int, default=30)
args = ap.parse_args()


def run(*words):
    began = time.monotonic()
    p = subprocess.Popen([args.tensen, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    out, err = p.communicate()
    return time.monotonic() - began, out, err


def ids():
    _, out, _ = run("search", args.index, "--text", "装置 方法 膜 温度 振動 製造", "-k", "2000", "--json")
    return [hit["id"] for hit in json.loads(out)["hits"]]


def peak(*words):
    """Bytes resident at most, and processor seconds."""
    p = subprocess.Popen([args.tensen, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, used = os.wait4(p.pid, 0)
    return used.ru_maxrss / 1024, used.ru_utime + used.ru_stime


known = ids()
with tempfile.TemporaryDirectory() as folder:
    path, none = folder + "/readings.jsonl", folder + "/none.jsonl"
    with open(path, "w", encoding="utf-8") as f:
        for i in range(args.lines):
            f.write('{"v":2,"role":"judge","key":"%032x","query":"%s","query_hash":"%016x","by":"m","prompt":"p","date":"2026-11-01","document":"%s",'
                    '"document_hash":"%016x","grade":%d,"kind":"N","application":"a use in another trade","transfer":"one sentence of a hundred bytes, '
                    'as a model writes it about the means and the trouble.","quote_patent":"words of the patent","quote_document":"words of the document",'
                    '"objection":"the strongest reason against it"}\n'
                    % (i, known[i % len(known)] if i % 10 == 0 else "Q-%d" % (i // 40), i, known[(i * 7) % len(known)], i, i % 4))
    open(none, "w").close()
    print(f"{args.lines} readings, {os.path.getsize(path) / 1e6:.0f} MB")
    first, _, err = run("readings", args.index, "--readings", path)
    print(f"first opening, which writes the side file: {first:.2f} s {err.decode()[-200:]}")
    for again in range(2):
        second, _, _ = run("readings", args.index, "--readings", path)
    print(f"`tensen readings` later, which counts all: {1000 * second:.0f} ms; side file " + ", ".join(f"{os.path.getsize(folder + '/' + n) / 1e6:.0f} MB" for n in os.listdir(folder) if n.endswith(".at")))
    with_, without, cpu_with, cpu_without, most = [], [], [], [], [0, 0]
    for q in known[:args.queries]:
        for which, (times, cpus, file) in enumerate(((with_, cpu_with, path), (without, cpu_without, none))):
            began = time.monotonic()
            mb, cpu = peak("ideas", args.index, q, "--readings", file, "--json")
            times.append(time.monotonic() - began); cpus.append(cpu); most[which] = max(most[which], mb)
    print(f"a whole `ideas` process, p50: with {1000 * statistics.median(with_):.1f} ms, without {1000 * statistics.median(without):.1f} ms; "
          f"processor {1000 * statistics.median(cpu_with):.1f} and {1000 * statistics.median(cpu_without):.1f} ms; "
          f"difference pair by pair {1000 * statistics.median(a - b for a, b in zip(cpu_with, cpu_without)):.1f} ms of processor; "
          f"resident at most {most[0]:.0f} and {most[1]:.0f} MB")
