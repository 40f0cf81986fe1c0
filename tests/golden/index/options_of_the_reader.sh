# --input-format, --encoding, --column and their mistakes.
. "$ROOT/tests/golden/lib.sh"
printf 'number\tname\tsummary\tclass\nX-1\tポンプ\t液体の脈動を抑える。\tF04B 1/00\nX-2\t弁\t液の逆流を防ぐ。\tF16K 15/00\n' >t.tsv
account index -o t.tensen --input-format table --column id=number --column title=name \
	--column abstract=summary --column ipc=class t.tsv
iconv -f UTF-8 -t CP932 t.tsv >c.tsv; mv c.tsv t.tsv
tensen index -q -o c.tensen --encoding CP932 --input-format table --column id=number --column title=name \
	--column abstract=summary --column ipc=class t.tsv >/dev/null && cmp t.tensen c.tensen && echo "same from CP932"
refused 2 tensen index -o u.tensen --input-format excel t.tsv
refused 2 tensen index -o u.tensen --encoding klingon t.tsv
refused 2 tensen index -o u.tensen --column number t.tsv
