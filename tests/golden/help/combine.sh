# Help of `tensen combine`, short and full, both languages; on stdout, exit code 0.
tensen combine -h
echo ----; tensen combine --help
echo ----; tensen combine --lang en --help
tensen help combine --lang en >help.txt && tensen combine --help --lang en >full.txt && cmp help.txt full.txt
