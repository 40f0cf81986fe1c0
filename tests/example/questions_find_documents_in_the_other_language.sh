#!/bin/sh
# Japanese and English: a question in one finds documents in the other, the index may hold both, and
# what is missing or wrong is told once.  With a small dictionary of our own in the form of EDICT.
set -eu
. "$ROOT/tests/no_dictionary.sh"
mkdir dic
iconv -f UTF-8 -t EUC-JP > dic/edict <<'END'
振動 [しんどう] /(n,vs) vibration/oscillation/(P)/
抑制 [よくせい] /(n,vs) suppression/control/(P)/
車両 [しゃりょう] /(n) vehicle/(P)/
容器 [ようき] /(n) container/(P)/
ザー /(n) container/
ガス /(n) lid/
洗浄 [せんじょう] /(n,vs) washing/cleaning/
END
cat > en.jsonl <<'END'
{"id":"E1","abstract":"A damper suppresses vibration of a vehicle body. The vibration of the vehicle is absorbed."}
{"id":"E2","abstract":"A container is washed. Washing of the container and cleaning of the lid."}
{"id":"E3","abstract":"A vehicle with a container and a lid. The vehicle body carries the container."}
{"id":"E4","abstract":"Cleaning of a vehicle. The vehicle is washed after vibration of the lid, a damper and a body."}
END
cat > ja.jsonl <<'END'
{"id":"J1","title":"振動抑制装置","abstract":"車両の振動を抑制する。車両の振動を吸収する。"}
{"id":"J2","title":"容器の洗浄","abstract":"容器を洗浄する。容器の蓋を洗浄する。"}
{"id":"J3","title":"車両と容器","abstract":"車両に容器を載せる。車両の蓋。"}
{"id":"J4","title":"車両の洗浄","abstract":"車両を洗浄する。振動する蓋。"}
END
for l in en ja; do tensen index -q --lexicon dic -o $l.tensen $l.jsonl > /dev/null; done
tensen index -q --lexicon dic -o both.tensen en.jsonl ja.jsonl > /dev/null

first() { # the id of the first hit
	sed -n 's/^ *"id": "\(.*\)",$/\1/p' | head -n 1
}
ids() {
	sed -n 's/^ *"id": "\(.*\)",$/\1/p' | tr '\n' ' '
}

[ "$(tensen search en.tensen --lexicon dic --text 車両の振動を抑制する --json | first)" = E1 ]
[ "$(tensen search en.tensen --lexicon dic --text 容器の洗浄 --json | first)" = E2 ]
[ "$(tensen search ja.tensen --lexicon dic --text 'suppression of vehicle vibration' --json | first)" = J1 ]

# The index with both: each language in the order that it has alone.
tensen search both.tensen --lexicon dic --text 車両の振動を抑制する -k 8 --json > both.json
[ "$(ids < both.json | tr ' ' '\n' | grep J | head -n 1)" = J1 ]
[ "$(ids < both.json | tr ' ' '\n' | grep E | head -n 1)" = E1 ]
grep -q '"from": "車両"' both.json
tensen search en.tensen --lexicon dic --text 車両の振動を抑制する --explain | grep -q 'vehicle (車両)'

# Two characters out of an unknown loanword are no word; those beside a kanji are.
code=0
tensen search en.tensen --lexicon dic --text ザーバルト > cut.txt || code=$?
[ $code = 1 ]
tensen search en.tensen --lexicon dic --text ガス容器 --explain | grep -q 'lid (ガス)'

# Turned off: nothing in English answers Japanese,
code=0
tensen search en.tensen --lexicon dic --no-translation --text 車両の振動を抑制する > off.txt || code=$?
[ $code = 1 ]
# nor stands at the end of a list, at a score of 0.  A short question lists what has a word of it.
[ "$(tensen search both.tensen --lexicon dic --no-translation --text 車両の振動 --json | ids | tr -d '0-9 ')" = JJJ ]
[ "$(tensen search both.tensen --lexicon dic --no-translation --text 'vibration of a vehicle' --json | ids | tr -d '0-9 ')" = EEE ]
[ "$(tensen search both.tensen --lexicon dic --no-translation J1 --json | ids | tr -d '0-9 ')" = JJJ ]

