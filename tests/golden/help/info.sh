# Help of `tensen info`, short and full, both languages; on stdout, exit code 0.
tensen info -h
echo ----; tensen info --help
echo ----; tensen info --lang en --help
tensen help info --lang en >help.txt && tensen info --help --lang en >full.txt && cmp help.txt full.txt
