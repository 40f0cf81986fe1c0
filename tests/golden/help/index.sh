# Help of `tensen index`, short and full, both languages; on stdout, exit code 0.
tensen index -h
echo ----; tensen index --help
echo ----; tensen index --lang en --help
tensen help index --lang en >help.txt && tensen index --help --lang en >full.txt && cmp help.txt full.txt
