#!/bin/sh
# An assistant's session lives for days: a call after the nightly index took the path is answered
# by the new index; a damaged file is named once and the old index stays.
. "$ROOT/tests/assist/lib.sh"
small() { # WORD OUT
	for n in 1 2 3 4 5 6; do
		printf '{"id":"%s-%d","title":"%s装置%d","abstract":"【課題】%sを防ぐ。"}\n' "$1" $n "$1" $n "$1"
	done >small.jsonl
	tensen index -q small.jsonl -o "$2" >/dev/null || wrong "index: $?"
}
call() { # ID DOCUMENT
	printf '{"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"show","arguments":{"id":"%s"}}}\n' "$1" "$2"
}
small OLD night.tensen
small NEW new.tensen
mkfifo to from
tensen mcp night.tensen <to >from 2>err.txt &
exec 3>to 4<from
call 1 OLD-1 >&3 && read -r one <&4
mv new.tensen night.tensen
call 2 NEW-1 >&3 && read -r two <&4
head -c 4000 night.tensen >cut.tensen && mv cut.tensen night.tensen
call 3 NEW-1 >&3 && read -r three <&4
call 4 NEW-1 >&3 && read -r four <&4
exec 3>&-
wait $! || wrong "code $?"
has() { # LINE TEXT
	case $1 in *"$2"*) ;; *) wrong "no $2: $1" ;; esac
}
has "$one" 'OLD装置1'
has "$two" 'NEW装置1'
has "$three" 'NEW装置1'
has "$four" 'NEW装置1'
[ "$(grep -c '入れ替えません' err.txt)" -eq 1 ] || wrong "a damaged file is not named once: $(cat err.txt)"
grep -q 'night.tensen: 入れ替えました（文献 6 件）' err.txt || wrong "the new index is not named: $(cat err.txt)"
finish
