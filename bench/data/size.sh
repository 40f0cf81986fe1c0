#!/bin/sh
# bench/data/size.sh - bytes of an index beside Groonga's and Xapian's for the same documents.
#
#   sh bench/data/size.sh DOCUMENTS.jsonl [INDEX.tensen]     (without INDEX it is built)
#   sh bench/data/size.sh FOLDER                  (of CSV files of J-PlatPat: made into JSONL first)
#
# All three store the whole document and make its title, abstract and claims searchable:
#   Groonga   documents in columns packed by zstd, inverted bigrams with positions
#             (TokenBigram; TokenMecab if groonga-tokenizer-mecab is installed)
#   Xapian    the JSON line as document data, n-grams of kanji and kana (CJK mode) with
#             positions, then xapian-compact
#   tensen    VOCB, ROWS, DOCS, TERM, POST: texts, metadata, term streams, inverted lists.
#             Printed apart: the model (LSAB, CENT, GRPS ...) and the vectors
#
# MEASURED, bytes of the documents' JSONL taken as 1 (tensen without model and vectors):
#
#   documents                                   JSONL    tensen  Groonga  Xapian
#     4,836 of J-PlatPat with abstracts     6,874,548     0.505    1.621   2.849
#    20,000 of bench/data/corpus, seed 1        40,797,628     0.515    1.010   2.873
#
# Groonga by TokenBigram.  The model does not grow with the documents but with the words:
# it was 1.5 and 1.1 of these small corpora and is 0.15 of a million documents.
#
# Needs groonga-bin, libxapian-dev, xapian-tools, g++, python3.
set -eu
[ $# -ge 1 ] || { sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0" >&2; exit 2; }
INPUT=${1%/} TENSEN=${TENSEN:-build/release/tensen}
DIR=$(mktemp -d -p "$(dirname "${2:-/tmp/x}")")
trap 'rm -rf "$DIR"' EXIT
INDEX=${2-}
[ ! -d "$INPUT" ] || {
	python3 - "$INPUT" <<'PY' >"$DIR/documents.jsonl"
import csv, glob, json, sys
seen = set()
for path in sorted(glob.glob(sys.argv[1] + "/*.csv")):
    for row in csv.DictReader(open(path, encoding="utf-8-sig", newline="")):
        if row["文献番号"] in seen:
            continue
        seen.add(row["文献番号"])
        d = {"id": row["文献番号"], "title": row["発明の名称"],
             "abstract": (row.get("要約") or "").replace("<BR>", "").replace("\n", ""),
             "applicants": [a for a in row["出願人/権利者"].split(",") if a],
             "fi": [c for c in row["FI"].split(",") if c],
             "date": row["出願日"].replace("/", "-"),
             "numbers": [row[k] for k in ("出願番号", "公開番号", "公告番号", "登録番号") if row.get(k)],
             "url": row["文献URL"]}
        print(json.dumps({k: v for k, v in d.items() if v}, ensure_ascii=False))
PY
	INPUT=$DIR/documents.jsonl
}
[ -n "$INDEX" ] || { INDEX=$DIR/index; "$TENSEN" index -q -o "$INDEX" "$INPUT" >/dev/null; }

groonga_db() {
	tokenizer=TokenBigram
	groonga -n "$DIR/probe" plugin_register tokenizers/mecab >/dev/null 2>&1 &&
		tokenizer=TokenMecab
	mkdir "$DIR/groonga"
	{
		[ $tokenizer = TokenMecab ] && echo 'plugin_register tokenizers/mecab'
		echo 'table_create Docs TABLE_HASH_KEY ShortText'
		for c in title abstract description rest; do
			echo "column_create Docs $c COLUMN_SCALAR|COMPRESS_ZSTD Text"
		done
		echo 'column_create Docs claims COLUMN_VECTOR|COMPRESS_ZSTD Text'
		echo "table_create Terms TABLE_PAT_KEY ShortText --default_tokenizer $tokenizer --normalizer NormalizerAuto"
		echo 'column_create Terms at COLUMN_INDEX|WITH_POSITION|WITH_SECTION Docs title,abstract,claims'
		echo 'load --table Docs'
		python3 - "$INPUT" <<'PY'
import json, sys
print("[")
first = True
for line in open(sys.argv[1], encoding="utf-8"):
    d = json.loads(line)
    own = ("id", "title", "abstract", "description", "claims")
    row = {"_key": d["id"], "title": d.get("title", ""), "abstract": d.get("abstract", ""),
           "description": d.get("description", ""), "claims": d.get("claims", []),
           "rest": json.dumps({k: v for k, v in d.items() if k not in own}, ensure_ascii=False)}
    print(("" if first else ",") + json.dumps(row, ensure_ascii=False))
    first = False
print("]")
PY
	} | groonga -n "$DIR/groonga/db" >/dev/null
	du -s -B1 "$DIR/groonga" | cut -f1 # on disk: its files are sparse
}

xapian_db() {
	cat > "$DIR/x.cc" <<'CC'
#include <fstream>
#include <iostream>
#include <xapian.h>
// Lines "text \x01 json" from standard input into the database argv[1].
int main(int, char **argv)
{
	Xapian::WritableDatabase db(argv[1], Xapian::DB_CREATE_OR_OVERWRITE);
	Xapian::TermGenerator g;
	g.set_flags(Xapian::TermGenerator::FLAG_CJK_NGRAM);
	for (std::string line; std::getline(std::cin, line);) {
		size_t at = line.find('\x01');
		Xapian::Document d;
		g.set_document(d);
		g.index_text(line.substr(0, at));
		d.set_data(line.substr(at + 1));
		db.add_document(d);
	}
}
CC
	g++ -O2 -o "$DIR/x" "$DIR/x.cc" -lxapian
	python3 - "$INPUT" <<'PY' | "$DIR/x" "$DIR/xapian"
import json, sys
for line in open(sys.argv[1], encoding="utf-8"):
    d = json.loads(line)
    text = " ".join([d.get("title", ""), d.get("abstract", "")] + d.get("claims", []))
    sys.stdout.write(" ".join(text.split()) + "\x01" + line.rstrip("\n") + "\n")
PY
	xapian-compact "$DIR/xapian" "$DIR/compact" >/dev/null 2>&1
	du -s -B1 "$DIR/compact" | cut -f1
}

GROONGA=$(groonga_db)
XAPIAN=$(xapian_db)
"$TENSEN" info "$INDEX" --json | python3 -c '
import json, os, sys
info, jsonl = json.load(sys.stdin), os.path.getsize(sys.argv[1])
n, own, model, vectors = info["documents"], 0, 0, 0
for s in info["sections"]:
    if s["tag"] in ("META", "VOCB", "show", "ROWS", "DOCS", "TERM", "POST"):
        own += s["stored"]
    elif s["tag"] in ("VTOP", "VPRO", "VMEA", "VFUN"):
        vectors += s["stored"]
    else:
        model += s["stored"]
print(f"{n} documents, {jsonl} bytes of JSONL")
for name, size in (("JSONL", jsonl), ("tensen, without vectors", own), ("  its model", model),
                   ("  its vectors", vectors), ("Groonga", int(sys.argv[2])),
                   ("Xapian", int(sys.argv[3]))):
    print(f"{name:26}{size:15,} bytes {size / n:9.1f} a document {size / jsonl:7.3f} of the JSONL")
' "$INPUT" "$GROONGA" "$XAPIAN"
