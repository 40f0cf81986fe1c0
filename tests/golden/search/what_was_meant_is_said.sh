# A command, an option or a number that is nearly right is named; a text of Windows is read.
. "$ROOT/tests/golden/lib.sh"
tensen serach "$DEMO" X 2>&1 --lang en; echo "code $?"
tensen --lang ja serach "$DEMO" X 2>&1; echo "code $?"
tensen search "$DEMO" DEMO-35-012 --explian --lang en 2>&1; echo "code $?"
tensen search "$DEMO" DEMO-35-0122 --lang en 2>&1; echo "code $?"
tensen search "$DEMO" DEMO-35-0122 --lang ja 2>&1; echo "code $?"
tensen search "$DEMO" QQ-1 2>&1; echo "code $?"
printf '粉が湿気で固まる' >utf8.txt
iconv -f UTF-8 -t CP932 utf8.txt >cp932.txt
tensen search "$DEMO" -f utf8.txt --json >utf8.json
tensen search "$DEMO" -f cp932.txt --json | cmp - utf8.json && echo "read alike"
printf '\377\377' >broken.txt
refused 3 tensen search "$DEMO" -f broken.txt
