#!/bin/sh
# gzip and zstd by Accept-Encoding, HEAD without a body, 304 for what is known, and another
# ETag for another index.
. "$ROOT/tests/serve/lib.sh"
serve

T='/api/v1/ideas?id=DEMO-35-012'
ask GET "$T" | sed 1d >plain
ask GET "$T" 'Accept-Encoding: gzip' | sed 1d | gzip -dc | cmp -s - plain || wrong "gzip is not the same"
ask GET "$T" 'Accept-Encoding: gzip, zstd' | sed 1d | zstd -qdc | cmp -s - plain || wrong "zstd is not the same"
ask GET "$T" 'Accept-Encoding: zstd;q=0, gzip;q=0.1' | sed 1d | gzip -dc | cmp -s - plain || wrong "q=0 is not minded"
ask GET / | sed 1d >plain
ask GET / 'Accept-Encoding: zstd' | sed 1d | zstd -qdc | cmp -s - plain || wrong "the page in zstd is not the same"
etag() { ask -i GET "$@" | sed -n 's/^E[Tt]ag: \(.*\)\r$/\1/p'; }
E1=$(etag "$T")
for target in "$T" / /api/v1/info /api/v1/openapi.json; do
	E=$(etag "$target")
	case $E in \"*\") ;; *) wrong "$target has no strong ETag: $E" ;; esac
	expect 304 GET "$target" "If-None-Match: $E"
	expect 304 HEAD "$target" "If-None-Match: \"x\", W/$E"
	expect 200 GET "$target" 'If-None-Match: "x"'
	[ "$(etag "$target" 'Accept-Encoding: zstd')" != "$E" ] || wrong "$target: one ETag for two codings"
done
ask -i HEAD "$T" >head.txt
grep -qi '^Content-Length: [1-9][0-9][0-9]' head.txt || wrong "HEAD without a length"
[ "$(tail -n 1 head.txt | tr -d '\r')" = '' ] || wrong "HEAD with a body"
echo '{"text":"粉"}' >body.json
ask -i POST /api/v1/search "$JSON" @body.json >post.txt
grep -qi '^Cache-Control: no-store' post.txt || wrong "a POST may be kept"
! grep -qi '^ETag' post.txt || wrong "a POST has an ETag"

head -n 300 "$DATA"/demo/*.jsonl | grep '^{' >half.jsonl
tensen index -q --seed 2 -o new half.jsonl >/dev/null
mv new index.tensen
is_another() { [ "$(etag "$T")" != "$E1" ]; }
eventually is_another || wrong "the ETag outlives its index"
stop
finish
