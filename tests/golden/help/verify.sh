# Help of `tensen verify`, short and full, both languages; on stdout, exit code 0.
tensen verify -h
echo ----; tensen verify --help
echo ----; tensen verify --lang en --help
tensen help verify --lang en >help.txt && tensen verify --help --lang en >full.txt && cmp help.txt full.txt
