# No open patent; patents that nobody has read; filters that leave none.
printf '%s\n' '{"id":"A1","title":"歯車の騒音を抑制する装置","ipc":["F16H 55/00"]}' \
	'{"id":"A2","title":"配管の振動を抑制する装置","ipc":["F16L 55/00"]}' >closed.jsonl
tensen index -q -o closed.tensen closed.jsonl >/dev/null
for lang in ja en; do
	tensen scan closed.tensen -q -o open.$lang --lang $lang; echo "code $?"
	tensen scan closed.tensen -q --all -o all.$lang --lang $lang; echo "code $?"
	tensen scan closed.tensen -q --all --until 1900 -o none.$lang --lang $lang; echo "code $?"
done
