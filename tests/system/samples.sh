# The school's own files import as they are, and importing them again changes nothing.
. "$(dirname "$0")/lib.sh"

[ -d "$samples/oneroster" ] || skip "no sample files in $samples (FOYER_SAMPLES)"
full=$samples/oneroster/Test_full_data_set.zip
small=$samples/oneroster/oneroster_test_data.zip
calendar=$samples/ics/district-2025-2026.ics

# column REPORT ROW NUMBER: a figure of the report's table.
column() {
    awk -v row="$2" -v at="$3" '$1 == row { print $at }' "$1"
}

# imports_as_is HOUSEHOLDS EVENTS FILE...: twice, the second time without a change.
imports_as_is() {
    households=$1
    events=$2
    shift 2
    ctl_ok import --dry-run "$@" >dry.out
    same "households of a dry run" "$households" "$(column dry.out households 2)"
    [ ! -e "$data/foyer.db" ] || fail "a dry run made a database"
    ctl_ok import "$@" >first.out
    same "households added" "$households" "$(column first.out households 2)"
    same "events added" "$events" "$(column first.out events 2)"
    same "rows refused" 0 "$(column first.out refused 2)"
    ctl_ok import "$@" >second.out
    grep -qx 'no changes' second.out || fail "a second import of the same files changed something"
    same "households that are the same" "$households" "$(column second.out households 5)"
    same "events that are the same" "$events" "$(column second.out events 5)"
    ctl_ok status >status.out
    same "households in the status" "$households" "$(awk '/^households/ { print $2 }' status.out)"
    verify_ok
}

imports_as_is 3 33 "$full" "$calendar"
data=$work/small
imports_as_is 1 0 "$small"

# What was imported before the kiosk ever ran is there in the kiosk: and closures open nothing.
data=$work/data
printf 'expect home/find-help\nabsent home/sign-in\n' >closed.drive
drive closed.drive --now 2025-11-27T18:00:00-05:00
