#!/bin/sh
# Ideas and candidates that a language model judged say so in every form and both languages:
# which model, when, grade and kind, both quotations, the objection.  An idea was read again without
# the first verdict, and has the use and the objection of that reading.  What no model judged names none.
. "$ROOT/tests/assist/lib.sh"
answer_with ''
read_patent
[ $code -eq 0 ] || wrong "code $code: $(cat err.txt)"
hush
form() { # COMMAND FORMAT LANG
	tensen "$1" index.tensen $PATENT --format "$2" --lang "$3" --encoding utf8 2>err.txt
}
# the language of the command is the model's, too: the journal is of English prompts
for language in en; do
	for asked in 'ideas table' 'ideas csv' 'ideas md' 'ideas html' 'ideas json' \
		'candidates csv' 'candidates json' 'candidates jsonl'; do
		# shellcheck disable=SC2086
		form $asked $language | sed 's/<[^>]*>//g' | tr -d ' \n' >out.txt
		# the version of its prompt is for who keeps readings: what is printed names the model alone
		case $asked in *html) named='languagemodelrecorded,' ;; *) named='recorded(prompt' ;; esac
		for part in "$named" "$(date -u +%Y-%m-%d)" '凝縮した水分は突起２の間に毛細管力で引き込まれ、粒とならずに薄い水膜に広がる' \
			'電極で生じた水が液水となって多孔質層の孔をふさぎ' '拡散層や流路の面に親水性の微細な柱を並べて'; do
			grep -q "$part" out.txt || wrong "$asked $language: no \"$part\""
		done
		grep -q thestrongestone out.txt || wrong "$asked $language: no objection"
	done
done
form candidates table en | tr -d ' \n' >out.txt
grep -q 'graded3,newuse(bythelanguagemodelrecorded(prompt' out.txt || wrong "candidates table: $(head -c 400 out.txt)"
for f in table md html; do
	form ideas $f en | sed 's/<[^>]*>//g' | tr -d ' \n' >out.txt
	case $f in html) named='recorded,' ;; *) named='recorded(prompt' ;; esac
	grep -q "graded3,newuse(bythelanguagemodel$named" out.txt || wrong "ideas $f: kind and language model are not said"
	grep -q 'languagemodel.*燃料電池のセパレータの流路に生成水の水滴' out.txt || wrong "ideas $f: the aspect is not said to be a model's"
done

# a judgement of a person is said to be one, and without a model none is named
printf 'query\tdocument\tgrade\n%s\tDEMO-01-007\t3\n' $PATENT >mine.tsv
: >none.jsonl
tensen ideas index.tensen $PATENT --lang en --grades mine.tsv --readings none.jsonl >out.txt
grep -q 'graded 3, kind not given (by a person' out.txt || wrong "a person's grade: $(grep graded out.txt)"
! grep -q 'language model' out.txt || wrong "a model is named where none was"
finish
