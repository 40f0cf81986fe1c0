#!/bin/sh
# Every key that a JSON result has stands in its chapter of src/result/JSON.md, and
# every result says its kind and its version.
set -u

die() {
	echo "$*" >&2
	exit 1
}

first=$(tensen search "$DEMO" --text 振動 --format json | sed -n 's/^ *"id": "\(.*\)",$/\1/p' | head -n 1)
[ -n "$first" ] || die "no document to ask about"
printf '{"id":"A","title":"振動を抑制する装置","ipc":["F16F 15/02"]}\n{"id":"B"}\nbroken\n' >in.jsonl

# The keys of a result: its lines are `"key": value`.  Not ours: the inside of META
# (FORMAT.md), of "extra", and the field numbers of "per_field".
keys() {
	sed -e '/^ "meta": {/,/^}/d' -e '/"extra": {"/d' -e '/"per_field": {/,/}/d' "$1" |
		sed -n 's/^ *"\([^"]*\)": .*/\1/p' | sort -u
}

check() { # KIND CHAPTER COMMAND...
	kind=$1
	chapter=$2
	shift 2
	"$@" >result.json 2>err || [ $? -eq 1 ] || die "$*: $(cat err)" # 1: nothing found
	grep -q "^ \"kind\": \"$kind\",\$" result.json || die "$*: not of kind $kind"
	grep -q '^ "version": [123],$' result.json || die "$*: no version"
	awk -v c="$chapter" '/^## / { in_it = $0 ~ c } in_it' "$ROOT/src/result/JSON.md" >chapter.md
	[ -s chapter.md ] || die "JSON.md has no chapter $chapter"
	for key in $(keys result.json); do
		case $key in kind | version) continue ;; esac
		grep -qF "\"$key\":" chapter.md || die "JSON.md, $chapter: no key \"$key\""
	done
}

# Every key that a schema names stands in the chapter, too, whether or not this answer has it.  A
# schema has one key a line; the names of its definitions are no keys.
schema_keys() {
	sed -n -e '/^ "$defs"/,$s/^  "[^"]*": {$//' -e 's/^ *"\([a-z_0-9]*\)": {.*/\1/p' "$1" |
		grep -vxE 'properties|items' | sort -u
}

check_schema() { # KIND CHAPTER
	# with what the page says of all answers before its first chapter
	awk -v c="$2" 'BEGIN { in_it = 1 } /^## / { in_it = $0 ~ c } in_it' "$ROOT/src/result/JSON.md" >chapter.md
	schema_keys "$ROOT/src/result/schema/$1.json" >keys.txt
	[ -s keys.txt ] || die "the schema of $1 names no key"
	while read -r key; do
		grep -qE "(\"$key\"|[\`| ,(]$key[\`,: |)])" chapter.md || die "JSON.md, $2: no key \"$key\" of the schema"
	done <keys.txt
}

for kind in search match scan show fields eval bench account; do
	check_schema "$kind" "$kind"
done
check_schema info info
check_schema verify info
check_schema ideas "ideas|candidates"
check_schema candidates "ideas|candidates"
check_schema report "report|ideas"

check search search tensen search "$DEMO" "$first" --explain --format json
check search search tensen search "$DEMO" "$first" --per ipc4 --format json
check ideas "ideas|candidates" tensen ideas "$DEMO" "$first" --format json
check match match tensen match "$DEMO" --text 振動を抑えたい --format json
check candidates candidates tensen candidates "$DEMO" "$first" --format json
check combine "ideas|candidates" tensen combine "$DEMO" "$first" DEMO-01-006 --format json
check scan scan tensen scan "$DEMO" -q -o out.jsonl --format json
check show show tensen show "$DEMO" "$first" --format json
check info info tensen info "$DEMO" --format json
check verify info tensen verify "$DEMO" --format json
check fields fields tensen fields "$DEMO" --format json
printf 'query\tdocument\tgrade\n%s\t%s\t2\n' "$first" DEMO-01-006 >judged.tsv
check eval eval tensen eval "$DEMO" --judged judged.tsv --format json
check bench bench tensen bench "$DEMO" --queries 5 --format json
check account account tensen index -q -o x.tensen in.jsonl --format json
check account account tensen update -q x.tensen --delete C --retrain in.jsonl --format json
