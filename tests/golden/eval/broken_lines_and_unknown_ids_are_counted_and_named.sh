# What is no judgement is counted and named by its line; the rest is used; nothing is fatal
# but a file that cannot be read, or one without a single judgement (exit code 1).
. "$ROOT/tests/golden/lib.sh"
cat >d.jsonl <<'END'
{"id":"DEMO-35-012","field":28,"new":true,"plausible":true,"note":"","date":"2026-11-21"}

{"id":"DEMO-35-012","field":28,"new":false,"plausible":true}
{"id":"DEMO-35-012","field":26,"plausible":false,"new":null,"who":"K"}
{"id":"DEMO-35-012","field":35,"plausible":true}
{"id":"NOBODY-1","field":3,"plausible":true}
{"id":"NOBODY-1","field":4,"plausible":true}
{"id":"NOBODY-2","field":3,"new":true}
{"id":"DEMO-35-012"
{"id":"DEMO-35-012","field":36,"plausible":true}
{"id":"DEMO-35-012","field":"28","plausible":true}
{"id":"DEMO-35-012","field":3}
{"id":"DEMO-35-012","field":3,"plausible":"yes"}
{"field":3,"plausible":true}
[1,2]
{"id":"DEMO-35-012","field":9,"plausible":true} and more
END
tensen eval "$DEMO" --decisions d.jsonl; echo "code $?"
tensen eval "$DEMO" --decisions d.jsonl --lang en | sed -n 1,4p
printf '\n\n' >empty.jsonl
tensen eval "$DEMO" --decisions empty.jsonl; echo "code $?"
printf '\xef\xbb\xbf\x00\xff garbage' >garbage.jsonl
tensen eval "$DEMO" --decisions garbage.jsonl; echo "code $?"
refused 3 tensen eval "$DEMO" --decisions absent.jsonl
refused 2 tensen eval "$DEMO" --decisions d.jsonl --hidden-field
refused 2 tensen eval "$DEMO" --queries d.jsonl
