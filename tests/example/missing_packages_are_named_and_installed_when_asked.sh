#!/bin/sh
# make demo and make test: root gets the packages that are missing; anybody else is told which, and
# how to install them, unless DEPS=install asks for it; where there is no apt-get it is said too.
set -u
wrong() { echo "$*" >>wrong.txt; }
mkdir fake
tool() { printf '#!/bin/sh\n%s\n' "$2" >"fake/$1"; chmod +x "fake/$1"; }
tool dpkg-query 'case $3 in here | there) echo "install ok installed" ;; gone) echo "deinstall ok config-files" ;; *) exit 1 ;; esac'
tool apt-get 'echo "apt-get $*" >>did.txt'
tool sudo 'echo sudo >>did.txt; exec "$@"'
tool id 'echo ${WHO:-1000}'
packages() {
	rm -f did.txt
	PATH=$PWD/fake:$PATH sh "$ROOT/src/install/packages.sh" "$@" >out.txt 2>err.txt
}

packages demo here there || wrong "all are there, code $?"
[ ! -s err.txt ] && [ ! -e did.txt ] || wrong "all are there, yet: $(cat err.txt)"
packages demo here lacking gone && wrong "code 0 with two missing"
[ ! -e did.txt ] || wrong "installed unasked: $(cat did.txt)"
grep -q 'apt-get install -y --no-install-recommends lacking gone$' err.txt || wrong "no command: $(cat err.txt)"
grep -q 'make demo DEPS=install' err.txt || wrong "no other way: $(cat err.txt)"
DEPS=install packages demo here lacking || wrong "asked for, code $?: $(cat err.txt)"
grep -q sudo did.txt && grep -q 'install .* lacking$' did.txt || wrong "not installed: $(cat did.txt)"
WHO=0 packages test lacking || wrong "root, code $?: $(cat err.txt)"
! grep -q sudo did.txt && grep -q 'install .* lacking$' did.txt || wrong "root, not installed: $(cat did.txt)"
tool apt-get 'echo "no network"; exit 100'
WHO=0 packages test lacking && wrong "code 0 though apt-get failed"
grep -q 'no network' err.txt || wrong "why apt-get failed is not said: $(cat err.txt)"
rm fake/apt-get
mkdir few
for t in sh id; do cp "fake/$t" few/ 2>/dev/null || ln -s "$(command -v $t)" few/; done
PATH=$PWD/few "$(command -v sh)" "$ROOT/src/install/packages.sh" demo lacking 2>err.txt && wrong "code 0 without apt-get"
grep -q 'no Debian.* lacking$' err.txt || wrong "another system: $(cat err.txt)"

# Both commands go by it.
for target in demo test; do
	make -s -n -C "$ROOT" $target >plan.txt
	grep -q "packages.sh $target gcc " plan.txt || wrong "make $target does not look"
done
[ ! -e wrong.txt ] || { cat wrong.txt; exit 1; }
