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

# directory_imports_as_is SERVICES PATH: whole, and the second time without a change.
directory_imports_as_is() {
    data=$work/directory
    rm -rf "$data"
    ctl_ok import --dry-run "$2" >dry.out
    same "services of a dry run of $(basename "$2")" "$1" "$(column dry.out services 2)"
    [ ! -e "$data/foyer.db" ] || fail "a dry run made a database"
    ctl_ok import --zone America/New_York "$2" >first.out
    same "services added from $(basename "$2")" "$1" "$(column first.out services 2)"
    same "rows refused" 0 "$(column first.out refused 2)"
    ctl_ok import "$2" >second.out
    grep -qx 'no changes' second.out || fail "a second import of $(basename "$2") changed something"
    same "services that are the same" "$1" "$(column second.out services 5)"
    verify_ok
}

# What the export writes is what the specification describes, and comes back as it went.
directory_comes_back() {
    rm -rf out again "$work/fresh"
    ctl_ok export --what services --format hsds -o out >export.out
    same "services exported" "$1 services" "$(cat export.out)"
    if command -v python3 >/dev/null 2>&1; then
        python3 "$top/tests/system/hsds_validate.py" "$specification/csv/datapackage.json" out \
            >validate.out || fail "the export is not what HSDS 3.0 describes: $(head -n 1 validate.out)"
        # A check that cannot fail is none: the same with a row taken out.
        sed -i 2d out/organizations.csv
        if python3 "$top/tests/system/hsds_validate.py" "$specification/csv/datapackage.json" out \
            >validate.out; then
            fail "the check of the export does not see a missing organization"
        fi
        rm -rf out
        ctl_ok export --what services -o out >export.out
    else
        echo "samples: the export was not checked against the specification: no python3" >&2
    fi
    ctl_ok import out >back.out
    grep -qx 'no changes' back.out || fail "an import of the export changed something"
    same "services that are the same" "$1" "$(column back.out services 5)"
    data=$work/fresh
    ctl_ok import --zone America/New_York out >fresh.out
    same "services added from the export" "$1" "$(column fresh.out services 2)"
    ctl_ok export --what services -o again >export.out
    for table in out/*; do
        sort "$table" >left
        sort "again/$(basename "$table")" >right
        cmp -s left right || fail "$(basename "$table") is another after export, import, export"
    done
    data=$work/directory
}

specification=$samples/hsds/spec-3.0-examples
if [ -d "$specification" ]; then
    for document in csv service_full.json service_at_location_full.json tabular.json; do
        directory_imports_as_is 1 "$specification/$document"
    done
    directory_comes_back 1
    directory_imports_as_is 4089 "$samples/hsds/miami-211-hsds-1x.zip"
    directory_comes_back 4089
    data=$work/school
    demo_school
    ctl_ok export --what services -o own >export.out
    ctl_ok import own >back.out
    grep -qx 'no changes' back.out || fail "an import of the school's own export changed something"
else
    echo "samples: no directories in $samples/hsds" >&2
fi

# What was imported before the kiosk ever ran is there in the kiosk: and closures open nothing.
data=$work/data
printf 'expect home/find-help\nabsent home/sign-in\n' >closed.drive
drive closed.drive --now 2025-11-27T18:00:00-05:00