# No dictionary: one line on standard error, and the documents in the language of the question.
LD_PRELOAD=$NO_DICTIONARY tensen search both.tensen --text 車両の振動を抑制する --json > here.json 2> here.err
[ "$(wc -l < here.err)" = 1 ]
grep -q 'apt-get install edict' here.err
[ "$(ids < here.json | tr -d '0-9 ')" = JJJ ]
# One that was asked for and is not there is an error.
code=0
tensen search both.tensen --lexicon nowhere --text 車両の振動を抑制する > no.txt 2> no.err || code=$?
[ $code = 3 ]
[ ! -s no.txt ]

# The user's own pairs go first; a line that is no pair is an error with its number.
printf '車両\tcontainer\nonly one column\n' > pairs.tsv
code=0
tensen search en.tensen --lexicon dic --pairs pairs.tsv --text 車両 > no.txt 2> own.err || code=$?
[ $code = 3 ]
grep -q 'pairs.tsv:2:' own.err
sed -i 2d pairs.tsv
tensen search en.tensen --lexicon dic --pairs pairs.tsv --text 車両 --json > own.json 2> own.err
grep -q '"to": "container"' own.json
# They are not those of the index: told, never silently.
grep -q 'not those that the index was made with\|違う和英辞書' own.err
tensen search en.tensen --lexicon dic --text 車両 --json 2> same.err > /dev/null
[ ! -s same.err ]

# A question in the language of the index says nothing of dictionaries.
LD_PRELOAD=$NO_DICTIONARY tensen search ja.tensen --text 車両の振動を抑制する --json 2> none.err > /dev/null
[ ! -s none.err ]

# Documents with text in both languages teach words that the dictionary lacks.
cat > taught.jsonl <<'END'
{"id":"B1","abstract":"グロメットを車両の板の穴にはめ、電線の束を通して水を防ぐ。\nA grommet is fitted into a hole of a panel of a vehicle and a bundle of wires is led through."}
{"id":"B2","abstract":"ゴムのグロメットに筒を設け、電線の束に固定する。容器の蓋。\nA grommet of rubber has a tube that is fixed to the bundle of wires. A lid of a container."}
{"id":"B3","abstract":"グロメットの環状の溝が板の縁に係合し、振動で外れない。\nAn annular groove of the grommet engages the edge of a panel, so that vibration does not remove it."}
{"id":"B4","abstract":"容器の蓋を洗浄し、筒を通して水を流す。ゴムの環状の縁。\nThe lid of a container is washed, and water flows through a tube. An annular edge of rubber."}
{"id":"B5","abstract":"車両の板を洗浄する。溝に電線を固定し、水を防ぐ。\nA panel of a vehicle is washed. Wires are fixed in a groove, and water is kept away from the hole."}
{"id":"E1","abstract":"A damper suppresses vibration of a vehicle body."}
{"id":"E2","abstract":"A grommet holds a cable and keeps water away."}
{"id":"E3","abstract":"A container with a lid and a tube of rubber."}
END
grep -v '"B' taught.jsonl > untaught.jsonl
for i in 1 2 3 4 5; do
	sed -n "s/^{\"id\":\"B$i\",\"abstract\":\"\(.*\)\\\\n\(.*\)\"}/{\"id\":\"J$i\",\"abstract\":\"\1\"}\n{\"id\":\"X$i\",\"abstract\":\"\2\"}/p" taught.jsonl
done >> untaught.jsonl
for l in taught untaught; do tensen index -q --lexicon dic -o $l.tensen $l.jsonl > /dev/null; done
tensen search taught.tensen --lexicon dic --text グロメット --json | grep -q '"to": "grommet"'
tensen search taught.tensen --lexicon dic --text グロメット --json | ids | grep -q E2
tensen search taught.tensen --lexicon dic --text 'grommet of rubber' --json | first | grep -q B2
code=0
tensen search untaught.tensen --lexicon dic --text グロメット --json | ids | grep -q '[EX]' || code=$?
[ $code = 1 ]

# A short question is asked word by word: the likeliest sense counts as the word itself, in an index of both
# languages, too, which tells what it looked for.
for l in en both; do
	tensen search $l.tensen --lexicon dic --text 容器の洗浄 -k 8 --json > senses.json
	grep -A 2 '"from": "洗浄"' senses.json | grep -q '"share": 1.0'
done
ids < senses.json | grep -q 'J2.*E2\|E2.*J2'
