# Help of `tensen search`, short and full, both languages; on stdout, exit code 0.
tensen search -h
echo ----; tensen search --help
echo ----; tensen search --lang en --help
tensen help search --lang en >help.txt && tensen search --help --lang en >full.txt && cmp help.txt full.txt
