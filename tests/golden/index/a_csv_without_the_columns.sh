# A table that has no column we know: 3, and the line says which are expected.
. "$ROOT/tests/golden/lib.sh"
printf 'colour,weight\r\nred,5\r\nblue,6\r\n' >t.csv
account index -o t.tensen t.csv
account index -o t.tensen --input-format jplatpat t.csv
[ ! -e t.tensen ] || echo "an index was left"
