# Three hosts: network namespaces with addresses and names of their own, joined by a bridge.  The
# daemon of Open MPI starts the ranks in them, and all bytes go over TCP.
. "$ROOT/tests/mpi/lib.sh"
case $MPIRUN in *mpich*) echo "needs Open MPI" >&2; exit 77 ;; esac

N=tensen$$
down() {
	for i in 1 2 3; do ip netns del $N-$i; done
	ip link del br$$
} 2>/dev/null
[ "$(id -u)" = 0 ] && command -v ip >/dev/null && ip link add br$$ type bridge 2>/dev/null ||
	{ echo "without root, ip or bridges: no hosts" >&2; exit 77; }
trap down EXIT
ip link set br$$ up
ip addr add 10.213.7.254/24 dev br$$
for i in 1 2 3; do
	ip netns add $N-$i && ip link add v$i-$$ type veth peer name eth0 netns $N-$i &&
		ip link set v$i-$$ master br$$ up && ip -n $N-$i addr add 10.213.7.$i/24 dev eth0 &&
		ip -n $N-$i link set eth0 up && ip -n $N-$i link set lo up || fail "no host $i"
done

# agent HOST COMMAND...: what ssh would be.
cat >agent <<EOF
#!/bin/sh
host=\$1
shift
exec ip netns exec $N-\${host##*.} unshare -u sh -c "hostname host-\${host##*.}; \$*"
EOF
chmod +x agent

ip netns exec $N-1 unshare -u sh -c "hostname host-1; exec timeout -k 5 120 mpirun --mca plm_rsh_agent ./agent \
	--mca btl tcp,self --mca oob_tcp_if_include eth0 --mca btl_tcp_if_include eth0 \
	--host 10.213.7.1:2,10.213.7.2:2,10.213.7.3:2 --map-by :OVERSUBSCRIBE -n 6 \
	$TENSEN_MPI index -q -j 1 -o hosts $DATA/demo" || fail "the job on three hosts: code $?"
same_as_one_process hosts
