# A folder without any readable file: 3.
. "$ROOT/tests/golden/lib.sh"
mkdir d d/e
printf '\211PNG\r\n\032\n\0\0\0\rIHDR' >d/picture.png
printf '\177ELF\2\1\1\0\0\0\0\0' >d/program
account index -o t.tensen d
[ ! -e t.tensen ] || echo "an index was left"
