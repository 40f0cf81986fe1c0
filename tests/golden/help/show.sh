# Help of `tensen show`, short and full, both languages; on stdout, exit code 0.
tensen show -h
echo ----; tensen show --help
echo ----; tensen show --lang en --help
tensen help show --lang en >help.txt && tensen show --help --lang en >full.txt && cmp help.txt full.txt
