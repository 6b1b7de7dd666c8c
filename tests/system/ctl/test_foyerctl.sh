#!/bin/sh
# The contract of foyerctl as scripts and people use it: exit codes, one line of trouble, files.
# usage: test_foyerctl.sh FOYERCTL
set -u
ctl=$1
here=$(cd "$(dirname "$0")/../../.." && pwd)
samples=${FOYER_SAMPLES:-$here/../shared/samples}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
failed=0
unset FOYER_DATA

# expect CODE WHAT COMMAND...: runs it, keeps its output in $work/out and $work/err.
expect() {
    code=$1
    what=$2
    shift 2
    "$@" >"$work/out" 2>"$work/err"
    got=$?
    if [ "$got" -ne "$code" ]; then
        echo "FAILED: $what: exit code $got instead of $code"
        cat "$work/err"
        failed=1
    fi
}

# says FILE WORDS: the output has them.
says() {
    if ! grep -q -e "$2" "$work/$1"; then
        echo "FAILED: $what: '$2' is not in std$1:"
        cat "$work/$1"
        failed=1
    fi
}

one_line() {
    if [ "$(wc -l <"$work/err")" -ne 1 ] || [ -s "$work/out" ]; then
        echo "FAILED: $what: not one line on standard error alone"
        cat "$work/out" "$work/err"
        failed=1
    fi
}

check() {
    what=$1
    shift
    if ! "$@"; then
        echo "FAILED: $what"
        failed=1
    fi
}

absent() { ! [ -e "$1" ]; }

# --- usage
expect 0 "help" "$ctl" --help
says out "exit codes"
expect 0 "version" "$ctl" --version
says out "^foyerctl [0-9]"
for command in import export status verify cards purge unlock keygen demo enrol sync carry; do
    expect 0 "help of $command" "$ctl" "$command" --help
    says out "usage: foyerctl"
done
expect 2 "no command" "$ctl"
one_line
expect 2 "unknown command" "$ctl" frobnicate
one_line
expect 2 "unknown option" "$ctl" --data "$work/d" status --frobnicate
one_line
expect 2 "option without value" "$ctl" --data "$work/d" export --format
one_line
expect 2 "unknown format" "$ctl" --data "$work/d" export --format docx
one_line
expect 2 "import of nothing" "$ctl" --data "$work/d" import
one_line
expect 2 "unknown zone" "$ctl" --data "$work/d" import x --zone Mars/Olympus
one_line
for command in status verify cards purge unlock export sync; do
    expect 1 "$command without data" "$ctl" --data "$work/none" "$command"
    one_line
    says err "import a roster or load the demo"
done
check "nothing was made by looking" absent "$work/none"

# --- where the data is
expect 0 "FOYER_DATA" env FOYER_DATA="$work/from-env" "$ctl" keygen
check "FOYER_DATA is used" test -f "$work/from-env/school.pub"
expect 0 "XDG_DATA_HOME" env XDG_DATA_HOME="$work/xdg" "$ctl" keygen
check "XDG_DATA_HOME/foyer is used" test -f "$work/xdg/foyer/school.pub"
expect 0 "HOME" env -u XDG_DATA_HOME HOME="$work/home" "$ctl" keygen
check "HOME/.local/share/foyer is used" test -f "$work/home/.local/share/foyer/school.pub"
expect 1 "keygen never overwrites" env FOYER_DATA="$work/from-env" "$ctl" keygen
one_line

# --- import: dry, real, again
families=$here/data/import/samples/families.csv
events=$here/data/import/samples/events.csv
d=$work/d
expect 0 "dry run" "$ctl" --data "$d" import --dry-run "$families" "$events"
says out "dry run: nothing was written"
check "a dry run makes no folder" absent "$d"
expect 0 "import" "$ctl" --data "$d" import "$families" "$events" --zone America/New_York
says out "^households  *4 "
says err "MOVE IT"
expect 0 "import again" "$ctl" --data "$d" import "$families" "$events"
says out "^no changes"
check "keys are private" test "$(stat -c %a "$d/school.key" "$d/kiosk.key" | sort -u)" = 600
expect 0 "status" "$ctl" --data "$d" status --json
says out '"households": 4'
says out '"zone": "America/New_York"'

# --- names are nowhere on disk in clear
for canary in Delgado Haddad Okonkwo Lucía 3055550101 S-1001; do
    if grep -r -l -a -e "$canary" "$d" >"$work/found"; then
        echo "FAILED: '$canary' is on disk:" "$(cat "$work/found")"
        failed=1
    fi
done

# --- bad input changes nothing
before=$(sha256sum <"$d/foyer.db")
printf 'household,given_name\nX1,"Cut' >"$work/cut.csv"
printf 'household,given_name\nX1,Ni\361o\n' >"$work/latin.csv"
printf 'what,ever\n1,2\n' >"$work/unknown.csv"
head -c 700 "$samples/oneroster/Test_full_data_set.zip" >"$work/cut.zip" 2>/dev/null
: >"$work/empty.csv"
for bad in cut.csv latin.csv unknown.csv empty.csv cut.zip missing.csv; do
    expect 1 "import of $bad" "$ctl" --data "$d" import "$families" "$work/$bad"
    one_line
    says err "nothing was imported"
