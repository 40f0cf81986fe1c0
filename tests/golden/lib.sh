# tests/golden/lib.sh - steps that many golden cases share; sourced, not run.
# shellcheck shell=sh

# Run a command that must fail: prints the line it wrote to stderr; complains if it
# wrote more or less than one line, anything to stdout, or ended with another code.
refused() { # CODE COMMAND...
	want=$1
	shift
	"$@" >out.refused 2>err.refused
	got=$?
	[ $got -eq "$want" ] || echo "code $got, expected $want: $*"
	[ "$(wc -l <err.refused)" -eq 1 ] || echo "$(wc -l <err.refused) lines on stderr: $*"
	[ ! -s out.refused ] || { echo "on stdout: $*"; cat out.refused; }
	cat err.refused
}

# The lines on stdin that are wider; 0 if there are any.  A byte of 0xE0 and above begins a
# character of two columns.
wider_than() { # COLUMNS
	LC_ALL=C awk -v most="$1" '{ n = 0
		for (i = 1; i <= length($0); i++) { c = substr($0, i, 1)
			if (c >= "\340") n += 2; else if (c < "\200" || c >= "\300") n++ }
		if (n > most) { print n ": " $0; any = 1 } } END { exit !any }'
}

# Six small patents of our own, enough for an index.
small_corpus() {
	cat <<'END'
{"id":"T-1","title":"振動を抑える架台","problem":"精密機器に床の振動が伝わる。","means":"空気ばねと粘性ダンパーで架台を支える。","ipc":["F16F 15/02"],"applicants":["架空防振株式会社"],"date":"2011-04-01","status":"alive","open":true}
{"id":"T-2","title":"曇りを防ぐ窓","problem":"冷えた窓に結露が生じて曇る。","means":"親水性の微細突起を表面に設けて水膜を広げる。","ipc":["B60J 1/00"],"applicants":["架空硝子株式会社"],"date":"2012-05-10","status":"dead"}
{"id":"T-3","title":"粉体の供給装置","problem":"粉体が排出口で架橋し流れが止まる。","means":"斜面の角度を左右で違え、底を小さく持ち上げる。","ipc":["B65G 65/40"],"applicants":["架空粉体工業株式会社"],"date":"2013-06-20","status":"alive"}
{"id":"T-4","title":"騒音の低い送風機","problem":"羽根の後流で渦が生じ騒音が出る。","means":"羽根の後縁に鋸歯状の突起を設ける。","ipc":["F04D 29/66"],"applicants":["架空送風機株式会社"],"date":"2014-07-30","status":"alive","open":true}
{"id":"T-5","title":"接着剤組成物","problem":"高温で接着力が低下する。","means":"熱硬化性樹脂と無機粒子を混ぜる。","ipc":["C09J 163/00"],"applicants":["架空化学株式会社"],"date":"2015-08-08","status":"pending"}
{"id":"T-6","title":"歩行を補助する装具","problem":"膝に大きな衝撃が加わる。","means":"速さに応じて硬さの変わる粘性ダンパーを膝に設ける。","ipc":["A61F 5/01","A61H 3/00"],"applicants":["架空医療株式会社"],"date":"2016-09-09","status":"alive","open":true}
END
}

# An index of them, made without a word.
small_index() { # FILE
	small_corpus >small.jsonl
	tensen index -q -o "$1" small.jsonl >/dev/null || echo "the small index could not be made"
}

# An index that was there before must be the same and whole afterwards.
remember() { cp "$1" "$1.before"; }
unharmed() {
	cmp "$1" "$1.before" && tensen verify "$1" >/dev/null && echo "$1 is unharmed"
	ls "$1".tmp* 2>/dev/null
	return 0
}

# The value of a key in indented JSON, one a line: for strings and numbers.
json_values() { # KEY
	sed -n "s/^ *\"$1\": *\"\{0,1\}\(.*[^\",]\)\"\{0,1\},\{0,1\}\$/\1/p"
}
# The ids a search finds, best first.
ids() { tensen search "$@" --json | json_values id; }
# That a list of ids holds no other line than the pattern.
only() { # PATTERN
	grep -Ev "$1" && echo "that is not expected here"
	return 0
}

# tensen index or update, with its account less what differs from run to run, and its code.
account() { # index|update ARGUMENT...
	tensen "$@" >out.account 2>err.account
	got=$?
	grep -v '文献 [0-9]* 件、.* 秒' err.account >&2
	sed 's/[0-9.]* 秒/N 秒/; s/^用語 [0-9]*、次元 [0-9]*/用語 N、次元 N/; s/索引 [0-9.]* /索引 N /; s/^索引にない語 [0-9.]*/索引にない語 N/' out.account
	echo "code $got"
}

# --text, --file and - ask the same; a missing file is 3.
asked_from_a_file() { # COMMAND
	text='【課題】冷えた鏡に結露が生じて曇る。【解決手段】親水性の微細な突起で水膜を広げる。'
	printf '%s' "$text" >q.txt
	tensen "$1" "$DEMO" --text "$text" --json >text.json
	echo "code $?"
	tensen "$1" "$DEMO" --file q.txt --json | cmp - text.json
	tensen "$1" "$DEMO" - --json <q.txt | cmp - text.json
	tensen "$1" "$DEMO" --file - --json <q.txt | cmp - text.json
	refused 3 tensen "$1" "$DEMO" --file no-such.txt
	refused 3 tensen "$1" "$DEMO" --file .
}

# The signature of an index (16 hexadecimal digits) as INDEX: it changes with every change of
# the format or of a weight, what is printed of the answer need not.
without_signature() { sed -E 's/"[0-9a-f]{16}"/"INDEX"/g; s/(索引|index) [0-9a-f]{16}/\1 INDEX/g'; }

# few.tensen, or few.en.tensen: a document for each title, P-1 and on, whose text says it again.
few_index() { # ''|.en TITLE...
	suffix=$1
	shift
	for title; do
		n=$((${n:-0} + 1))
		case $suffix in
		'') printf '{"id":"P-%d","title":"%s装置","abstract":"【課題】%s。"}\n' "$n" "$title" "$title" ;;
		*) printf '{"id":"P-%d","title":"%s","abstract":"A %s."}\n' "$n" "$title" "$title" ;;
		esac
	done >"few$suffix.jsonl"
	tensen index -q "few$suffix.jsonl" -o "few$suffix.tensen" >/dev/null || echo "code $?"
}
# The first three of them, explained.
few_found() { # ''|.en TEXT
	tensen search "few$1.tensen" -k 3 --lang ja --explain --text "$2" | grep -v 'いません'
}
