# tests/input/lib.sh - one table of inputs, sourced by the tests of the rule for bad files.
#
#   inputs      prints the table: kind|file|code when named|code in a folder|words of the reason
#               (code 0: harmless, 3: bad, -: not tried)
#   make_inputs makes the files of all kinds, each in a folder of its name; beside them good.jsonl
#   try_inputs  reads each kind in the ways that are named, prints a row of what came of it (code and
#               what was written), and fails if that is not what the table says
# kept/ has what the usual programs may not be there to make; all made of patents of one sentence.
set -u
KEPT=$ROOT/tests/input/kept

# Root reads what nobody may read, unless these rights are taken away.
plain=
[ "$(id -u)" != 0 ] || ! command -v setpriv >/dev/null ||
	plain='setpriv --bounding-set=-dac_override,-dac_read_search'
[ -z "${MPIRUN:-}" ] || MPIRUN="$plain $MPIRUN"

fail() { echo "$*" >&2; exit 1; }

record() { # ID
	printf '{"id":"%s","title":"振動を抑制する装置 %s","abstract":"【課題】振動を抑える。【解決手段】ばねで支える。","ipc":["F16F 15/02"]}\n' "$1" "$1"
}

inputs() {
	cat <<'EOT'
missing|nowhere.jsonl|3|-|cannot open: No such file
permission|closed.jsonl|3|3|cannot open: Permission denied
link_to_nothing|gone.jsonl|3|3|cannot open|a link to a file that is not there
link_loop|loop.jsonl|3|3|symbolic links
link_to_folder|folder|-|3|a link to a folder, not followed
empty_data|empty.jsonl|3|3|the file is empty
zeroed|zeros.jsonl|3|3|nothing but zeros
zeros_at_the_end|tail.jsonl|3|3|a block of zeros
zeros_inside|hole.csv|3|3|a block of zeros
gzip_cut|cut.jsonl.gz|3|3|gzip data is cut short
gzip_checksum|sum.jsonl.gz|3|3|gzip data is damaged
gzip_damaged|dent.jsonl.gz|3|3|gzip data is damaged
gzip_of_nothing_known|noise.gz|3|3|a binary file
zstd_cut|cut.jsonl.zst|3|3|packed data is damaged or cut short
zstd_checksum|sum.jsonl.zst|3|3|packed data is damaged or cut short
xz_cut|cut.jsonl.xz|3|3|packed data is damaged or cut short
xz_damaged|dent.jsonl.xz|3|3|packed data is damaged or cut short
bzip2_cut|cut.jsonl.bz2|3|3|packed data is damaged or cut short
bzip2_damaged|dent.jsonl.bz2|3|3|packed data is damaged or cut short
csv_quote_open|quote.csv|3|3|is never closed
csv_cut_in_a_row|row.csv|3|3|columns, the header has
csv_without_columns|shop.csv|3|3|no column
csv_of_words|words.csv|3|3|no column
json_line_cut|line.jsonl|3|3|JSON ends before it is complete
json_first_line_cut|first.jsonl|3|3|JSON ends before it is complete
json_array_cut|array.json|3|3|never closed
json_array_open|open.json|3|3|an array that is never closed
json_object_cut|object.json|3|3|never closed
json_of_an_error|error.json|3|3|no record of it can be read
json_of_words|busy.jsonl|3|3|no format we know
xml_cut|gazette.xml|3|3|not well-formed XML
xml_broken|broken.xml|3|3|no record of it can be read
xml_of_others|settings.xml|3|3|no record of it can be read
html_as_jsonl|page.jsonl|3|3|an HTML page
html_as_csv|login.csv|3|3|an HTML page
html_as_xml|proxy.xml|3|3|an HTML page
html_packed|page.jsonl.gz|3|3|an HTML page
binary|program.bin|3|3|a binary file
binary_as_csv|noise.csv|3|3|a binary file
pdf|drawing.pdf|3|3|a PDF, which is not read: give its text
seven_zip|patents.7z|3|3|a 7z archive
rar|patents.rar|3|3|a RAR archive
excel|sheet.xlsx|3|3|no visible sheet of the workbook has a row
old_excel|sheet.xls|3|3|an old Excel or Word file
zip_cut|cut.zip|3|3|the archive is damaged or cut short
zip_without_its_end|end.zip|3|3|the archive is damaged or cut short
zip_checksum|crc.zip|3|3|the archive is damaged or cut short
zip_encrypted|encrypted.zip|3|3|the archive is encrypted
zip_too_deep|deep.zip|3|3|archives in archives
zip_with_a_page|member.zip|3|3|page.csv: an HTML page
tar_cut|cut.tar|3|3|the archive is damaged or cut short
tar_gzip_cut|cut.tar.gz|3|3|gzip data is cut short
tar_zstd_cut|cut.tar.zst|3|3|packed data is damaged or cut short
an_index|old.tensen|3|0|an index of tensen
image|drawing.png|3|0|an image
header_alone|none.csv|0|0|no records
array_without_elements|none.json|0|0|no records
folder_without_files|none|0|0|
notes|README|-|0|no format we know
log|night.log|-|0|no format we know
text|patent.txt|0|0|a text, read only if the command names it
page_of_help|index.html|3|0|an HTML page
hidden|.DS_Store|-|0|
fork|._patents.jsonl|-|0|
fifo|pipe|-|0|neither a file nor a folder
zip|good.zip|0|0|
zip_in_zip|nested.zip|0|0|
zip_of_windows|windows.zip|0|0|
tar|good.tar|0|0|
tar_gzip|good.tar.gz|0|0|
tar_zstd|good.tar.zst|0|0|
xz|good.jsonl.xz|0|0|
bzip2|good.jsonl.bz2|0|0|
gzip|good.jsonl.gz|0|0|
EOT
}

