#!/bin/sh
# What the command says of a mistake is in one language: no three English words in a row in a
# Japanese line, no Japanese in an English one.  Names of files, options and commands and what is
# quoted may be of any.  Every option is asked for, without a value and with bad ones, once of all commands
# that have it with the same description; then files and indexes that are bad, a full disk, servers that
# cannot start, the account, several processes.
. "$ROOT/tests/golden/lib.sh"

small_index good.tensen
small_corpus >good.jsonl
mkdir empty.d loop.d
ln -s loop.d/a loop.d/a
ln -s nothing dangling.jsonl
: >empty.csv
printf 'id,title\n1,"never closed\n2,x\n' >open.csv
printf 'id,title\n1,a,b,c\n2,d\n' >wide.csv
printf 'colour\tweight\nred\t5\n' >foreign.tsv
printf '{"id":"1","title":"a"}\n{"id":\n[1]\n"x"\n{"title":"no number"}\n{"id":"2","title":"b"} x\n' >broken.jsonl
printf '{"id":"1","title":"\377"}\n{"id":"2","title":"c","date":"1999-99-99","ipc":["zz"]}\n' >bytes.jsonl
printf '<html><body>x</body></html>' >page.csv
printf '%%PDF-1.4 x' >paper.pdf
printf 'PK\003\004 no archive' >cut.zip
head -c 4096 /dev/zero >zeros.csv
printf '<?xml version="1.0"?><PATENTDOC><a></PATENTDOC>' >broken.xml
gzip -c good.jsonl | head -c 100 >cut.jsonl.gz
printf '7z\274\257\047\034 x' >x.7z
printf 'Rar!\032\007 x' >x.rar
cp good.tensen cut.tensen && truncate -s -64 cut.tensen
head -c 20 good.tensen >short.tensen
cp good.tensen torn.tensen && printf 'zzzz' | dd of=torn.tensen bs=1 seek=2100 conv=notrunc 2>/dev/null
cp good.tensen table.tensen && printf 'zzzz' | dd of=table.tensen bs=1 seek=70 conv=notrunc 2>/dev/null
cp good.tensen newer.tensen && printf '\143' | dd of=newer.tensen bs=1 seek=8 conv=notrunc 2>/dev/null
cp good.tensen older.tensen && printf '\001' | dd of=older.tensen bs=1 seek=8 conv=notrunc 2>/dev/null
printf 'a token with blanks\n' >token && chmod 600 token
printf 'readable' >open-token && chmod 644 open-token
printf 'x\ty\n' >grades.csv
printf '{"kind":"other"}\n' >other.jsonl
printf 'a\n' >ids && printf 'no npy' >v.npy

n=0
try() { # ARGUMENT...: with both languages; the lines go to ja and en
	n=$((n + 1))
	for l in ja en; do
		{ echo "# $*"; timeout 20 "${PROGRAM:-tensen}" "$@" --lang $l 2>&1 >"${OUT:-/dev/null}" </dev/null; } >>said.$l &
	done
	wait
}
account() { # FILE...: the account itself too
	for l in ja en; do
		{ echo "# account $*"; tensen index --lang $l -o account.tensen "$@" 2>&1; } >>said.$l
	done
}

commands=$(tensen --help=words --lang en | cut -f1)
: >asked
try nosuch
for c in $commands; do
	try "$c" --no-such-option
	try "$c" -Z
	try "$c" --help=x
	try "$c"
	try "$c" a b c d e f g h i j k
	try "$c" none.tensen X
	for i in short cut torn table newer older; do try "$c" $i.tensen T-1; done
	try "$c" good.tensen T-99
	tensen "$c" --help=words --lang en | grep '^--' | grep -v -e '^--help' -e '^--lang' >options
	grep -vxFf asked options >new
	cat new >>asked
	for o in $(cut -f1 new); do try "$c" "$o=zz zz" good.tensen T-1; done
	for o in $(awk -F'\t' '$2 != ""' new | cut -f1); do # those with a value
		try "$c" "$o"
		try "$c" "$o" -1 good.tensen T-1
		try "$c" "$o" none.file good.tensen T-1
		try "$c" "$o" other.jsonl good.tensen T-1
	done
	OUT=/dev/full try "$c" good.tensen T-1
