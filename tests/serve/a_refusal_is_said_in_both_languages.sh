#!/bin/sh
# Every refusal has its reason twice, in English without a Japanese word and in Japanese.
. "$ROOT/tests/serve/lib.sh"
serve
refused() { # CODE TARGET [METHOD HEADER BODY]
	code=$1
	target=$2
	shift 2
	if [ $# -gt 0 ]; then ask POST "$target" "$@" >got.json; else ask GET "$target" >got.json; fi
	python3 - "$code" "$target" <<'END' || wrong "$target: $(cat got.json)"
import json, re, sys
e = json.loads(open("got.json", encoding="utf-8").read().split("\n", 1)[1])["error"]
kana = "[\u3040-\u30ff\u4e00-\u9fff]"
assert e["code"] == sys.argv[1], e
assert e["message"] and not re.search(kana, e["message"]), e
assert re.search(kana, e["message_ja"]), e
assert not re.search(r"[a-z]{3,} [a-z]{3,} [a-z]{3,}", e["message_ja"]), e
END
}
command -v python3 >/dev/null || { echo "python3 is not installed" >&2; exit 77; }
refused not_found '/api/v1/show?id=NOBODY'
refused no_route /api/v1/nothing
refused unknown_parameter '/api/v1/search?text=a&colour=red'
refused bad_query /api/v1/search
refused bad_query '/api/v1/search?text=a&id=DEMO-09-008'
refused bad_value '/api/v1/search?text=a&k=many'
refused bad_value '/api/v1/search?text=a&since=20200101&until=20190101'
refused bad_query '/api/v1/search?text=a&groups=3'
refused bad_query '/api/v1/combine?id=DEMO-09-008'
refused bad_escape '/api/v1/search?text=%zz'
refused bad_encoding '/api/v1/search?text=%ff'
refused bad_value '/api/v1/search?text=a&side=left'
refused bad_value '/api/v1/search?text=a&field=99'
refused bad_value '/api/v1/search?text=a&class=1'
refused bad_value '/api/v1/search?text=a&since=soon'
refused bad_value '/api/v1/ideas?id=DEMO-09-008&boldness=2'
refused bad_value '/api/v1/ideas?id=DEMO-09-008&grade=5'
printf '{"text":' >torn.json
printf '{"text":{"a":1}}' >nested.json
refused bad_json /api/v1/search "$JSON" @torn.json
refused not_json /api/v1/search 'Content-Type: text/plain' @torn.json
refused bad_value /api/v1/search "$JSON" @nested.json
stop
finish