bytes() { head -c "$1"; }
zeros() { head -c "$1" /dev/zero; }
noise() { # bytes that are no text
	i=0
	while [ $i -lt 400 ]; do
		printf '\001\002\003\375\376\377\021\000'
		i=$((i + 1))
	done
}
dent() { # FILE AT: changes a byte
	printf '\252' | dd of="$1" bs=1 seek="$2" conv=notrunc 2>/dev/null
}
page() { printf '<!DOCTYPE html>\n<html><body>Please log in</body></html>\n'; }
csv() { printf '"id","title","abstract"\n"C1","振動","振動を抑える"\n"C2","装置","ばねで支える"\n'; }
xml() { printf '<?xml version="1.0" encoding="UTF-8"?>\n<jp-official-gazette kind-of-jp="A"><bibliographic-data lang="ja">\n'; }

make_plain() {
	for i in 1 2 3 4 5 6; do record "G$i"; done >good.jsonl
	for i in 1 2 3 4 5 6; do record "H$i"; done >more.jsonl
	i=0
	while [ $i -lt 400 ]; do
		record "M$i"
		i=$((i + 1))
	done >many
	size=$(wc -c <many)
	: >permission/closed.jsonl
	chmod 0 permission/closed.jsonl
	ln -s nothing.jsonl link_to_nothing/gone.jsonl
	ln -s loop.jsonl link_loop/loop.jsonl
	mkdir elsewhere
	record E1 >elsewhere/e.jsonl
	ln -s "$PWD/elsewhere" link_to_folder/folder
	: >empty_data/empty.jsonl
	zeros 8192 >zeroed/zeros.jsonl
	{ bytes 2000 <many; zeros 4096; } >zeros_at_the_end/tail.jsonl
	{ csv; zeros 1024; echo; csv | tail -n 1; } >zeros_inside/hole.csv
	{ csv; printf '"C3","台","閉じない\n"C4","x","y"'; } | sed 's/"C4".*//' >csv_quote_open/quote.csv
	{ csv; printf '"C3","台"'; } >csv_cut_in_a_row/row.csv
	printf 'name,price\nspring,3\n' >csv_without_columns/shop.csv
	echo 'the service is down' >csv_of_words/words.csv
	bytes 3000 <many >json_line_cut/line.jsonl
	bytes 60 <many >json_first_line_cut/first.jsonl
	{ echo '['; record A1; echo ','; record A2 | bytes 50; } >json_array_cut/array.json
	{ echo '['; record A1; echo ','; record A2; } >json_array_open/open.json
	printf '{\n "id": "A1",\n "title": "振動"' >json_object_cut/object.json
	echo '{"error":"quota exceeded"}' >json_of_an_error/error.json
	echo 'Too many requests' >json_of_words/busy.jsonl
	xml >xml_cut/gazette.xml
	{ xml; echo '</other>'; echo; } >xml_broken/broken.xml
	printf '<?xml version="1.0"?>\n<settings><a>1</a></settings>\n' >xml_of_others/settings.xml
	page >html_as_jsonl/page.jsonl
	page >html_as_csv/login.csv
	page >html_as_xml/proxy.xml
	page | gzip >html_packed/page.jsonl.gz
	noise >binary/program.bin
	noise >binary_as_csv/noise.csv
	{ printf '%%PDF-1.4\n'; noise; } >pdf/drawing.pdf
	{ printf '7z\274\257\047\034'; noise; } >seven_zip/patents.7z
	{ printf 'Rar!\032\007'; noise; } >rar/patents.rar
	{ printf '\320\317\021\340'; noise; } >old_excel/sheet.xls
	{ printf '\211PNG\r\n\032\n'; noise; } >image/drawing.png
	head -n 1 <<-EOT >header_alone/none.csv
		"id","title","abstract"
	EOT
	echo '[]' >array_without_elements/none.json
	mkdir folder_without_files/none
	echo 'What lies here' >notes/README
	echo '02:00 started' >log/night.log
	printf '【発明の名称】振動を抑制する装置\n【課題】振動を抑える。\n' >text/patent.txt
	page >page_of_help/index.html
	noise >hidden/.DS_Store
	noise >fork/._patents.jsonl
	mkfifo fifo/pipe
}

