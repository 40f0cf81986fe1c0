#!/bin/sh
# The Debian package: what `make install` puts down and nothing that it does not; it names the
# packages that it needs; unpacked, it runs the demonstration; made twice, it has the same bytes.
set -eu
command -v dpkg-shlibdeps >/dev/null || { echo "dpkg-dev is not installed" >&2; exit 77; }
DPKG_DEB_COMPRESSOR_TYPE=gzip # the default takes longer
export DPKG_DEB_COMPRESSOR_TYPE
make_it() {
	(cd "$ROOT" && MODE=$(basename "$BUILD") sh src/install/deb.sh "$BUILD" "$(tensen --version | cut -d' ' -f2)") >made.txt 2>err.txt ||
		{ cat err.txt; exit 1; }
	deb=$(cat made.txt)
}
make_it
dpkg-deb -f "$deb" Depends | grep -q "mecab-ipadic-utf8.*libarchive.*libcurl.*libicu.*libmicrohttpd.*libopenblas.*libxlsxwriter" || { dpkg-deb -f "$deb"; exit 1; }
dpkg-deb -x "$deb" here
dpkg-deb -e "$deb" here/DEBIAN
(cd here && md5sum --quiet -c DEBIAN/md5sums)
for script in postinst prerm postrm; do sh -n here/DEBIAN/$script; [ -x here/DEBIAN/$script ]; done

make -s -C "$ROOT" install BUILD="$BUILD" MODE="$(basename "$BUILD")" DESTDIR="$PWD/tree" PREFIX=/usr >/dev/null
names() { find "$1" ! -type d ! -path '*/DEBIAN/*' | sed 's|.*/||; s|\.gz$||' | sort; }
mv here/etc/default/tensen here/etc/default/tensen.conf
names here | sed 's/^copyright$/LICENSE/; s/^changelog$/CHANGELOG.md/' | sort >of.deb
names tree >of.install
diff of.install of.deb

LD_LIBRARY_PATH=$(dirname "$PWD"/here/usr/lib/*/libtensen.so.0)
export LD_LIBRARY_PATH
cp -r here/usr/share/tensen/demo . # the bytes of an index have the paths of its files
here/usr/bin/tensen index -q -o demo.tensen demo >/dev/null
tensen index -q -o own.tensen demo >/dev/null
cmp demo.tensen own.tensen
here/usr/bin/tensen match demo.tensen --text 粉が湿気で固まる -k 1 >/dev/null

cp "$deb" first.deb
make_it
cmp first.deb "$deb"
