# One rank dies, or its disk is full, while shards are written: the job fails with one line, the
# rest is refused as incomplete, and --resume finishes it.
. "$ROOT/tests/mpi/lib.sh"

# one_fails HOW COMMAND...: rank 1 cannot write a file of more than 640 KB (spills are smaller), or
# is killed as soon as the model is there, when all ranks write their shards.
cat >one_fails <<'EOF'
#!/bin/bash
how=$1
shift
if [ "${OMPI_COMM_WORLD_RANK:-${PMI_RANK:-0}}" != 1 ]; then exec "$@"; fi
if [ "$how" = disk ]; then
	trap '' XFSZ # a write too much is then an error and not a signal
	ulimit -f 640
	exec "$@"
fi
"$@" &
while kill -0 $! 2>/dev/null; do
	[ -e "$how/model.part" ] && kill -9 $!
	sleep 0.002
done
wait $!
EOF
chmod +x one_fails

hows="disk killed"
case $MPIRUN in *mpich*) hows=killed ;; esac # its shared memory is a file of more than 640 KB
for how in $hows; do
	$MPIRUN -n 3 ./one_fails $how "$TENSEN_MPI" index -q -j 1 -o $how "$DATA/demo" 2>err.txt
	code=$?
	[ $code -ne 0 ] || fail "$how: the job did not fail"
	[ ! -e $how/shard-0002-of-0003.tensen ] || fail "$how: half a shard is there"
	[ -e $how/model.part ] || fail "$how: the model was not kept"
	if [ $how = disk ]; then
		grep -q 'shard-0002-of-0003.tensen' err.txt || fail "disk: $(cat err.txt)"
	fi
	tensen merge -q -o merged.tensen $how 2>err.txt && fail "$how: an incomplete folder was merged"
	ranks 3 index --resume -o $how "$DATA/demo" 2>err.txt || fail "$how: resume failed: $(cat err.txt)"
	same_as_one_process $how
	[ ! -e $how/model.part ] || fail "$how: the model of a finished build is still there"
	ranks 3 index --resume -o $how "$DATA/demo" 2>err.txt || fail "$how: a second resume failed"
	grep -q 'すべてできている' err.txt || fail "$how: a finished build was done again"
done
