#!/usr/bin/env python3
"""means.py ADDRESS ID... - is a document in other fields whose sentence of means is the patent's found by its words?

Asks a server (tensen serve) with the first sentence of each patent's means and compares it, by the cosine of weighted
terms, with that of each document it brings that shares no field with the patent; prints the three nearest of each.
findings.md says what came of it: no shelf of precedents is made from this."""

import json
import sys
import urllib.request
from urllib.parse import quote

BASE = sys.argv[1].rstrip("/") + "/api/v1/"


def show(number):
    with urllib.request.urlopen(f"{BASE}show?id={quote(number)}") as answer:
        return json.load(answer)


def ask(operation, **body):
    with urllib.request.urlopen(urllib.request.Request(BASE + operation, json.dumps(body).encode(), {"Content-Type": "application/json"})) as answer:
        return json.load(answer)


def sentence(record):
    return next((x["text"] for x in record["sections"] if x["section"] == "means"), "").split("。")[0]


def terms(text):
    return {x["term"]: x["weight"] for x in ask("show", text=text)["terms"] if x["kind"] != "function"}


def cosine(a, b):
    length = sum(x * x for x in a.values()) ** .5 * sum(x * x for x in b.values()) ** .5
    return sum(x * b[k] for k, x in a.items() if k in b) / length if length else 0


def nearest(number):
    patent = show(number)
    said = sentence(patent)
    if not said:
        return print(number, patent["title"], ": no sentence of means")
    own, asked, near = set(patent["fields"].split("、")), terms(said), []
    for hit in ask("search", text=said, k=60)["hits"]:
        if hit["id"] != number and not own & set(hit["field_names"].split("、")):
            other = sentence(show(hit["id"]))
            if other:
                near.append((cosine(asked, terms(other)), hit["id"], hit["title"]))
    print(number, patent["title"])
    for score, document, title in sorted(near, reverse=True)[:3]:
        print(f"  {score:.2f} {document} {title}")


for one in sys.argv[2:]:
    nearest(one)
