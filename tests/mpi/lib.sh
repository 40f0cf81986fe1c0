# tests/mpi/lib.sh - sourced by the tests of tensen-mpi: they need `make mpi` and Open MPI.
#
#   TENSEN_MPI   the program (default: $BUILD/tensen-mpi)
#   MPIRUN       how ranks are started (default: mpirun, allowed for root, more ranks than cores)
set -u
TENSEN_MPI=${TENSEN_MPI:-$BUILD/tensen-mpi}
[ -x "$TENSEN_MPI" ] && command -v mpirun >/dev/null ||
	{ echo "without tensen-mpi or mpirun (make deps-mpi mpi)" >&2; exit 77; }
OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
export OMPI_ALLOW_RUN_AS_ROOT OMPI_ALLOW_RUN_AS_ROOT_CONFIRM TENSEN_MPI
MPIRUN="timeout -k 5 120 ${MPIRUN:-mpirun --map-by :OVERSUBSCRIBE}"

fail() { echo "$*" >&2; exit 1; }

# ranks N ARGUMENT...: tensen-mpi on N ranks of one thread.
ranks() {
	n=$1
	shift
	$MPIRUN -n "$n" "$TENSEN_MPI" "$@" -j 1
}

# same_as_one_process FOLDER: its shards merge into the file that one process builds.
same_as_one_process() {
	[ -f one.tensen ] || tensen index -q -o one.tensen "$DATA/demo" >/dev/null || fail "index failed"
	tensen merge -q -o merged.tensen "$1" >/dev/null || fail "merge of $1 failed"
	cmp one.tensen merged.tensen || fail "$1 differs from the index of one process"
}
