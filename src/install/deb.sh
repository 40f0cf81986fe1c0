#!/bin/sh
# deb.sh BUILD VERSION - what `make deb` runs: the installed tree as a Debian package, BUILD/*.deb.
# MAKE: the make that builds.  The same sources give the same bytes.
set -eu
BUILD=$1
VERSION=$2
here=$(dirname "$0")
arch=$(dpkg --print-architecture)
root=$BUILD/deb
doc=$root/usr/share/doc/tensen
SOURCE_DATE_EPOCH=$(date -u -d "$(sed -n 's/^## [0-9.]* - \([0-9-]*\).*/\1/p' CHANGELOG.md | head -n 1)" +%s)
export SOURCE_DATE_EPOCH
rm -rf "$root" "$BUILD"/tensen_*.deb # of an older version, too: what is installed is named tensen_*.deb
mkdir -p "$root/DEBIAN" "$root/etc/default"
${MAKE:-make} -s install BUILD="$BUILD" DESTDIR="$root" PREFIX=/usr LIBDIR="/usr/lib/$(gcc -print-multiarch)" >/dev/null
mv "$doc/examples/tensen.conf" "$root/etc/default/tensen"
mv "$root/usr/share/zsh/site-functions" "$root/usr/share/zsh/vendor-completions"
mv "$doc/LICENSE" "$doc/copyright"
mv "$doc/CHANGELOG.md" "$doc/changelog"
gzip -9n "$doc/changelog"
find "$root/usr/share/man" -name '*.1' -exec gzip -9n {} +
find "$root/usr/bin" -type f ! -name tensen-nightly -exec strip --strip-unneeded {} +
find "$root/usr/lib" -name '*.so.*' -type f -exec strip --strip-unneeded {} +
find "$root/usr/lib" -name '*.a' -exec strip --strip-debug --enable-deterministic-archives {} +

# dpkg-shlibdeps wants to stand in a source package.
mkdir -p "$BUILD/shlibs/debian"
printf 'Source: tensen\n\nPackage: tensen\nArchitecture: any\n' >"$BUILD/shlibs/debian/control"
root=$(cd "$root" && pwd)
mpi=
[ ! -e "$root/usr/bin/tensen-mpi" ] || mpi="-dRecommends $root/usr/bin/tensen-mpi"
# What is loaded later is asked of a library that is linked to it.
late=
for names in "$BUILD"/late/*.names; do
	[ ! -e "$names" ] || late="$late $(sed 's/NAME(\(.*\))/-Wl,-u,\1/' "$names") $(cat "${names%names}file")"
done
# shellcheck disable=SC2086
gcc -shared -o "$BUILD/shlibs/late.so" -Wl,--no-as-needed $late
# shellcheck disable=SC2086
depends=$(cd "$BUILD/shlibs" && dpkg-shlibdeps -O -dDepends -e"$root/usr/bin/tensen" \
	-elate.so -e"$(echo "$root"/usr/lib/*/libtensen.so.0)" $mpi 2>warnings)
cat >"$root/DEBIAN/control" <<END
Package: tensen
Version: $VERSION
Architecture: $arch
Maintainer: The Tensen developers <tensen@localhost>
Installed-Size: $(du -k -s --apparent-size "$root" | cut -f1)
Section: science
Priority: optional
$(echo "$depends" | sed -n 's/^shlibs:Depends=/Depends: mecab-ipadic-utf8, passwd, /p')
Recommends: edict$(echo "$depends" | sed -n 's/^shlibs:Recommends=/, /p')
Description: uses of patents in fields nobody had thought of
 Tensen reads the patents that their owners would license, places them among
 a large body of other patents and proposes uses in other product areas, each
 with the document and the sentence that speak for it.
 .
 The command, a web page and HTTP interface, a nightly run with units for
 systemd, the library with its headers, and a demonstration corpus.
END
echo /etc/default/tensen >"$root/DEBIAN/conffiles"
echo 'libtensen 0 tensen' >"$root/DEBIAN/shlibs"
echo activate-noawait ldconfig >"$root/DEBIAN/triggers"
for script in postinst prerm postrm; do install -m 755 "$here/deb-$script" "$root/DEBIAN/$script"; done
(cd "$root" && find usr -type f | LC_ALL=C sort | xargs md5sum >DEBIAN/md5sums)
dpkg-deb --root-owner-group --build "$root" "$BUILD/tensen_${VERSION}_$arch.deb" >/dev/null
echo "$BUILD/tensen_${VERSION}_$arch.deb"
