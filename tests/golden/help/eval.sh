# Help of `tensen eval`, short and full, both languages; on stdout, exit code 0.
tensen eval -h
echo ----; tensen eval --help
echo ----; tensen eval --lang en --help
tensen help eval --lang en >help.txt && tensen eval --help --lang en >full.txt && cmp help.txt full.txt
