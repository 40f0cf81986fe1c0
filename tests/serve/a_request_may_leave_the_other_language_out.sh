#!/bin/sh
# Documents in the other language: found by every operation, left out by a parameter over HTTP and
# MCP, and a machine without the dictionary says so in the answer.
. "$ROOT/tests/serve/lib.sh"
. "$ROOT/tests/no_dictionary.sh"
mkdir dic
iconv -f UTF-8 -t EUC-JP >dic/edict <<'END'
振動 [しんどう] /(n,vs) vibration/oscillation/(P)/
抑制 [よくせい] /(n,vs) suppression/control/(P)/
車両 [しゃりょう] /(n) vehicle/(P)/
容器 [ようき] /(n) container/(P)/
END
cat >both.jsonl <<'END'
{"id":"E1","abstract":"A damper suppresses vibration of a vehicle body. The vibration of the vehicle is absorbed.","open":true}
{"id":"E2","abstract":"A container with a lid. The lid of the container is closed.","open":true}
{"id":"J1","title":"振動抑制装置","abstract":"車両の振動を抑制する。車両の振動を吸収する。","open":true}
{"id":"J3","title":"車両と容器","abstract":"車両の容器に振動が伝わる。","open":true}
{"id":"J2","title":"容器の蓋","abstract":"容器の蓋を閉じる。容器の蓋。","open":true}
END
tensen index -q --lexicon dic -o index.tensen both.jsonl >/dev/null
serve --lexicon dic
etag() { ask -i GET '/api/v1/search?id=J1' | sed -n 's/^E[Tt]ag: \(.*\)\r$/\1/p'; }
with=$(etag)
[ -n "$with" ] || wrong "an answer without ETag"

english() { # OPERATION EXTRA: among the first two
	printf '{"text":"車両の振動を抑制する"%s}' ",\"k\":2$2" >body.json
	ask POST "/api/v1/$1" 'Content-Type: application/json' @body.json | grep -c '"id": "E1"' || :
}
for operation in search match; do
	[ "$(english $operation '')" -gt 0 ] || wrong "$operation finds nothing in English"
	[ "$(english $operation ',"no-translation":true')" -eq 0 ] || wrong "$operation finds English that was left out"
	[ "$(english $operation ',"no-translation":false')" -gt 0 ] || wrong "$operation: the parameter stays on"
done
printf '{"text":"車両の振動","no-translation":true}' >body.json
ask POST /api/v1/search 'Content-Type: application/json' @body.json | sed 1d >got.json
tensen search index.tensen --lexicon dic --no-translation --text 車両の振動 --json --lang ja >expected.json
cmp -s got.json expected.json || wrong "no-translation is not --no-translation"
expect '400 unknown_parameter' GET '/api/v1/show?id=J1&no-translation=1'
! grep -q '"translation"' got.json || wrong "what was left out is told as trouble"

printf '%s\n' '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}' \
	'{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"search","arguments":{"text":"車両の振動を抑制する","k":2}}}' \
	'{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"search","arguments":{"text":"車両の振動を抑制する","k":2,"no-translation":true}}}' |
	tensen mcp index.tensen --lexicon dic >mcp.out
grep '"id":2' mcp.out | grep -q E1 || wrong "MCP finds nothing in English"
! grep '"id":3' mcp.out | grep -q E1 || wrong "MCP finds English that was left out"
stop

LD_PRELOAD=$NO_DICTIONARY
export LD_PRELOAD
serve
unset LD_PRELOAD
[ "$(etag)" != "$with" ] || wrong "the ETag does not know that the dictionary is missing"
printf '{"text":"車両の振動"}' >body.json
ask POST /api/v1/search 'Content-Type: application/json' @body.json >got.json
[ "$(grep -c '"translation": "no_dictionary"' got.json)" -eq 1 ] || wrong "the answer does not say that the dictionary is missing"
printf '{"text":"車両の振動","no-translation":true}' >body.json
ask POST /api/v1/search 'Content-Type: application/json' @body.json | grep -q '"translation"' && wrong "told where it is not wanted"
ask GET '/api/v1/search?id=J1' | grep -q '"translation": "no_dictionary"' || wrong "a document of the index is not told"
stop
serve --lexicon dic
[ "$(etag)" = "$with" ] || wrong "the ETag changes though index and dictionary are those of before"
finish
