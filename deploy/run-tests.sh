#!/usr/bin/env bash
# The whole suite, side by side on two databases, where a PostgreSQL server can be reached or a
# throw-away one started. What speaks to the database in words of its own runs on both; the browser
# and the look of pages on SQLite, Wagtail's pages and editor on PostgreSQL (ALL=1: they on both).
# Without PostgreSQL all of it runs on SQLite. Ends with pytest's closing line of each run.
set -euo pipefail
cd "$(dirname "$0")/.."

python=.venv/bin/python
jobs=${JOBS:-2}
mkdir -p var
scratch=$(mktemp -d "${TMPDIR:-/tmp}/concierge-tests.XXXXXX")
server_owner=""

as_owner() {
    if [ -n "$server_owner" ]; then
        runuser -u "$server_owner" -- "$@"
    else
        "$@"
    fi
}

other=""
cleanup() {
    [ -z "$other" ] || kill "$other" 2>/dev/null || true
    if [ -f "$scratch/postgres/data/postmaster.pid" ]; then
        as_owner "$binaries/pg_ctl" -D "$scratch/postgres/data" -m immediate stop >/dev/null || true
    fi
    rm -rf "$scratch"
}
trap cleanup EXIT

loudly() {
    printf '\n%s\n' "########################################################################"
    printf '###  %s\n' "$@"
    printf '%s\n\n' "########################################################################"
}

server_binaries() {
    local folder
    for folder in "$(pg_config --bindir 2>/dev/null || true)" /usr/lib/postgresql/*/bin \
        /usr/local/bin /usr/local/opt/postgresql*/bin /opt/homebrew/opt/postgresql*/bin; do
        if [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ] && [ -x "$folder/pg_ctl" ]; then
            echo "$folder"
            return
        fi
    done
}

# Prints nothing; sets `address` when a throw-away server runs. It listens on a private socket only.
start_throwaway_server() {
    binaries=$(server_binaries)
    [ -n "$binaries" ] || return 0
    if [ "$(id -u)" = 0 ]; then
        # PostgreSQL refuses to run as root; its package brings a user of its own.
        server_owner=postgres
        id "$server_owner" >/dev/null 2>&1 && command -v runuser >/dev/null || return 0
    fi
    mkdir "$scratch/postgres"
    if [ -n "$server_owner" ]; then
        chmod 755 "$scratch"
        chown "$server_owner" "$scratch/postgres"
    fi
    echo "Starting a throw-away PostgreSQL ..."
    (
        cd "$scratch/postgres"
        as_owner "$binaries/initdb" -D data -U postgres -A trust --no-sync
        as_owner "$binaries/pg_ctl" -D data -w -l log \
            -o "-c listen_addresses='' -c fsync=off -k $scratch/postgres" start
    ) >"$scratch/start.log" 2>&1 || {
        cat "$scratch/start.log"
        return 0
    }
    address="postgres://postgres@/$scratch/postgres/concierge"
}

# run_pytest NAME ADDRESS JOBS [pytest options]
run_pytest() {
    local name=$1 address=$2 jobs=$3 status=0 spread=()
    shift 3
    # One process needs no helpers; several take whole files, of which each makes its own set-up.
    [ "$jobs" -le 1 ] || spread=(-n "$jobs" --dist loadfile)
    printf '\n--- tests on %s ---\n' "$name"
    DATABASE_URL=$address "$python" -m pytest ${spread[@]+"${spread[@]}"} "$@" 2>&1 || status=$?
    return "$status"
}

closing_line() {
    grep -E '^=+ .* in [0-9.]+s.*=+$' "$scratch/$1.log" | tail -n 1 || true
}

failed=""
address=""
# An address that was asked for and does not answer is a failure, not a reason to skip.
if ! address=$("$python" deploy/find_postgres.py); then
    failed+=" PostgreSQL"
elif [ -z "$address" ]; then
    start_throwaway_server
fi

# Each database is made once, and neither run waits for the other.
share=$jobs
here=()
if [ -n "$address" ]; then
    share=$(((jobs + 1) / 2))
    [ -n "${ALL:-}" ] || here=(-m "not production")
    # One process more than its share: it has the longer list, and waits for the server now and then.
    run_pytest PostgreSQL "$address" $((share + 1)) -m "database and not once and not e2e" >"$scratch/PostgreSQL.log" &
    other=$!
else
    loudly "NOT TESTED ON POSTGRESQL: no server answers and none could be started." \
        "Set TEST_DATABASE_URL, or install the PostgreSQL server package."
fi
run_pytest SQLite "sqlite:///$PWD/var/test-run.sqlite3" "$share" ${here[@]+"${here[@]}"} | tee "$scratch/SQLite.log" ||
    failed+=" SQLite"
if [ -n "$other" ]; then
    wait "$other" || failed+=" PostgreSQL"
    other=""
    cat "$scratch/PostgreSQL.log"
fi
if ! command -v "${CHROMIUM:-chromium}" >/dev/null && ! command -v chromium-browser >/dev/null &&
    ! command -v google-chrome >/dev/null; then
    loudly "BROWSER TESTS SKIPPED: no chromium found."
fi

printf '\nClosing lines:\n'
[ -z "$address" ] || printf 'PostgreSQL\n%s\n' "$(closing_line PostgreSQL)"
printf 'SQLite\n%s\n' "$(closing_line SQLite)"
if [ -n "$failed" ]; then
    printf 'FAILED on:%s\n' "$failed"
    exit 1
fi
