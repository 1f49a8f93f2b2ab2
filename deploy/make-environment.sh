#!/usr/bin/env bash
# Make .venv hold what requirements/<set>.txt pins:  deploy/make-environment.sh base|dev
#
# uv is used where it can be had because it is about five times faster. It reads neither pip.conf
# nor pip's variables, so on a machine with a private mirror only pip may work: then pip installs
# the same hashed lock.
set -euo pipefail
cd "$(dirname "$0")/.."

set_name=${1:?say which set: base or dev}
lock=requirements/$set_name.txt
venv_python=.venv/bin/python

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    local candidate
    for candidate in ${PYTHON:-python3 python3.11 python3.12 python3.13 python}; do
        if command -v "$candidate" >/dev/null && is_new_enough "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
    {
        echo "New Concierge needs Python 3.11 or newer; found: $(python3 --version 2>&1 || true)."
        echo "Install one, or name it:  make PYTHON=/path/to/python3.11 ..."
    } >&2
    return 1
}

make_venv() {
    local python
    python=$(find_python)
    if "$python" -m venv --clear .venv 2>/dev/null; then
        return
    fi
    # Debian packs venv apart from Python itself.
    if "$python" -m virtualenv --clear .venv 2>/dev/null; then
        return
    fi
    {
        echo "$python cannot make a virtual environment."
        echo "On Debian or Ubuntu:  apt install python3-venv"
    } >&2
    return 1
}

install_with_uv() {
    if [ ! -x .venv/bin/uv ]; then
        "$venv_python" -m pip install --quiet --require-hashes -r requirements/uv.txt || return 1
    fi
    .venv/bin/uv pip sync --quiet --python "$venv_python" --require-hashes "$lock"
}

if [ ! -x "$venv_python" ] || ! is_new_enough "$venv_python"; then
    echo "Making .venv ..."
    make_venv
fi

echo "Installing $lock ..."
export PIP_DISABLE_PIP_VERSION_CHECK=1
if [ -n "${NO_UV:-}" ] || ! install_with_uv; then
    echo "uv could not do it; pip does (a few minutes the first time)."
    "$venv_python" -m pip install --quiet --require-hashes -r "$lock"
fi

touch ".venv/.$set_name-is-installed"