done
for f in dangling.jsonl loop.d empty.d ./*.csv ./*.tsv ./*.jsonl ./*.pdf ./*.zip ./*.xml ./*.gz ./*.7z ./*.rar /nonexistent /dev/null token; do
	try index -o out.tensen "$f"
	try index -o out.tensen --strict "$f"
	try update good.tensen "$f"
	mkdir -p one.d && cp -P "$f" one.d/ 2>/dev/null
	account good.jsonl "$f"
done
account one.d
account --skip-bad one.d
try index -o no-folder/x.tensen good.jsonl
try index -o empty.d good.jsonl
try index -o token good.jsonl
try index -o x.tensen --column bad good.jsonl
try index -o x.tensen --column id=none foreign.tsv
try index -o x.tensen --input-format none good.jsonl
try index -o x.tensen --encoding none good.jsonl
try index -o x.tensen --user-dic empty.csv good.jsonl
try search good.tensen --text x --since 2020 --until 2010
try search good.tensen --text x T-1
try search good.tensen --text "$(printf 'a\377')"
try search good.tensen --text x --class zzz
try search good.tensen --text x --per wipo35 --offset 3
try ideas good.tensen T-1 --grades grades.csv
try combine good.tensen T-1 T-1
try eval good.tensen --judged grades.csv
try scan good.tensen -o other.jsonl
try serve good.tensen --address elsewhere
try serve good.tensen --address 0.0.0.0
try serve good.tensen --address 192.0.2.1 --no-auth
try serve good.tensen --port 1 --token-file token --no-auth
for f in token open-token none.file empty.d; do try serve good.tensen --token-file $f; done
try serve good.tensen --access-log none/log
try model not-an-address
try model http://192.0.2.1:1/v1
try read good.tensen T-1 --model ftp://x
try index -o x.tensen --embeddings http://127.0.0.1:9/v1 good.jsonl
try index -o x.tensen --vectors v.npy --vector-ids ids good.jsonl
try readings good.tensen --import other.jsonl
for l in ja en; do # a server that runs: what it says at its start
	timeout -s INT 2 tensen serve --lang $l --port 0 good.tensen 2>>said.$l >/dev/null
done
if [ -x "$BUILD/tensen-mpi" ]; then
	OMPI_MCA_ess_singleton_isolated=1 # one rank alone starts no daemon of Open MPI, which failed beside other runs
	export OMPI_MCA_ess_singleton_isolated
	for PROGRAM in "$BUILD/tensen-mpi"; do
		try; try nosuch; try index; try index good.jsonl; try index -o; try index -o out.d /nonexistent
		try index -o out.d broken.xml; try index -o token good.jsonl; try scan none.tensen -o x; try index --no-such
	done
fi

# an argument that a message cuts ends with a whole character
tensen show good.tensen "$(printf '操%.0s' $(seq 90))" 2>&1 | iconv -f UTF-8 -t UTF-8 >/dev/null || exit 1

# Three words of Latin letters with blanks between, outside of quotations; lower case, so that
# names (MeCab, FILE) do not count.
clean() { sed -E -e '/^(tensen| )/!d' -e 's/「[^」]*」//g' -e 's/`[^`]*`//g' -e 's/"[^"]*"//g' "$1"; }
clean said.ja | grep -nE '(^|[^-./=A-Za-z0-9_])[a-z]{2,} [a-z]+ [a-z]{2,}([^-./=A-Za-z0-9_]|$)' | grep -vE 'tensen [a-z]+ (-h|--)' >mixed.ja
clean said.en | sed 's/問い合わせ\|文献番号\|開放特許情報番号\|発明の名称\|要約\|タイトル\|技術概要\|〓//g' | LC_ALL=C grep -n "$(printf '[\343-\351][\200-\277]')" >mixed.en
echo "$n mistakes, $(grep -vc '^#' said.ja) Japanese and $(grep -vc '^#' said.en) English lines; mixed: $(wc -l <mixed.ja) and $(wc -l <mixed.en)"
[ "$(grep -vc '^#' said.ja)" -gt 500 ] && [ "$(grep -vc '^#' said.en)" -gt 500 ] || exit 1
[ ! -s mixed.ja ] && [ ! -s mixed.en ] && exit 0
sort -u -t: -k2 mixed.ja mixed.en | head -40
exit 1
