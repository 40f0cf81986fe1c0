#!/bin/sh
# `tensen update --wait N`: while another process writes the index, an update waits so long and then
# goes on; without it, and when the time is over, it ends with a line and changes nothing.
wrong() { echo "$*" >>wrong.txt; }
command -v python3 >/dev/null || { echo "python3 is not installed" >&2; exit 77; }
printf '{"id":"A","title":"制振装置","abstract":"建物の揺れを抑える。"}\n{"id":"B","title":"鏡","abstract":"浴室の鏡の曇りを防ぐ。"}\n' >base.jsonl
printf '{"id":"C","title":"屋根","abstract":"屋根の雪を落とす。"}\n' >new.jsonl
tensen index -q -o i.tensen base.jsonl >/dev/null || wrong "no index"
hold() { # SECONDS: as another writer does
	python3 - "$1" <<'END' &
import fcntl, sys, time
f = open("i.tensen.tmp", "w")
fcntl.flock(f, fcntl.LOCK_EX)
open("held", "w").close()
time.sleep(float(sys.argv[1]))
END
	while [ ! -e held ]; do sleep 0.05; done
	rm held
}
cp i.tensen before
hold 4
tensen update -q i.tensen new.jsonl --lang en >/dev/null 2>err.txt && wrong "it does not see the other writer"
grep -q 'another process is writing this file' err.txt || wrong "$(cat err.txt)"
tensen update -q i.tensen new.jsonl --wait 1 >/dev/null 2>&1 && wrong "it goes on while another one writes"
cmp -s before i.tensen || wrong "something is written"
tensen update -q i.tensen new.jsonl --wait 60 >/dev/null 2>err.txt || wrong "it does not wait: $(cat err.txt)"
tensen show i.tensen C >/dev/null || wrong "the new document is not there"
wait
[ ! -e wrong.txt ] || { cat wrong.txt; exit 1; }
