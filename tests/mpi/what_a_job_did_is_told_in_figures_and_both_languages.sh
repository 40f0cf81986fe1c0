# --stats of a job: its figures are those of the folder; what is said of it is in the language asked for; a file of
# figures that cannot be written is code 5; called by no name, the command tells its own.
. "$ROOT/tests/mpi/lib.sh"
command -v python3 >/dev/null || { echo "python3 is not installed" >&2; exit 77; }
for lang in ja en; do
	ranks 3 index --lang $lang --stats stats-$lang.json -o $lang "$DATA/demo" >out 2>err-$lang || fail "$lang: $(cat err-$lang)"
	ranks 3 index --resume --lang $lang -o $lang "$DATA/demo" >out 2>>err-$lang || fail "$lang again: $(cat err-$lang)"
done
grep -q '文献 412 件、断片 3 個' err-ja && grep -q '断片 3 個はすべてできている' err-ja || fail "ja: $(cat err-ja)"
! grep -E '[a-z]{2,} [a-z]+ [a-z]{2,}' err-ja || fail "English in Japanese lines"
grep -q '412 documents in 3 shards (0 kept), 0 records refused' err-en && grep -q 'all 3 shards are complete' err-en || fail "en: $(cat err-en)"
same_as_one_process en
python3 - <<'END' || fail "figures"
import json, os
for lang in "ja", "en":
    s = json.load(open(f"stats-{lang}.json"))
    files = {n: os.path.getsize(f"{lang}/{n}") for n in os.listdir(lang) if n.endswith(".tensen")}
    assert (s["ranks"], s["threads"], s["documents"], s["refused"], s["kept_shards"]) == (3, 1, 412, 0, 0), s
    assert s["joint_bytes"] == files.pop("joint.tensen") and s["shard_bytes"] == sum(files.values()), (s, files)
    assert s["records"] >= 412 and s["terms"] > 1000 and s["dims"] > 0 and s["peak_memory"] > 1 << 20, s
    steps = [x["step"] for x in s["steps"]]
    assert steps[0] == "read" and steps[-1] == "joint" and len(set(steps)) == len(steps), steps
    assert all(0 <= x["processor_mean"] <= x["processor"] + 1e-6 for x in s["steps"]), s
    assert sum(x["sent"] for x in s["steps"]) > 10000, s
END
ranks 2 index -q --stats /dev/full -o full "$DATA/demo/other.jsonl" 2>err
[ $? -eq 5 ] && grep -q '/dev/full' err || fail "a full disk: $(cat err)"
$MPIRUN -n 1 "$TENSEN_MPI" 2>err
[ $? -eq 2 ] && grep -q '^usage: mpirun' err || fail "no command: $(cat err)"
exit 0
