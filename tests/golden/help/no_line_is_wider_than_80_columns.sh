# Of no command, in either language.
. "$ROOT/tests/golden/lib.sh"
for command in index update ideas search match combine scan report show fields eval bench info verify serve candidates; do
	for lang in ja en; do
		tensen help $command --lang $lang >$command.txt || echo "no help of $command"
		wider_than 80 <$command.txt
	done
done
ls ./*.txt | wc -l
