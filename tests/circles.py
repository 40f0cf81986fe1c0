#!/usr/bin/env python3
"""tests/circles.py - no circles between files, or between rooms, that call each other.

Usage: tests/circles.py BUILD        (for example build/release, after make)

Reads with nm which functions and variables each object file below BUILD/src defines and
which it needs.  A circle is two or more files each of which needs, directly or by way of
the others, something of every other: such files can only be understood and tested
together.  Every circle is one line "FILE:1: in a circle with FILES", followed by the
symbols that lead from one of its files to another.  A room is a folder: rooms are
compared by the same rule.  Exit 1 if there is any circle.
"""
import pathlib
import subprocess
import sys


def objects_of(build):
    """The object files of sources that exist, by source: a build keeps those of files that were moved."""
    objects = {}
    for path in sorted(pathlib.Path(build, "src").rglob("*.o")):
        source = path.relative_to(build).with_suffix(".c")
        if source.exists():
            objects[str(source)] = path
    return objects


def symbols_of(path):
    """What an object file defines for others, and what it needs."""
    defines, needs = set(), set()
    listing = subprocess.run(["nm", "-P", "-g", path], check=True, capture_output=True, text=True).stdout
    for line in listing.splitlines():
        name, kind = line.split()[:2]
        (needs if kind in "Uwv" else defines).add(name)
    return defines, needs


def calls_between(objects):
    """calls[A][B]: the symbols of file B that file A needs."""
    defines, needs = {}, {}
    for source, path in objects.items():
        names, needs[source] = symbols_of(path)
        # Every program has a main, and nobody calls it.
        defines.update((name, source) for name in names if name != "main")
    calls = {source: {} for source in objects}
    for source, names in needs.items():
        for name in sorted(names):
            target = defines.get(name, source)
            if target != source:
                calls[source].setdefault(target, []).append(name)
    return calls


def circles_of(calls):
    """The strongly connected components of more than one file (Tarjan's algorithm)."""
    order, low, stack, circles = {}, {}, [], []

    def visit(file):
        order[file] = low[file] = len(order)
        stack.append(file)
        for target in calls[file]:
            if target not in order:
                visit(target)
            if target in stack:
                low[file] = min(low[file], low[target])
        if low[file] == order[file]:
            at = stack.index(file)
            circle = sorted(stack[at:])
            del stack[at:]
            if len(circle) > 1:
                circles.append(circle)

    for file in calls:
        if file not in order:
            visit(file)
    return sorted(circles)


def calls_between_rooms(calls):
    """The same of folders: each symbol with the file that needs it."""
    rooms = {str(pathlib.Path(file).parent): {} for file in calls}
    for file, targets in calls.items():
        for target, names in targets.items():
            room, other = str(pathlib.Path(file).parent), str(pathlib.Path(target).parent)
            if room != other:
                rooms[room].setdefault(other, []).extend(f"{name} ({file})" for name in names)
    return rooms


def report(calls):
    """Prints the circles among files or rooms; how many there are."""
    circles = circles_of(calls)
    for circle in circles:
        print(f"{circle[0]}:1: in a circle with {' '.join(circle[1:])}")
        for file in circle:
            for target in sorted(set(circle) & set(calls[file])):
                print(f"  {file} -> {target}: {' '.join(calls[file][target])}")
    return len(circles)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    objects = objects_of(sys.argv[1])
    if not objects:
        sys.exit(f"circles: no object files below {sys.argv[1]}/src, build first")
    sys.setrecursionlimit(10000)
    calls = calls_between(objects)
    rooms = calls_between_rooms(calls)
    files, between = report(calls), report(rooms)
    print(f"circles: {files} among {len(objects)} files, {between} among {len(rooms)} rooms", file=sys.stderr)
    sys.exit(1 if files or between else 0)


main()
