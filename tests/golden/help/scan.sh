# Help of `tensen scan`, short and full, both languages; on stdout, exit code 0.
tensen scan -h
echo ----; tensen scan --help
echo ----; tensen scan --lang en --help
tensen help scan --lang en >help.txt && tensen scan --help --lang en >full.txt && cmp help.txt full.txt
