# Both READMEs show the real output of `make demo`, up to its second idea: README.ja.md as it is printed,
# README.md the same ideas in English.  With UPDATE set (make golden-update) they are rewritten instead.
up_to_second() { awk '/^  2\. / { exit } /^\$ [^ ]*tensen ideas/ || '"$1"' { on = 1 } on'; }
up_to_second 0 >ja.txt <<END
$(mkdir b && ln -s "$BUILD/tensen" b/ && BUILD=$(pwd)/b sh "$ROOT/data/demo.sh" 2>err.txt | sed "s|$(pwd)/b|build/release|g")
END
"$BUILD/tensen" ideas b/demo.tensen DEMO-35-012 -k 3 --unread 2 --lang en | up_to_second 1 >en.txt
shown() { awk '/^```text/ && !seen { on = 1; seen = 1; next } /^```/ { on = 0 } on' "$ROOT/$1" | sed '/^…/d'; }
for lang in ja en; do
	readme=README.md
	[ $lang = en ] || readme=src/install/README.ja.md
	shown $readme >shown.txt
	if [ -n "${UPDATE:-}" ] && ! cmp -s $lang.txt shown.txt; then
		awk -v new=$lang.txt '/^```text/ && !seen { print; while ((getline line <new) > 0) print line; on = 1; seen = 1; next }
			/^```/ { on = 0 } !on' "$ROOT/$readme" >new.md && cp new.md "$ROOT/$readme"
		shown $readme >shown.txt
	fi
	diff -B $lang.txt shown.txt
	grep -q '^  1\. ' shown.txt && echo "$(basename $readme): an idea is shown"
done
