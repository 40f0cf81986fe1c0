#!/usr/bin/env python3
"""tests/page_lint.py - the page's JavaScript, checked as the C is.

Usage: tests/page_lint.py       (in the root of the repository; reads the sources, needs no build)

  layout     indented by tabs, one behind the line that opened the bracket around; no blanks at the end
             of a line, no two empty lines, at most WIDTH columns unless it is one sentence
  language   strings in double quotes or templates; === and !==; const and let; nothing that writes
             markup from a string, nothing left over from looking for a mistake
  names      an imported name is exported there and used here; an exported one is imported somewhere;
             what a file declares at its top is used

Every finding is one line "FILE:LINE: message"; exit 1 if there is any.
"""
import collections
import pathlib
import re
import sys

PAGE = pathlib.Path("src/server/page")
TAB, WIDTH = 4, 200
# What begins a regular expression rather than a division: an operator or a bracket before it.
BEFORE_REGEX = "(,=:[!&|?{};+-*%<>~^\n"
GOES_ON = re.compile(r"[.?:&|+]")  # an expression from the line before
ENDS_OPEN = re.compile(r"(=>|=|\?|:|&&|\|\||\+|\breturn)$")
ONE_TEXT = re.compile(r'(?:\w+: )?"[^"]*",?$')  # a sentence is not broken
HEAD = re.compile(r"(?:(?:for|if|while|else if)\b.*\)|else)$")  # of one statement without braces
FORBIDDEN = {r"(?<![=!])==(?!=)": "=== instead of ==", r"!=(?!=)": "!== instead of !=",
             r"\bvar\b": "const or let instead of var",
             r"\binnerHTML\b|\bouterHTML\b|\binsertAdjacentHTML\b|\bdocument\.write\b": "markup from a string",
             r"\beval\b|\bnew Function\b": "code from a string",
             r"\bconsole\.(?!error)|\bdebugger\b|\balert\(": "left over from looking for a mistake"}


def code_of(text, note):
    """The text with comments, strings and regular expressions blanked; names in templates stay."""
    out, i, n = [], 0, len(text)
    templates = []  # of each open ${: the depth of braces in it

    def blank(to):
        nonlocal i
        out.append(re.sub(r"[^\n\t]", " ", text[i:to]))
        i = to

    def template():
        """From behind a ` or a closing } to the next ${ or the end."""
        m = re.compile(r"(?:\\.|[^\\`$]|\$(?!\{))*", re.S).match(text, i)
        blank(m.end())
        if text.startswith("${", i):
            templates.append(0)
            out.append(" {")
            blank_to = i + 2
        else:
            out.append(" ")
            blank_to = i + 1
        return blank_to

    while i < n:
        c = text[i]
        if text.startswith("//", i):
            blank(text.find("\n", i) % (n + 1))
        elif text.startswith("/*", i):
            blank(text.index("*/", i) + 2)
        elif c in "\"'":
            m = re.compile(r"%s(?:\\.|[^\\\n])*?%s" % (c, c)).match(text, i)
            if c == "'" and '"' not in m.group(0):
                note(text.count("\n", 0, i) + 1, "a string in single quotes")
            blank(m.end())
        elif c == "`":
            out.append(" ")
            i += 1
            i = template()
        elif c == "}" and templates and templates[-1] == 0:
            templates.pop()
            out.append("}")
            i += 1
            i = template()
        elif c == "/" and (("".join(out).rstrip(" \t") or "\n")[-1] in BEFORE_REGEX
                           or re.search(r"\breturn\s*$", "".join(out[-12:]))):
            m = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/[a-z]*").match(text, i)
            blank(m.end())
        else:
            if templates and c in "{}":
                templates[-1] += 1 if c == "{" else -1
            out.append(c)
            i += 1
    return "".join(out)


