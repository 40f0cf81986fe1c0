# tests/assist/lib.sh - what tests of the assistant share; sourced, not run.
# shellcheck shell=sh
#
# answer_with FAULT starts a chat-completions server (chat_server.py) and sets MODEL, the
# options that ask it; what it was asked is in chat.log.  It is stopped by the next one and at
# the end.  index.tensen is a copy of $DEMO that has its readings beside it.
SERVER=
PATENT=DEMO-09-008
READINGS=index.tensen.readings.jsonl
LC_ALL=C.UTF-8
export LC_ALL

wrong() {
	echo "$*" >>wrong.txt
}
finish() {
	[ ! -e wrong.txt ] || { cat wrong.txt; exit 1; }
	exit 0
}
need() { # PROGRAM
	command -v "$1" >/dev/null && return
	echo "$1 is not installed (make deps-assist)" >&2
	exit 77
}

hush() {
	[ -z "$SERVER" ] || { kill "$SERVER"; wait "$SERVER"; } 2>/dev/null
	SERVER=
}
await() { # PORT-FILE OUTPUT: a server has said its port, else the test ends
	tries=0
	while [ ! -s "$1" ]; do
		tries=$((tries + 1))
		[ $tries -lt 200 ] || { cat "$2"; exit 1; }
		sleep 0.05
	done
}
answer_with() { # FAULT|'' [OPTION...]
	need python3
	hush
	rm -f port chat.log
	: >chat.log
	fault=$1
	shift
	python3 -B "$ROOT/tests/assist/chat_server.py" "$ROOT/tests/assist/recorded.json" chat.log \
		--fault "$fault" "$@" >server.txt 2>&1 &
	SERVER=$!
	trap 'kill $SERVER 2>/dev/null' EXIT
	await port server.txt
	MODEL="--model http://127.0.0.1:$(cat port) --model-name recorded"
}
cp "$DEMO" index.tensen

# The engine with a model: code, out.txt, err.txt.
asked() { # COMMAND ARGUMENT...
	command=$1
	shift
	# shellcheck disable=SC2086
	tensen "$command" index.tensen "$PATENT" --lang en $MODEL "$@" >out.txt 2>err.txt
	code=$?
}
requests() { wc -l <chat.log; }
# Reading the patent: code, err.txt.
read_patent() { # OPTION...
	# shellcheck disable=SC2086
	tensen read index.tensen "$PATENT" --lang en $MODEL "$@" >out.txt 2>err.txt
	code=$?
}
asked_as() { grep -c "\"role\": \"$1\"" chat.log; } # ROLE
# "ID GRADE" of all pairs in a file of readings, "-" for what was dropped.
grades() { # READINGS
	sed -n 's/.*"role":"judge".*"document":"\([^"]*\)".*"grade":\([0-9]\).*/\1 \2/p
		s/.*"role":"judge".*"document":"\([^"]*\)".*"dropped":.*/\1 -/p' "$1" | sort
}
# index.tensen with this behind a member of a document, and nothing read of it.
poisoned() { # ID MEMBER TEXT
	python3 - "$DATA" "$@" <<'END_OF_PYTHON' >poisoned.jsonl || wrong "no record"
import glob, json, sys
data, number, member, text = sys.argv[1:]
records = [json.loads(line) for name in glob.glob(data + "/demo/*.jsonl") for line in open(name, encoding="utf-8") if number in line]
d = next(d for d in records if d["id"] == number)
d[member] = d.get(member, "") + text
print(json.dumps(d, ensure_ascii=False))
END_OF_PYTHON
	cp "$DEMO" index.tensen
	tensen update -q index.tensen poisoned.jsonl >account.txt || wrong "no index"
	rm -f "$READINGS"
}
