#!/bin/sh
# bench/serve/serve.sh INDEX JSONL [SECONDS [REPLACEMENTS]] - `tensen serve` under load by wrk.
#
# 64 kept connections on loopback ask for ideas and search, mixed (bench/serve/serve.lua), about
# documents of JSONL, which INDEX was made of.  Prints requests per second, latencies and
# failures as wrk saw them, the server's resident memory every tenth of the time, and, with
# REPLACEMENTS, how many new files it took up meanwhile.  wrk runs on the same cores as the
# server; a request's latency with 64 connections is mostly waiting for the others.
# Needs wrk (apt-get install wrk).  Runs in a temporary folder beside INDEX, where a copy
# of it is replaced.
set -eu
[ $# -ge 2 ] || { sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0" >&2; exit 2; }
index=$1
jsonl=$2
seconds=${3:-60}
replacements=${4:-0}
connections=${CONNECTIONS:-64}
root=$(cd "$(dirname "$0")/../.." && pwd)
tensen=${TENSEN:-$root/build/release/tensen}
work=$(mktemp -d "$(dirname "$index")/serve.XXXXXX")
server=
trap 'kill $server 2>/dev/null; rm -rf "$work"' EXIT

# every 97th document, so that fields and years are mixed
awk 'NR % 97 == 1' "$jsonl" | head -n 1000 >"$work/some.jsonl"
sed -n 's/^{"id":"\([^"]*\)".*/\1/p' "$work/some.jsonl" >"$work/ids"
sed -n 's/.*"abstract":\("[^"\\]*"\).*/\1/p' "$work/some.jsonl" >"$work/texts"
cp "$index" "$work/index.tensen"
"$tensen" serve "$work/index.tensen" --port 0 2>"$work/err" &
server=$!
until grep -q http:// "$work/err"; do kill -0 $server; sleep 0.1; done
port=$(sed -n 's|.*http://.*:\([0-9]*\)/.*|\1|p' "$work/err")
echo "$(sed -n '1s/.*(\(.*\)).*/\1/p' "$work/err"), $connections connections, $seconds s," \
	"$(wc -l <"$work/ids") ids, $(wc -l <"$work/texts") texts"

# What the process holds, and what of it is its own rather than pages of the index.
memory() {
	awk -v at="$1" '/^VmRSS/ { all = $2 } /^RssAnon/ { own = $2 }
		END { printf "memory at %3d s: %d MB, without pages of files %d MB\n", at, all / 1000, own / 1000 }' /proc/$server/status
}
ask() { wrk -t2 -c"$connections" -d"$1s" --timeout 30 -s "$root/bench/serve/serve.lua" "http://127.0.0.1:$port" -- "$work/ids" "$work/texts"; }
ask 5 >/dev/null # the pages of the index, the searchers' scratch
ask "$seconds" >"$work/wrk" &
asking=$!
i=0
while [ $i -lt 10 ]; do
	if [ "$replacements" -gt $i ]; then
		cp "$index" "$work/new"
		mv "$work/new" "$work/index.tensen"
	fi
	memory $((i * seconds / 10))
	sleep "$((seconds / 10))"
	i=$((i + 1))
done
wait $asking
memory "$seconds"
tail -n 1 "$work/wrk"
echo "replaced $(grep -c ': replaced' "$work/err" || :) times, refused $(grep -c 'not replaced' "$work/err" || :) files"