make_packed() {
	gzip -c many >all.gz
	zstd -q -c many >all.zst 2>/dev/null || fail "no zstd"
	bytes $(($(wc -c <all.gz) / 2)) <all.gz >gzip_cut/cut.jsonl.gz
	cp all.gz gzip_checksum/sum.jsonl.gz
	dent gzip_checksum/sum.jsonl.gz $(($(wc -c <all.gz) - 6))
	cp all.gz gzip_damaged/dent.jsonl.gz
	dent gzip_damaged/dent.jsonl.gz $(($(wc -c <all.gz) / 2))
	dent gzip_damaged/dent.jsonl.gz $(($(wc -c <all.gz) / 2 + 1))
	noise | gzip >gzip_of_nothing_known/noise.gz
	bytes $(($(wc -c <all.zst) / 2)) <all.zst >zstd_cut/cut.jsonl.zst
	cp all.zst zstd_checksum/sum.jsonl.zst
	dent zstd_checksum/sum.jsonl.zst $(($(wc -c <all.zst) - 2))
	bytes 200 <"$KEPT/patents.jsonl.xz" >xz_cut/cut.jsonl.xz
	cp "$KEPT/patents.jsonl.xz" xz_damaged/dent.jsonl.xz
	dent xz_damaged/dent.jsonl.xz 120
	bytes 200 <"$KEPT/patents.jsonl.bz2" >bzip2_cut/cut.jsonl.bz2
	cp "$KEPT/patents.jsonl.bz2" bzip2_damaged/dent.jsonl.bz2
	dent bzip2_damaged/dent.jsonl.bz2 200
	cp "$KEPT/patents.jsonl.xz" xz/good.jsonl.xz
	cp "$KEPT/patents.jsonl.bz2" bzip2/good.jsonl.bz2
	cp all.gz gzip/good.jsonl.gz
}

make_archives() {
	cp "$KEPT/sheet.xlsx" excel/
	cp "$KEPT/crc.zip" zip_checksum/
	cp "$KEPT/encrypted.zip" zip_encrypted/
	cp "$KEPT/deep.zip" zip_too_deep/
	cp "$KEPT/member.zip" zip_with_a_page/
	cp "$KEPT/good.zip" zip/
	cp "$KEPT/nested.zip" zip_in_zip/
	cp "$KEPT/windows.zip" zip_of_windows/
	bytes 3000 <"$KEPT/crc.zip" >zip_cut/cut.zip
	bytes $(($(wc -c <"$KEPT/good.zip") - 10)) <"$KEPT/good.zip" >zip_without_its_end/end.zip
	cp many many.jsonl
	tar cf tar/good.tar many.jsonl
	gzip -c tar/good.tar >tar_gzip/good.tar.gz
	zstd -q -c tar/good.tar >tar_zstd/good.tar.zst
	bytes 20000 <tar/good.tar >tar_cut/cut.tar
	bytes 1000 <tar_gzip/good.tar.gz >tar_gzip_cut/cut.tar.gz
	bytes 1000 <tar_zstd/good.tar.zst >tar_zstd_cut/cut.tar.zst
	rm -f many.jsonl
}

