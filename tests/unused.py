#!/usr/bin/env python3
"""tests/unused.py - nothing stands in the index or in the library that nobody reads or calls.

Usage: tests/unused.py       (in the root of the repository; reads the sources, needs no build)

  sections   a tag in the table of src/index/FORMAT.md is named by a file that reads it: one that is
             neither a writer (engine/build, engine/update) nor the list of tensen info
  store      every member of struct store is used by a file other than store.c
  functions  a function with a name for others (non-static) is called in src, by its own file at
             least.  Functions of include/tensen are the library's promise and are left out

tests/unused.tsv names what may stay, each with a reason.

Every finding is one line "FILE:LINE: message"; exit 1 if there is any.
"""
import pathlib
import re
import sys

WRITERS = ("src/engine/build/", "src/engine/update/", "src/engine/show/info.c")
STORE = ("src/index/store/store.c", "src/index/store/store.h")


def without_comments(text):
    """The code; line breaks stay, so that lines keep their numbers."""
    def blank(match):
        return re.sub(r"[^\n]", " ", match.group(0))
    return re.sub(r"/\*.*?\*/|//[^\n]*", blank, text, flags=re.S)


def read(folder):
    """Code below a folder, by path."""
    paths = sorted(p for p in pathlib.Path(folder).rglob("*") if p.suffix in (".c", ".h"))
    return {str(p): without_comments(p.read_text(encoding="utf-8")) for p in paths}


def unread_sections(sources):
    """Tags that only writers name."""
    table = pathlib.Path("src/index/FORMAT.md").read_text(encoding="utf-8").splitlines()
    start = next(i for i, line in enumerate(table) if line.startswith("| tag |"))
    for at in range(start + 2, len(table)):
        if not table[at].startswith("|"):
            return
        for tag in table[at].split("|")[1].split():
            quoted = '"%s"' % tag
            if not any(quoted in code for path, code in sources.items() if not path.startswith(WRITERS)):
                yield "src/index/FORMAT.md:%d: nobody reads section %s" % (at + 1, tag)


def unread_members(sources, allowed):
    """Members of struct store that only store.c knows."""
    header = sources["src/index/store/store.h"]
    body = re.search(r"struct store \{\n(.*?)\n\}", header, re.S)
    others = "\n".join(code for path, code in sources.items() if path not in STORE)
    used = set(re.findall(r"(?:->|\.)(\w+)", others))
    first = header[:body.start(1)].count("\n") + 1
    for n, line in enumerate(body.group(1).split("\n")):
        for declared in line.split(";")[:-1]:
            name = re.findall(r"\w+", re.sub(r"\[[^]]*\]", "", declared))[-1]
            if name not in used and not allowed.pop("store." + name, None):
                yield "src/index/store/store.h:%d: nobody but store.c uses member %s" % (first + n, name)


def definitions(path, code):
    """Names and lines of the functions that a .c file defines for others (house format: the name begins a line)."""
    lines = code.split("\n")
    for n in range(1, len(lines)):
        found = re.match(r"(\w+)\(", lines[n])
        before = lines[n - 1]
        if found and re.match(r"[a-zA-Z_]", before) and not re.search(r"\bstatic\b|[;{}]", before):
            yield found.group(1), "%s:%d" % (path, n + 1)


def uncalled_functions(sources, allowed):
    """Functions that nothing in src calls."""
    promised = set(re.findall(r"\w+", "\n".join(read("include").values())))
    calls = {}
    for path, code in sources.items():
        # a declaration in a header begins in column 1; what inline functions call is indented
        text = "\n".join(x for x in code.split("\n") if x[:1] in "\t# ") if path.endswith(".h") else code
        for name in re.findall(r"\w+", text):
            calls[name] = calls.get(name, 0) + 1
    found = [d for path, code in sources.items() if path.endswith(".c") for d in definitions(path, code)]
    defined = {}
    for name, _ in found:
        defined[name] = defined.get(name, 0) + 1
    for name, place in found:
        if calls.get(name, 0) > defined[name] or name in promised or name == "main":
            continue
        if not allowed.pop(name, None):
            yield "%s: nothing in src calls %s()" % (place, name)


def main():
    """Print the findings; 1 if there are any."""
    sources = read("src")
    listed = pathlib.Path("tests/unused.tsv").read_text(encoding="utf-8").splitlines()
    allowed = {x.split("\t")[0]: n for n, x in enumerate(listed, 1) if x and not x.startswith("#")}
    findings = [*unread_sections(sources), *unread_members(sources, allowed), *uncalled_functions(sources, allowed)]
    findings += ["tests/unused.tsv:%d: %s is used in src, or is gone" % (n, name) for name, n in allowed.items()]
    print("".join(line + "\n" for line in findings), end="")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
