#!/usr/bin/env bash
# Install what the whole test suite needs from the system, if we may. Never fails: what is missing
# is said loudly, and the tests that need it are skipped.
set -uo pipefail

missing=()
command -v chromium >/dev/null || command -v chromium-browser >/dev/null ||
    command -v google-chrome >/dev/null || missing+=(chromium)
# PDF files are laid out with pango.
ldconfig -p 2>/dev/null | grep -q libpango-1.0 || missing+=(libpango-1.0-0 libpangoft2-1.0-0)
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null ||
    missing+=(postgresql)

[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing system packages: ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    log=$(mktemp)
    if apt-get update -q >"$log" 2>&1 </dev/null &&
        apt-get install -q -y --no-install-recommends "${missing[@]}" >>"$log" 2>&1 </dev/null; then
        rm -f "$log"
        exit 0
    fi
    tail -n 5 "$log"
    rm -f "$log"
fi

cat <<TXT

########################################################################
###  MISSING FROM THIS MACHINE: ${missing[*]}
###  Tests that need them are skipped. On Debian, as root:
###    apt-get install ${missing[*]}
########################################################################

TXT
exit 0