make_inputs() {
	for kind in $(inputs | cut -d '|' -f 1); do mkdir "$kind"; done
	make_plain
	make_packed
	make_archives
	tensen index -q -o base.tensen good.jsonl >/dev/null || fail "the good file alone: code $?"
	cp base.tensen an_index/old.tensen
	rm -f many all.gz all.zst
}

# tried KIND CODE: this kind can be tried here.
tried() {
	[ "$2" != - ] && { [ "$1" != permission ] || ! $plain test -r permission/closed.jsonl; }
}

# What a way of reading printed on stderr is in err, its code is $code.
wrong=0
bad() { echo "$kind, $way: $1: $(cat err)" >&2; wrong=$((wrong + 1)); }

# judge EXPECTED: stderr of bad input names the file and says the reason.
judge() {
	[ "$code" = "$1" ] || { bad "code $code, expected $1"; return; }
	case $1 in
	0) ! grep -q "bad file\|left out\|written" err || bad "stderr" ;;
	*)
		grep -qF "${file##*/}" err || bad "not named"
		echo "$reason" | tr '|' '\n' >reasons
		grep -qFf reasons err || bad "not \"$reason\""
		;;
	esac
}

# wrote EXPECTED INDEX: what was written, for the table; nothing may be if it is bad.
wrote() {
	if [ ! -e "$2" ]; then
		said=nothing
	elif cmp -s base.tensen "$2"; then
		said=unchanged
	else
		said=index
	fi
	[ "$1" != 3 ] || [ $said != index ] || bad "an index was written"
	cell="$code $said"
}

index_of() { # OUT FILE...
	$plain tensen index -q --lang en -o "$@" >/dev/null 2>err </dev/null
	code=$?
}
read_named() {
	index_of out.tensen more.jsonl "$kind/$file"
	judge "$named"
	wrote "$named" out.tensen
}
read_folder() {
	cp more.jsonl "$kind/"
	index_of out.tensen "$kind"
	rm -f "$kind/more.jsonl"
	judge "$folder"
	wrote "$folder" out.tensen
}
update_with() { # FILE...
	cp base.tensen out.tensen
	$plain tensen update -q --lang en out.tensen "$@" >/dev/null 2>err </dev/null
	code=$?
}
read_update() {
	update_with "$kind/$file"
	judge "$named"
	wrote "$named" out.tensen
}
read_update_skip() {
	update_with "$kind/$file" --skip-bad
	judge $((named * 2))
	wrote 0 out.tensen
}
read_skip_bad() {
	index_of out.tensen more.jsonl "$kind/$file" --skip-bad
	judge $((named * 2)) # 3 becomes 6
	tensen show out.tensen H3 >/dev/null 2>&1 || bad "the good file is not there"
	wrote 0 out.tensen
}
read_mpi() {
	ranks 2 index -q --lang en -o shards more.jsonl "$kind/$file" >/dev/null 2>err </dev/null
	code=$?
	judge "$named"
	wrote "$named" "$(find shards -name '*.tensen' 2>/dev/null | head -n 1)"
	rm -rf shards
}

# What a way expects of the kind that is read: "-" where it is not tried.
expected() {
	case $way in folder) echo "$folder" ;; *) echo "$named" ;; esac
}

try_inputs() { # named|folder|update|skip_bad|update_skip|mpi...
	kinds=0
	inputs >table
	while IFS='|' read -r kind file named folder reason; do
		row=$(printf '%-22s' "$kind")
		for way; do
			cell=-
			! tried "$kind" "$(expected)" || "read_$way"
			rm -f out.tensen
			row="$row $(printf '%-12s' "$cell")"
		done
		echo "$row ${reason%%|*}"
		[ "$named$folder" = 00 ] || [ "$named$folder" = -0 ] || kinds=$((kinds + 1))
	done <table
	[ "$kinds" -ge 40 ] || fail "only $kinds kinds of bad input"
	! find . -name '*tmp' | grep . || fail "a temporary file was left"
	[ "$wrong" = 0 ] || fail "$wrong wrong"
}
