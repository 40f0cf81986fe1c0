#!/bin/sh
# `show` of a document of an index in both languages maps the files that it maps without translation:
# the dictionary takes .2 s of a million documents.  A search by the same document maps more.
set -u
. "$ROOT/tests/crash/lib.sh"
[ -r /usr/share/edict/edict ] || {
	echo "no dictionary (Debian: apt-get install edict)" >&2
	exit 77
}
build_shim
{
	cat "$DATA/demo/mechanical.jsonl"
	for i in 1 2 3 4 5 6 7 8; do
		printf '{"id":"EN-%s","title":"Damper %s of a machine tool","abstract":"A damper that lessens the vibration of a tool."}\n' $i $i
	done
} >both.jsonl
tensen index -q -o x.tensen both.jsonl >/dev/null || die "cannot build the index"

maps() { # COMMAND...: how often it maps a file
	rm -f fault.log
	FAULT_CALL=mmap FAULT_AT=0 FAULT_LOG=$here/fault.log LD_PRELOAD=$here/fault.so tensen "$@" >out 2>err ||
		die "$*: $(cat err)"
	sed -n 's/^calls //p' fault.log
}
[ "$(maps search x.tensen EN-1)" -gt "$(maps search x.tensen EN-1 --no-translation)" ] ||
	die "a search does not need the dictionary: the test tests nothing"
shown=$(maps show x.tensen EN-1) untranslated=$(maps show x.tensen EN-1 --no-translation)
[ "$shown" -eq "$untranslated" ] || die "show maps $shown files, without translation $untranslated"
