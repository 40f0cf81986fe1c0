#!/bin/sh
# A patent that was read is read again after new documents came: what is looked at, judged and read a
# second time then are new documents alone, also where new words move old ones into its lists; another
# night without new ones asks nothing.  What tells new from old is of one file: it is not exported.
. "$ROOT/tests/assist/lib.sh"
need python3
cat "$DATA"/demo/*.jsonl >all.jsonl
# one of the new ones is good
awk '(NR % 9 == 1 || /"DEMO-12-002"/) && !/DEMO-09-008/' all.jsonl >new.jsonl
awk '(NR % 9 != 1 && !/"DEMO-12-002"/) || /DEMO-09-008/' all.jsonl >old.jsonl
tensen index -q -o index.tensen old.jsonl >/dev/null || wrong "no index"
rm -f $READINGS
read_all() {
	answer_with ''
	read_patent --no-screen
	[ $code -eq 0 ] || wrong "code $code: $(cat err.txt)"
	sed -n 's/.*"role":"\(judge\|doubt\)".*"document":"\([^"]*\)".*/\1 \2/p' $READINGS | sort >"$1"
}
read_all first.txt
[ -s first.txt ] || wrong "nothing is read"
tensen update -q index.tensen new.jsonl >/dev/null || wrong "no update"
read_all second.txt
comm -13 first.txt second.txt >added.txt
[ -s added.txt ] || wrong "no new document is read"
grep -q '^doubt' added.txt || wrong "no new document is read again"
while read -r role id; do
	grep -q "\"$id\"" new.jsonl || wrong "$role: $id was there before"
done <added.txt
read_all third.txt
cmp second.txt third.txt || wrong "a night without new documents reads some"
[ "$(requests)" -eq 0 ] || wrong "a night without new documents asks $(requests) questions"
[ "$(grep -c '"role":"stock"' $READINGS)" -eq 2 ] || wrong "what the index had is kept $(grep -c '"role":"stock"' $READINGS) times"
# what is read a second time has no old documents beside it
printf '%s\n' '{"id":"NEW-1","title":"冷蔵ショーケース","problem":"冷凍ショーケースのガラス扉の結露を、ヒータに通電せずに防ぐ。","means":"扉に膜を貼る。"}' >one.jsonl
tensen update -q index.tensen one.jsonl >/dev/null || wrong "no update of one"
read_all fourth.txt
[ "$(comm -13 third.txt fourth.txt | tr '\n' ' ')" = 'doubt NEW-1 judge NEW-1 ' ] || wrong "one new document: $(comm -13 third.txt fourth.txt)"
tensen readings index.tensen --export exported.jsonl >/dev/null
grep -q '"role":"judge"' exported.jsonl || wrong "nothing is exported"
grep '"role":"stock"' exported.jsonl && wrong "the stock is exported"
finish
