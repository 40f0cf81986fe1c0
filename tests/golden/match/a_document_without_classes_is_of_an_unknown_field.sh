# No class symbol, so neither the same field nor another one.
printf '%s\n' '{"id":"A1","title":"粉が固まらない容器","abstract":"【課題】粉が湿気で固まる。"}' \
	'{"id":"A2","title":"湿気を吸う蓋","abstract":"【課題】粉が湿気で固まる。","ipc":["B65D 51/00"]}' >two.jsonl
tensen index -q -o two.tensen two.jsonl >/dev/null
for lang in ja en; do tensen match two.tensen --text '粉が湿気で固まる' --closed --lang $lang; done
tensen match two.tensen --text '粉が湿気で固まる' --closed --format md --lang ja | grep 満たす点
tensen match two.tensen --text '粉が湿気で固まる' --closed --format html --lang ja | grep -o '<span class=tag>[^<]*</span>'
