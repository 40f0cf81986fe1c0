#!/bin/sh
# Vectors from an embeddings server: whatever it does, the index is whole or as it was, one line says
# why, and nothing is asked twice; a kill at any moment and the same command again give the same bytes.
. "$ROOT/tests/assist/lib.sh"
need python3
need setsid
ROWS=${ROWS:-600} KILLS=${KILLS:-10}
stub() { # FAULT|'' [OPTION...]
	hush
	rm -f port
	fault=$1
	shift
	python3 -B "$ROOT/tests/assist/embeddings_server.py" serve asked.log --dim 32 --fault "$fault" "$@" >server.txt 2>&1 &
	SERVER=$!
	trap 'kill $SERVER 2>/dev/null' EXIT
	await port server.txt
	URL=http://127.0.0.1:$(cat port)
}
# texts asked for, probes aside; how often one was asked twice
texts() { python3 -c '
import json, sys
seen = [t for line in open("asked.log", encoding="utf-8") for t in json.loads(line)[1:] if not t.startswith("曇らない鏡。A mirror")]
print(len(seen), len(seen) - len(set(seen)))'; }
build() { # FILE OPTION...
	file=$1
	shift
	tensen index -o "$file" all.jsonl --embeddings "$URL" --embeddings-name trigrams --lang en "$@" >out.txt 2>err.txt
}
"${CORPUS:-$BUILD/bench/data/corpus}" write -n "$ROWS" --lang mixed >all.jsonl 2>/dev/null || {
	echo "bench/data/corpus is not built (make bench)" >&2
	exit 77
}

: >asked.log
stub ''
build whole.tensen || wrong "$(cat err.txt)"
grep -q "go $ROWS texts of at most 2000 characters" err.txt || wrong "no estimate: $(cat err.txt)"
[ "$(texts)" = "$ROWS 0" ] || wrong "asked $(texts), not $ROWS once"

# A kill, again and again.
: >asked.log
stub '' --delay 0.05
at=0
while [ $at -lt "$KILLS" ]; do
	at=$((at + 1))
	setsid "$TENSEN" index -o killed.tensen all.jsonl --embeddings "$URL" --embeddings-name trigrams --embeddings-parallel 1 --quiet >/dev/null 2>&1 &
	pid=$!
	sleep "$(python3 -c "print(${FIRST:-0.15} + $at * ${STEP:-0.12})")"
	kill -9 $pid 2>/dev/null
	wait $pid 2>/dev/null
	[ ! -e killed.tensen ] || tensen verify killed.tensen >out.txt 2>&1 || wrong "after kill $at: $(cat out.txt)"
done
build killed.tensen || wrong "the last: $(cat err.txt)"
cmp whole.tensen killed.tensen || wrong "other bytes after $KILLS kills"
set -- $(texts)
[ "$1" -ge "$ROWS" ] && [ "$2" -le $((KILLS * 32)) ] || wrong "asked $1 texts, $2 of them twice: at most one request of 32 a kill"

# An update asks for what is new, without a word about the server.
: >asked.log
head -n $((ROWS / 100)) all.jsonl | sed 's/"title":"/"title":"新しい/' >new.jsonl
tensen update killed.tensen new.jsonl --lang en >out.txt 2>err.txt || wrong "update: $(cat err.txt)"
[ "$(texts)" = "$((ROWS / 100)) 0" ] || wrong "an update of 1 % asked $(texts)"
: >asked.log
tensen update killed.tensen new.jsonl --lang en >out.txt 2>err.txt || wrong "update: $(cat err.txt)"
[ ! -s asked.log ] || wrong "an update without news asked"

# Questions: once, then from the file; without the server by words, and that is said.
tensen search killed.tensen --text '新しい製造方法' --json >first.json 2>err.txt
tensen search killed.tensen --text '新しい製造方法' --json >second.json 2>>err.txt
cmp first.json second.json || wrong "two answers"
[ ! -s err.txt ] || wrong "$(cat err.txt)"
[ "$(wc -l <asked.log)" -eq 1 ] || wrong "a question was asked $(wc -l <asked.log) times"
tensen search killed.tensen --text '新しい製造方法' --side embeddings -k 3 --json >out.txt || wrong "by embeddings alone"
hush
tensen search killed.tensen --text '新しい製造方法' --json 2>err.txt | cmp - first.json || wrong "a kept answer needs a server"
tensen search killed.tensen --text '古い製造方法' --lang en >out.txt 2>err.txt || wrong "no answer without a server"
[ "$(grep -c 'by words and LSA alone' err.txt)" -eq 1 ] || wrong "it is not said: $(cat err.txt)"
stub '' --salt other
sed -i "s#127.0.0.1:[0-9]*#127.0.0.1:$(cat port)#" killed.tensen.embeddings.json
tensen search killed.tensen --text '古い製造方法' --lang en >out.txt 2>err.txt || wrong "no answer beside another model"
grep -q 'answers otherwise than when the index was made' err.txt || wrong "another model: $(cat err.txt)"
cp killed.tensen before.tensen
sed 's/新しい/もっと新しい/' new.jsonl >newer.jsonl
tensen update killed.tensen newer.jsonl --lang en >out.txt 2>err.txt && wrong "another model is taken"
[ "$(grep -c 'answers otherwise' err.txt)" -eq 1 ] || wrong "$(cat err.txt)"

# Faults: one line, the index that was there stays.
fails() { # FAULT LINE [OPTION...]
	stub "$1"
	fault=$1 line=$2
	shift 2
	rm -f f.tensen*
	build f.tensen --quiet "$@" && wrong "$fault: it succeeds"
	[ "$(grep -c '^tensen: ' err.txt)" -eq 1 ] && grep -q "$line" err.txt || wrong "$fault: $(cat err.txt)"
	[ ! -e f.tensen ] || tensen verify f.tensen >out.txt || wrong "$fault: a broken index"
	! tensen info f.tensen 2>/dev/null | grep -q vemb || wrong "$fault: some vectors are in"
}
fails slow 'no answer within 1 s' --embeddings-seconds 1
fails short 'a vector of another length'
fails nan 'holds no number\|is not JSON'
fails zero 'a zero vector'
fails fewer 'another number of vectors than texts'
fails json 'is not JSON'
fails cut 'partial file'
fails 500 'status 500'
fails 429 'status 429'
fails gone:5 "Couldn't connect\|empty reply\|Recv failure\|Server returned nothing"
# and what was answered before is there: the rest is asked of a server that works
: >asked.log
stub ''
tensen update f.tensen --embeddings "$URL" --embeddings-name trigrams --quiet >out.txt 2>err.txt || wrong "going on: $(cat err.txt)"
cmp f.tensen whole.tensen || wrong "other bytes after a server that went away"
[ "$(texts | cut -d' ' -f1)" -lt "$ROWS" ] || wrong "everything was asked again"
stub 429-once
rm -f f.tensen*
build f.tensen || wrong "429 once: $(cat err.txt)"
cmp f.tensen whole.tensen || wrong "429 once: other bytes"
rm -f f.tensen*
build f.tensen --embeddings-calls 3 && wrong "a bound of requests does not bind"
grep -q 'used up' err.txt || wrong "$(cat err.txt)"
tensen index -o g.tensen all.jsonl --embeddings http://192.0.2.1 --embeddings-name m --lang en >out.txt 2>err.txt && wrong "texts go away unasked"
grep -q 'only with --embeddings-remote' err.txt && [ ! -e g.tensen ] || wrong "$(cat err.txt)"

# A key: refused without it; only the path of its file is kept, so a question goes with it.
stub '' --key letmein
build keyed.tensen --embeddings-calls 1 && wrong "a server that wants a key answered without one"
grep -q 401 err.txt || wrong "401 is not named: $(cat err.txt)"
echo letmein >key.txt
build keyed.tensen --embeddings-key-file key.txt || wrong "with its key: $(cat err.txt)"
grep -q '"key_file":".*key.txt"' keyed.tensen.embeddings.json || wrong "the path is not kept"
! grep -rq letmein keyed.tensen* || wrong "the key is kept"
tensen search keyed.tensen --text '曇らない鏡' --side embeddings -k 1 >out.txt 2>err.txt || wrong "a question: $(cat err.txt)"
! grep -q 401 err.txt || wrong "a question goes without the key"
finish
