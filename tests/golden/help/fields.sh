# Help of `tensen fields`, short and full, both languages; on stdout, exit code 0.
tensen fields -h
echo ----; tensen fields --help
echo ----; tensen fields --lang en --help
tensen help fields --lang en >help.txt && tensen fields --help --lang en >full.txt && cmp help.txt full.txt
