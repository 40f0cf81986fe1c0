# The README shows the real output of `make demo`, up to its second idea.
# With UPDATE set (make golden-update) the README is rewritten instead.
awk '/^\$ [^ ]*tensen ideas/ { on = 1 } /^  2\. / { exit } on' >demo.txt <<END
$(mkdir b && ln -s "$BUILD/tensen" b/ && BUILD=$(pwd)/b sh "$ROOT/data/demo.sh" 2>err.txt | sed "s|$(pwd)/b|build/release|g")
END
shown() {
	awk '/^```text/ && !seen { on = 1; seen = 1; next } /^```/ { on = 0 } on' "$ROOT/README.md" | sed '/^…/d' >shown.txt
}
shown
if [ -n "${UPDATE:-}" ] && ! cmp -s demo.txt shown.txt; then
	awk '/^```text/ && !seen { print; while ((getline line <"demo.txt") > 0) print line
			print "…（2. 以下は略）"; on = 1; seen = 1; next }
		/^```/ { on = 0 } !on' "$ROOT/README.md" >new.md && cp new.md "$ROOT/README.md"
	shown
fi
# scores move with every improvement of the engine; words must be the same
words() { sed '/確度/s/[0-9][0-9.]*%/N%/g' "$1"; }
words demo.txt >demo.words; words shown.txt >shown.words
diff demo.words shown.words
grep -q '^  1\. ' shown.txt && echo "an idea is shown"
