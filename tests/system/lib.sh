# Sourced by every test of this folder: sh tests/system/NAME.sh BIN-FOLDER [SEED]
# A test has a folder of its own as $work (also HOME and TMPDIR of the programs) that goes away with
# it, and ends at the first promise that does not hold, with one line that replays it.
set -eu

name=$(basename "$0" .sh)
top=$(cd "$(dirname "$0")/../.." && pwd)
bin=$(cd "${1:?the folder of the built programs is missing}" && pwd)
seed=${2:-1}
samples=${FOYER_SAMPLES:-$top/../shared/samples}
work=$(mktemp -d)
data=$work/data
started=

LC_ALL=C.UTF-8
HOME=$work
TMPDIR=$work/tmp
export LC_ALL HOME TMPDIR
unset FOYER_DATA FOYER_ASSETS XDG_DATA_HOME LD_PRELOAD
mkdir "$TMPDIR"
cd "$work"

# Only what this test started is ended, by its number.
cleanup() {
    for pid in $started; do
        kill -9 "$pid" 2>/dev/null || true
    done
    cd /
    rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

fail() {
    printf '%s: %s (again: sh %s %s %s)\n' "$name" "$*" "$0" "$bin" "$seed" >&2
    exit 1
}

skip() {
    printf '%s: skipped: %s\n' "$name" "$*" >&2
    exit 77
}

ctl() {
    "$bin/foyerctl" --data "$data" "$@"
}

# What must work; its standard error is shown only when it does not.
ctl_ok() {
    ctl "$@" 2>ctl.err || fail "foyerctl $* ended with $?: $(cat ctl.err)"
}

# drive FILE [OPTION...]: the kiosk runs a script; what it prints goes to drive.out.
drive() {
    script=$1
    shift
    "$bin/foyer-drive" --data "$data" "$@" "$script" >drive.out 2>drive.err ||
        fail "$(head -n 1 drive.err)"
}

demo_school() {
    ctl_ok demo load >demo.out
}

verify_ok() {
    ctl verify >verify.out 2>&1 || fail "verify is not clean${1:+ ($1)}: $(tail -n 1 verify.out)"
}

# export_sql SQL: ask the table `visits`, the CSV export read by SQLite, not by us.
export_csv() {
    ctl_ok export --format csv "$@" >export.csv
}
export_sql() {
    sqlite3 :memory: '.mode list' '.import --csv export.csv visits' "$1" 2>sql.err ||
        fail "the export is no CSV: $(head -n 1 sql.err)"
}

# tree_sql FILE SQL: ask the table `tree` (key, role, label, value, states, rect, spoken) of a dump.
tree_sql() {
    sqlite3 :memory: "WITH tree AS (SELECT value->>'key' AS key, value->>'role' AS role,
        value->>'label' AS label, value->>'value' AS value, value->>'states' AS states,
        value->>'rect[0]' AS x, value->'\$.rect' AS rect, value->>'spoken' AS spoken
        FROM json_each(readfile('$1'))) $2"
}

# same WHAT WANTED GOT
same() {
    [ "$2" = "$3" ] || fail "$1: wanted '$2', got '$3'"
}

# wait_for FILE TEXT: until a program that runs beside this one has written it; at most 10 s.
wait_for() {
    tries=0
    until grep -q -e "$2" "$1" 2>/dev/null; do
        tries=$((tries + 1))
        [ "$tries" -le 200 ] || fail "'$2' did not come in 10 s"
        sleep 0.05
    done
}
