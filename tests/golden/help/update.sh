# Help of `tensen update`, short and full, both languages; on stdout, exit code 0.
tensen update -h
echo ----; tensen update --help
echo ----; tensen update --lang en --help
tensen help update --lang en >help.txt && tensen update --help --lang en >full.txt && cmp help.txt full.txt
