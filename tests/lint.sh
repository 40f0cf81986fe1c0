#!/bin/sh
# tests/lint.sh - what a reader of the code may rely on, checked:
#
#   floors      a file of src/FLOOR includes only its own floor and those before it in
#               FLOORS; server, assist and cli know the library only by <tensen/...>, each
#               nothing of those behind it; tests and benches may include anything; public headers include only public headers
#   rooms       a room is a sub-folder: of another room only its headers for others are
#               included (tests/rooms.tsv); no folder has more than 35 C files
#   format      clang-format changes nothing
#   cppcheck    warnings, performance and portability
#   size        no function over 60 lines, no file over 600
#   unused      no section, no member of the store, no function that nobody uses (tests/unused.py)
#   page        the layout, the language and the names of the JavaScript (tests/page_lint.py)
#   names       a cmocka test is named as a fact: lower case, two words or more
#
# Every finding is one line "FILE:LINE: message"; exit 1 if there is any.  A missing
# tool is a finding too, with the way to install it.
set -u
cd "$(dirname "$0")/.." || exit 2
LC_ALL=C.UTF-8
export LC_ALL
FLOORS='util text corpus fields model index result engine'
PROGRAMS='server assist cli mpi'
FOUND=$(mktemp) || exit 2
trap 'rm -f "$FOUND"' EXIT

sources() { # FOLDER...: C files below them, those that exist
	for folder in "$@"; do
		[ -d "$folder" ] && find "$folder" -name '*.[ch]' | sort
	done
}

# Includes written with "" of the files given, as FILE:LINE:PATH.
quoted_includes() { grep -nH '^[[:space:]]*#[[:space:]]*include[[:space:]]*"' "$@" /dev/null |
	sed 's/^\([^:]*:[0-9]*\):.*"\([^"]*\)".*/\1:\2/'; }

check_floor() { # FLOOR ALLOWED...
	floor=$1
	shift
	files=$(sources "src/$floor")
	[ -n "$files" ] || return 0
	# shellcheck disable=SC2086
	quoted_includes $files | awk -F: -v floor="$floor" -v allowed=" $* " '
		{ split($3, part, "/")
		  if (index($3, "/") == 0)
			print $1 ":" $2 ": include \"" $3 "\" does not name its floor"
		  else if (index(allowed, " " part[1] " ") == 0)
			print $1 ":" $2 ": floor " floor " must not include " $3 }'
}

