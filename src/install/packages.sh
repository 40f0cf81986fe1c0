#!/bin/sh
# packages.sh WHY PACKAGE... - are these Debian packages there?  Missing ones are installed by root,
# and by others if DEPS=install (then with sudo); else they are named, with the command.
set -u
why=$1
shift
missing=
for package; do
	dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
if ! command -v apt-get >/dev/null; then
	echo "$why: this is no Debian; please install what these packages of Debian 12 hold:$missing" >&2
	echo "$why: then \`make all\` builds and \`make check\` tests without asking for packages" >&2
	exit 1
fi
sudo=
if [ "$(id -u)" != 0 ]; then
	sudo='sudo '
	if [ "${DEPS:-}" != install ]; then
		echo "$why: packages are missing.  Install them with" >&2
		echo "  sudo apt-get update && sudo apt-get install -y --no-install-recommends$missing" >&2
		echo "or let make do it: make $why DEPS=install" >&2
		exit 1
	fi
fi
echo "installing:$missing" >&2
mkdir -p build
# shellcheck disable=SC2086
{ $sudo apt-get update -qq && $sudo env DEBIAN_FRONTEND=noninteractive \
	apt-get install -y -qq --no-install-recommends $missing; } >build/deps.log 2>&1 || {
	tail -n 20 build/deps.log >&2
	echo "$why: apt-get failed, see build/deps.log" >&2
	exit 1
}
