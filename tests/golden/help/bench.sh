# Help of `tensen bench`, short and full, both languages; on stdout, exit code 0.
tensen bench -h
echo ----; tensen bench --help
echo ----; tensen bench --lang en --help
tensen help bench --lang en >help.txt && tensen bench --help --lang en >full.txt && cmp help.txt full.txt
