# Help of `tensen match`, short and full, both languages; on stdout, exit code 0.
tensen match -h
echo ----; tensen match --help
echo ----; tensen match --lang en --help
tensen help match --lang en >help.txt && tensen match --help --lang en >full.txt && cmp help.txt full.txt
