#!/bin/sh
# Ten new files under load: every request is answered, each of the ten is taken up, the
# old ones are let go; a bad file is refused with one line and the old one served on.
. "$ROOT/tests/serve/lib.sh"
serve --access-log access.log
cp index.tensen a.tensen
head -n 300 "$DATA"/demo/*.jsonl | grep '^{' | head -n 150 >half.jsonl
tensen index -q -o b.tensen half.jsonl >/dev/null || wrong "no second index"
cat >targets.txt <<'END'
/api/v1/info
/api/v1/fields
/healthz
POST /api/v1/search {"text":"粉が詰まる","k":5}
POST /api/v1/ideas {"text":"【課題】粉が出口で詰まる。【解決手段】斜面の角度を左右で違える。","k":3}
POST /api/v1/match {"text":"振動を抑えたい"}
END
reloads() { ask GET /metrics | sed -n 's/^tensen_index_reloads_total{result="served"} //p'; }
has_reloaded() { [ "$(reloads)" -ge "$1" ]; }
has_refused() { grep -q 'not replaced' server.err; }
# none but, perhaps, the one that was served last
lets_go() { [ "$(grep -c 'index\.tensen (deleted)' /proc/"$SERVER"/maps)" -le 1 ]; }

"$CLIENT" "$PORT" load 12 6 targets.txt >load.txt 2>load.err &
loading=$!
i=0
while [ $i -lt 10 ]; do
	if [ $((i % 2)) -eq 0 ]; then cp b.tensen new; else cp a.tensen new; fi
	mv new index.tensen
	i=$((i + 1))
	eventually has_reloaded $i
done
[ "$(reloads)" -eq 10 ] || wrong "$(reloads) of 10 files were taken up"
wait $loading || wrong "under load: $(cat load.txt load.err)"
grep -q ', 0 failed' load.txt || wrong "$(cat load.txt)"

echo 'not an index' >new
mv new index.tensen
eventually has_refused
expect 200 GET '/api/v1/show?id=DEMO-09-008'
sleep 1 # the server looks again: it is told once
eventually lets_go || wrong "old files are still mapped: $(grep deleted /proc/"$SERVER"/maps)"
stop
[ "$(grep -c 'not replaced' server.err)" -eq 1 ] || wrong "$(cat server.err)"
grep -cv '^{"time":"....-..-..T..:..:..\....Z","remote":"127.0.0.1","method":"[A-Z]*","target":".*","status":[0-9]*,"bytes":[0-9]*,"ms":[0-9.]*,"wait_ms":[0-9.]*.*}$' access.log >odd.txt
[ "$(cat odd.txt)" = 0 ] || wrong "lines of the log that are not as documented: $(cat odd.txt)"
! grep -q '粉' access.log || wrong "a text of a body is in the log"
finish
