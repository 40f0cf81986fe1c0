# No argument at all is a usage error; --help is not.  Japanese unless asked otherwise.
tensen 2>&1 >nothing; echo "code $?"; [ ! -s nothing ] || echo "words of an error on stdout"
tensen --help >ja.txt; echo "code $?"
tensen -h | cmp - ja.txt; tensen help | cmp - ja.txt; tensen --lang ja --help | cmp - ja.txt
tensen --lang en --help
LANG=en_US.UTF-8 LC_ALL= tensen --help | tail -n 1
LC_ALL=ja_JP.UTF-8 LANG=en_US.UTF-8 tensen --help | sed -n 1p
tensen --lang en ideas -h | sed -n 1p
tensen --version