def layout(text, code, note):
    """A line stands one tab behind the line that opened the bracket around it."""
    opened, empty, previous = [], 0, ("", 0)  # opened: by open bracket, the tabs of its line
    for n, (line, bare) in enumerate(zip(text.split("\n"), code.split("\n")), 1):
        columns = len(line.replace("\t", " " * TAB))
        if columns > WIDTH and not ONE_TEXT.match(line.strip()):
            note(n, "%d columns, at most %d" % (columns, WIDTH))
        if line != line.rstrip():
            note(n, "blanks at the end")
        empty = empty + 1 if not line else 0
        if empty == 2 and n <= text.count("\n"):
            note(n, "two empty lines")
        if not bare.strip():
            continue
        tabs = len(bare) - len(bare.lstrip("\t"))
        closes = len(re.match(r"[\])}]*", bare.strip()).group(0))
        if bare[tabs:tabs + 1] == " " and line.strip()[:1] not in "\"`":
            note(n, "indented by blanks")
        elif not (GOES_ON.match(bare.strip()) or ENDS_OPEN.search(previous[0])):
            expected = opened[-closes] if closes else opened[-1] + 1 if opened else 0
            if HEAD.match(previous[0]):
                expected = previous[1] + 1
            if tabs != expected:
                note(n, "%d tabs, brackets say %d" % (tabs, expected))
        for c in bare:
            if c in "([{":
                opened.append(tabs)
            elif c in ")]}" and opened:
                opened.pop()
        previous = (bare.strip(), tabs)


def names(files, note_of):
    """Imports, exports and what stands at the top of a file."""
    exported, used = {}, collections.Counter()
    for path, code in files.items():
        exported[path.name] = {m.group(1): code.count("\n", 0, m.start()) + 1 for m in re.finditer(
            r"^export (?:default )?(?:async )?(?:function\*?|const|let|class) (\w+)", code, re.M)}
    for path, code in files.items():
        words = collections.Counter(re.findall(r"[A-Za-z_$][\w$]*", code))
        text = path.read_text(encoding="utf-8")
        for m in re.finditer(r'^import (.*?) from "\./([^"]+)";', text, re.M | re.S):
            line = text.count("\n", 0, m.start()) + 1
            if m.group(2) not in exported:
                note_of(path, line, "no file %s" % m.group(2))
                continue
            whole = re.match(r"\* as (\w+)", m.group(1))
            if whole:
                if words[whole.group(1)] < 2:
                    note_of(path, line, "%s is imported and not used" % whole.group(1))
                for member in re.findall(r"(?<!\.)\b%s\.(\w+)" % whole.group(1), code):
                    used[m.group(2), member] += 1
                    if member not in exported[m.group(2)]:
                        note_of(path, line, "%s exports no %s" % (m.group(2), member))
                continue
            for one in re.findall(r"\w+(?: as \w+)?", m.group(1)):
                name, _, here = one.partition(" as ")
                used[m.group(2), name] += 1
                if name not in exported[m.group(2)]:
                    note_of(path, line, "%s exports no %s" % (m.group(2), name))
                if words[here or name] < 2:
                    note_of(path, line, "%s is imported and not used" % (here or name))
        for m in re.finditer(r"^(?:async )?(?:function\*?|const|let|class) (\w+)", code, re.M):
            if words[m.group(1)] < 2:
                note_of(path, code.count("\n", 0, m.start()) + 1, "%s is not used" % m.group(1))
    for path in files:
        for name, line in exported[path.name].items():
            if not used[path.name, name]:
                note_of(path, line, "nobody imports %s" % name)


def main():
    found, files = [], {}

    def note_of(path, line, what):
        found.append("%s:%d: %s" % (path, line, what))
    for path in sorted(PAGE.rglob("*.js")):
        text = path.read_text(encoding="utf-8")

        def note(line, what, path=path):
            note_of(path, line, what)
        code = files[path] = code_of(text, note)
        layout(text, code, note)
        for pattern, what in FORBIDDEN.items():
            for m in re.finditer(pattern, code):
                note(code.count("\n", 0, m.start()) + 1, what)
    names(files, note_of)
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


sys.exit(main())
