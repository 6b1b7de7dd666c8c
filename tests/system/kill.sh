# kill -9 at any moment loses no visit that was thanked for, leaves none by halves, and never a
# damaged journal. (Only ordering is shown here; power cuts are the simulated disk's.)
. "$(dirname "$0")/lib.sh"

runs=25
[ -z "${FOYER_LONG:-}" ] || runs=1000
runs_a_school=25 # then a new one, so that an export stays short
parties=80       # in one script; more than are signed in before the kill

# milliseconds N LIMIT: a number below LIMIT, the same for the same seed and N.
milliseconds() {
    awk -v seed="$seed" -v n="$1" -v limit="$2" \
        'BEGIN { srand(seed * 7919 + n); rand(); print int(rand() * limit) }'
}

# party_script RUN: parties of one adult and two children; `say` prints what the kiosk thanked for.
party_script() {
    i=0
    while [ "$i" -lt "$parties" ]; do
        printf 'tap home/sign-in\ntap sign-in/new\ntype "K%dx%d"\n' "$1" "$i"
        printf 'tap names/children/more\ntap names/children/more\ntap names/sign-in\n'
        printf 'expect thanks/done\nsay\ntap thanks/done\n'
        i=$((i + 1))
    done
}

# kill_after MS FIRST COMMAND...: start it in a process group of its own and kill the whole group so
# long after its start or, when FIRST is a text, after it has printed that for the first time.
# $killed counts those that had not ended by themselves.
kill_after() {
    pause=$(printf '%d.%03d' $(($1 / 1000)) $(($1 % 1000)))
    first=$2
    shift 2
    : >drive.out
    setsid "$@" >drive.out 2>drive.err &
    started=$!
    [ -z "$first" ] || wait_for drive.out "$first"
    sleep "$pause"
    kill -s KILL -- "-$started" 2>/dev/null || true
    code=0
    wait "$started" 2>/dev/null || code=$?
    [ "$code" -ne 137 ] || killed=$((killed + 1))
    started=
}

check_run() {
    # Somebody who looks with another program moves the log into the database: no harm in that.
    [ $(($1 % 5)) -ne 0 ] || same "integrity after run $1" ok "$(sqlite3 "$data/foyer.db" 'PRAGMA integrity_check')"
    verify_ok "run $1"
    export_csv
    halves=$(export_sql "SELECT count(*) FROM (SELECT 1 FROM visits GROUP BY visit_id
        HAVING count(*) <> 3 OR count(DISTINCT role) <> 2)")
    same "visits by halves after run $1" 0 "$halves"
    # Thanks come in order: the nth of a run is for party n-1, and perhaps one more was saved.
    thanked=$(grep -c 'Thank you' drive.out || true)
    saved=$(export_sql "SELECT count(*) FROM visits WHERE given_name LIKE 'K$1x%'")
    [ "$saved" -eq "$thanked" ] || [ "$saved" -eq $((thanked + 1)) ] ||
        fail "run $1: $thanked were thanked, $saved were saved"
    lost=0
    [ "$thanked" -eq 0 ] ||
        lost=$(export_sql "SELECT count(*) FROM visits WHERE given_name = 'K$1x$((thanked - 1))'")
    [ "$thanked" -eq 0 ] || same "the last thanked visit of run $1" 1 "$lost"
    thanked_all=$((thanked_all + thanked))
}

killed=0
# A first start that is killed leaves a folder in which the next start works.
printf 'expect home/find-help\n' >start.drive
n=0
while [ "$n" -lt $((runs / 5)) ]; do
    data=$work/first-$n
    kill_after "$(milliseconds "$n" 150)" '' "$bin/foyer-drive" --data "$data" start.drive
    drive start.drive
    verify_ok "first start $n"
    rm -rf "$data"
    n=$((n + 1))
done

thanked_all=0
killed=0
run=0
while [ "$run" -lt "$runs" ]; do
    if [ $((run % runs_a_school)) -eq 0 ]; then
        rm -rf "$work/data"
        data=$work/data
        demo_school
    fi
    party_script "$run" >party.drive
    # Every other run is sure to have thanked somebody, however busy the machine is.
    first='Thank you'
    [ $((run % 2)) -eq 0 ] || first=
    kill_after "$(milliseconds "$run" 500)" "$first" "$bin/foyer-drive" --data "$data" party.drive
    check_run "$run"
    run=$((run + 1))
done
printf '%s: %d runs, %d killed, %d visits thanked for, none lost\n' "$name" "$runs" "$killed" "$thanked_all"
[ "$thanked_all" -ge $((runs / 2)) ] || fail "only $thanked_all visits were thanked for in $runs runs"
[ "$killed" -gt $((runs / 2)) ] || fail "only $killed of $runs runs were killed: they ended by themselves"