lint_floors() {
	allowed=
	for floor in $FLOORS; do
		allowed="$allowed $floor"
		# shellcheck disable=SC2086
		check_floor "$floor" $allowed
	done
	allowed=
	for program in $PROGRAMS; do
		allowed="$allowed $program"
		# shellcheck disable=SC2086
		check_floor "$program" $allowed
	done
	for folder in src/*/; do
		floor=$(basename "$folder")
		case " $FLOORS $PROGRAMS " in
		*" $floor "*) ;;
		*) [ -n "$(sources "$folder")" ] && echo "$folder:1: not a floor ($FLOORS $PROGRAMS)" ;;
		esac
	done
	quoted_includes include/tensen/*.h | sed 's/:[^:]*$/: a public header includes only <tensen\/...> and <std...>/'
}

# A room is a folder of a floor.  tests/rooms.tsv says which of its headers are for others.
lint_rooms() {
	# shellcheck disable=SC2046
	quoted_includes $(sources src) | awk -F: '
		NR == FNR { if ($0 !~ /^#/) { n = split($0, w, /[ \t]+/)
				for (i = 2; i <= n; i++) open[w[1] "/" w[i] ".h"] = w[1] }
			next }
		{ dir = $1; sub(/^src\//, "", dir); sub(/\/[^\/]*$/, "", dir)
		  of = $3; sub(/\/[^\/]*$/, "", of); used[$3] = 1
		  if (of != dir && of ~ /\// && !($3 in open))
			print $1 ":" $2 ": " $3 " is not a header for others (tests/rooms.tsv)"
		  if (of != dir) outside[$3] = 1 }
		END { for (h in open) if (!(h in outside))
			print "tests/rooms.tsv:1: no other room includes " h }' tests/rooms.tsv -
	for room in $(find src -type d); do
		n=$(find "$room" -maxdepth 1 -name '*.[ch]' | wc -l)
		[ "$n" -le 35 ] || echo "$room:1: $n files, at most 35: it hides two rooms"
	done
}

lint_format() {
	if ! command -v clang-format >/dev/null; then
		echo "tests/lint.sh:1: clang-format is missing (apt-get install clang-format)"
		return
	fi
	sources src include tests bench | xargs clang-format --dry-run -Werror 2>&1 |
		awk -F: '/ error: / { if (!n[$1]++) first[$1] = $2 }
			END { for (f in n) print f ":" first[f] ": " n[f] " places not as clang-format -i would have them" }'
}

# Suppressed, and why:
#   missingIncludeSystem    system headers are not read; that is fine
#   unusedFunction is off   a library's public calls are used elsewhere
#   normalCheckLevelMaxBranches  a note on effort, not a finding
#   unmatchedSuppression    versions of cppcheck differ in what they find
lint_cppcheck() {
	if ! command -v cppcheck >/dev/null; then
		echo "tests/lint.sh:1: cppcheck is missing (apt-get install cppcheck)"
		return
	fi
	# shellcheck disable=SC2046
	cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr \
		-j "$(nproc)" -Iinclude -Isrc -D_GNU_SOURCE \
		--suppress=missingIncludeSystem --suppress=normalCheckLevelMaxBranches \
		--suppress=unmatchedSuppression \
		--template='{file}:{line}: {severity}: {message} [{id}]' \
		$(sources src bench) 2>&1 | grep -v '^Checking\|^$'
}

# With the house's clang-format a function opens by "{" and ends by "}" in column 1;
# tables and types end by "};" or "} name;".
lint_size() {
	# shellcheck disable=SC2046
	awk '
		FNR == 1 && prev { report_file() }
		FNR == 1 { prev = FILENAME; start = 0 }
		{ lines = FNR }
		/^\{/ { start = FNR }
		/^\}[ \t]*$/ && start {
			if (FNR - start - 1 > 60)
				print FILENAME ":" start ": function of " FNR - start - 1 " lines, at most 60"
			start = 0 }
		END { report_file() }
		function report_file() {
			if (lines > 600) print prev ":1: " lines " lines, at most 600" }
	' $(sources src include tests bench)
}

lint_names() {
	for kind in unit property recall corrupt fuzz; do
		for file in tests/$kind/*.c; do
			[ -f "$file" ] || continue
			case $(basename "$file") in
			test_*.c) ;;
			*) grep -q cmocka.h "$file" && echo "$file:1: a test program is called test_*.c" ;;
			esac
			# a macro's own parameter is no name: lines of #define are left out
			awk '/^#define/ { next }
				match($0, /cmocka_unit_test[a-z_]*\([A-Za-z0-9_]+/) {
					name = substr($0, RSTART, RLENGTH); sub(/.*\(/, "", name)
					if (name !~ /^[a-z0-9]+(_[a-z0-9]+)+$/)
						print FILENAME ":" FNR ": test " name " is not named as a fact" }' "$file"
		done
	done
}

# What nobody reads or calls: tests/unused.py says what it looks at.
lint_unused() { python3 tests/unused.py; }

# The JavaScript of the page: tests/page_lint.py says what it looks at.
lint_page() { python3 tests/page_lint.py; }

for check in floors rooms format cppcheck size names unused page; do
	"lint_$check" >>"$FOUND"
done
sort -u "$FOUND"
n=$(sort -u "$FOUND" | wc -l)
if [ "$n" -eq 0 ]; then
	echo "lint: clean" >&2
else
	echo "lint: $n findings" >&2
	exit 1
fi
