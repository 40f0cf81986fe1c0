# Help of `tensen ideas`, short and full, both languages; on stdout, exit code 0.
tensen ideas -h
echo ----; tensen ideas --help
echo ----; tensen ideas --lang en --help
tensen help ideas --lang en >help.txt && tensen ideas --help --lang en >full.txt && cmp help.txt full.txt