done
printf 'household,given_name,grade\nX1,Bo,third-ish\nX2,Cy,2\n' >"$work/row.csv"
expect 1 "strict" "$ctl" --data "$d" import --strict "$work/row.csv"
says out "row.csv:2:grade"
check "the database did not change" test "$before" = "$(sha256sum <"$d/foyer.db")"
expect 0 "one bad row" "$ctl" --data "$d" import "$work/row.csv"
says out "^refused  *1"
says out "row.csv:2:grade: this is no grade"

# --- cards, unlock, verify, export
expect 0 "cards" "$ctl" --data "$d" cards
check "one card a household" test "$(grep -c '^[0-9A-Z]\{4\}-[0-9A-Z]\{4\}	' "$work/out")" -eq 5
check "no name on the list" test "$(grep -c Delgado "$work/out")" -eq 0
expect 0 "cards again" "$ctl" --data "$d" cards
check "no card twice" test ! -s "$work/out"
expect 1 "another school's key" "$ctl" --data "$d" cards --unlock "$work/from-env/school.key"
one_line
mv "$d/school.key" "$work/school.key"
expect 1 "cards without a key" "$ctl" --data "$d" cards
one_line
expect 0 "cards with the key" "$ctl" --data "$d" cards --unlock "$work/school.key"
expect 0 "unlock" "$ctl" --data "$d" unlock
expect 0 "purge" "$ctl" --data "$d" purge
says out "^purged  *0 records"
says out "^held  *0 records"
expect 0 "verify" "$ctl" --data "$d" verify
expect 0 "rebuild" "$ctl" --data "$d" verify --rebuild
says out "identical"
expect 0 "export" "$ctl" --data "$d" export
says out "^visit_id,person,event_uid,"
expect 0 "export json" "$ctl" --data "$d" export --format json -o "$work/out.json"
check "the file is there" test "$(tr -d '\n' <"$work/out.json")" = "[]"
expect 1 "export into no folder" "$ctl" --data "$d" export -o "$work/no/folder.csv"
one_line
expect 2 "a date that is none" "$ctl" --data "$d" export --from yesterday
expect 1 "a newer or damaged database" sh -c "
    mkdir '$work/bad' && cp '$d/kiosk.key' '$d/school.pub' '$work/bad' &&
    head -c 5000 /dev/urandom >'$work/bad/foyer.db' && exec '$ctl' --data '$work/bad' status"
one_line

# --- the demo, and out of it
m=$work/demo
expect 0 "demo load" "$ctl" --data "$m" demo load
expect 0 "demo status" "$ctl" --data "$m" status
says out "(demo)"
expect 0 "demo leave" "$ctl" --data "$m" demo leave
check "nothing is left of the demo" test -z "$(ls -A "$m")"
expect 2 "demo dance" "$ctl" --data "$m" demo dance

# --- kill -9 while importing: everything or nothing, and clean
awk 'BEGIN { print "household,given_name,grade,phone"
    for (i = 0; i < 60; i++) printf "H%d,Bo,%d,3055%06d\n", i, i % 12 + 1, i }' >"$work/many.csv"
for pause in 0.05 0.2 0.5 0.9; do
    k=$work/kill-$pause
    "$ctl" --data "$k" import "$work/many.csv" >/dev/null 2>&1 &
    pid=$!
    sleep "$pause"
    kill -9 "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
    if [ -f "$k/foyer.db" ]; then
        expect 0 "status after kill -9" "$ctl" --data "$k" status --json
        check "all or nothing after kill -9" grep -q -E '"households": (0|60),' "$work/out"
        expect 0 "verify after kill -9" "$ctl" --data "$k" verify
    fi
    expect 0 "import after kill -9" "$ctl" --data "$k" import "$work/many.csv"
done

# --- the hub: what is wrong on the command line is told before anything is made
h=$work/hub
expect 2 "enrol without a code" "$ctl" --data "$h" enrol https://hub.example
one_line
expect 2 "enrol with half a code" "$ctl" --data "$h" enrol https://hub.example ABCD2345
one_line
check "a wrong code made a data folder" absent "$h"
expect 0 "demo for a hub" "$ctl" --data "$h" demo load
expect 2 "enrol with a path in the address" "$ctl" --data "$h" enrol https://hub.example/x ABCD234567
one_line
expect 1 "enrol by a file that is not there" "$ctl" --data "$h" enrol "$work/none" ABCD234567
one_line
expect 1 "sync of a kiosk that no hub knows" "$ctl" --data "$h" sync
one_line
says err "foyerctl enrol URL CODE"
expect 2 "carry without a direction" "$ctl" --data "$h" carry file
one_line
expect 1 "carry of a kiosk that no hub knows" "$ctl" --data "$h" carry out "$work/parcel"
one_line
check "a parcel was left" absent "$work/parcel"
check "half a parcel was left" absent "$work/parcel.part"
expect 1 "carry in of nothing" "$ctl" --data "$h" carry in "$work/parcel"
one_line
expect 0 "status without a hub" "$ctl" --data "$h" status --json
says out '"hub": null'
expect 0 "status in words without a hub" "$ctl" --data "$h" status
says out "^hub          none"

# --- the school's own files
if [ -d "$samples" ]; then
    s=$work/samples
    for turn in 1 2; do
        expect 0 "samples, turn $turn" "$ctl" --data "$s" import \
            "$samples/oneroster/Test_full_data_set.zip" "$samples/ics/district-2025-2026.ics"
    done
    says out "^no changes"
else
    echo "SKIPPED: no samples in $samples"
    [ "$failed" -eq 0 ] && exit 77
fi
exit "$failed"
