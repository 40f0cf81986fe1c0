#!/usr/bin/env python3
"""tests/coverage.py [BUILD] [FLOOR] - lines that tests ran, by floor of src/; `make coverage` calls it.

BUILD (build/coverage) was compiled by `make MODE=coverage`, and tests have run in it.  A line of a
header counts once, however many files include it.  With FLOOR its files are listed, the least
covered first, with the lines that nothing ran.  Exit 1 if a floor is under 85 %.
"""
import collections
import glob
import json
import os
import subprocess
import sys

LEAST = 85.0


def lines_of(build):
    """{file: {line: times}} of all files of src/."""
    found = collections.defaultdict(dict)
    notes = sorted(glob.glob(f"{build}/**/*.gcno", recursive=True))
    notes = [n for n in notes if "/src/" in n or "/tensen-mpi.o/" in n]
    for k in range(0, len(notes), 50):
        out = subprocess.run(["gcov", "--json-format", "--stdout", *notes[k:k + 50]], check=True,
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
        for answer in out.splitlines():
            for file in json.loads(answer)["files"]:
                if not file["file"].startswith("src/"):
                    continue
                times = found[file["file"]]
                for line in file["lines"]:
                    times[line["line_number"]] = times.get(line["line_number"], 0) + line["count"]
    return found


def ranges(numbers):
    out = []
    for n in numbers:
        if out and out[-1][1] == n - 1:
            out[-1][1] = n
        else:
            out.append([n, n])
    return " ".join(str(a) if a == b else f"{a}-{b}" for a, b in out)


def main():
    build = sys.argv[1] if len(sys.argv) > 1 else "build/coverage"
    found = lines_of(build)
    if not found:
        sys.exit(f"{build}: nothing was compiled for coverage (make coverage)")
    floors = collections.defaultdict(lambda: [0, 0])
    for file, times in found.items():
        for name in (file.split(os.sep)[1], "all"):
            floors[name][0] += sum(1 for n in times.values() if n)
            floors[name][1] += len(times)
    print(f"{'floor':10s} {'lines':>7s} {'run':>7s}  percent")
    for name, (run, lines) in sorted(floors.items(), key=lambda f: (f[0] == "all", f[0])):
        print(f"{name:10s} {lines:7d} {run:7d}  {100 * run / lines:6.1f}")
    if len(sys.argv) > 2:
        files = [(sum(1 for n in t.values() if n) / len(t), f, t) for f, t in found.items()
                 if t and f.split(os.sep)[1] == sys.argv[2]]
        for share, file, times in sorted(files, key=lambda f: f[:2]):
            print(f"{100 * share:5.1f}  {file}  {ranges(sorted(n for n, c in times.items() if not c))}")
    sys.exit(any(100 * run / lines < LEAST for run, lines in floors.values()))


main()
