# --text, --file and - ask the same; a missing file is 3.
. "$ROOT/tests/golden/lib.sh"
asked_from_a_file search
