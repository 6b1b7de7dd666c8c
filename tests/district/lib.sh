# Sourced by the tests of this folder: what tests/system/lib.sh has, a hub of their own, and the
# comparison of what was said with what the hub has.
folder=$(cd "$(dirname "$0")" && pwd)
. "$folder/../system/lib.sh"
hub_data=$work/hub

hub() {
    "$bin/foyer-hub" --data "$hub_data" "$@"
}

# start_hub: sets hub_pid, hub_url and hub_port.
start_hub() {
    : >hub.out
    # Not by `hub`: a function would run in a shell of its own, and that would be killed instead.
    "$bin/foyer-hub" --data "$hub_data" --listen "127.0.0.1:${hub_port:-0}" >hub.out 2>>hub.err &
    hub_pid=$!
    started="$started $hub_pid"
    wait_for hub.out 'listening on'
    hub_url=$(sed -n 's/^listening on //p' hub.out)
    hub_port=${hub_url##*:}
}

# start_proxy: sets proxy_url; what struck how often stands in faults.txt.
start_proxy() {
    python3 "$folder/fault_proxy.py" "$hub_port" "$seed" faults.txt >proxy.out 2>proxy.err &
    started="$started $!"
    wait_for proxy.out '[0-9]'
    proxy_url=http://127.0.0.1:$(cat proxy.out)
}

# enrol URL: with new codes until one is through.
enrol() {
    for attempt in $(seq 50); do
        code=$(hub enrol-code 2>/dev/null) || fail "no code"
        if ctl enrol "$1" "$code" >enrol.out 2>enrol.err; then
            return
        fi
    done
    fail "50 codes and not enrolled: $(cat enrol.err)"
}

# sign_in RECORDS [DAYS]: more of them; what was saved is added to said.txt.
sign_in() {
    rounds=$((${rounds:-0} + 1))
    "$bin/../tests/sign-in-many" "$data" "$1" "${2:-1}" "$((seed * 1000 + rounds))" >>said.txt ||
        fail "signing in ended with $?"
}

# sync_until_done TRIES: by hand, again and again, as an impatient person would.
sync_until_done() {
    for attempt in $(seq "$1"); do
        if ctl sync --tries 1 --timeout 10 >sync.out 2>sync.err; then
            return
        fi
    done
    fail "$1 tries and not through: $(tail -n 1 sync.err)"
}

# compare: every visit that was saved is at the hub once, whole, and nothing else.
compare() {
    hub export --format csv -o hub.csv 2>export.err || fail "export: $(cat export.err)"
    sqlite3 :memory: '.mode list' '.separator " "' '.import --csv hub.csv visits' \
        'SELECT visit_id, count(*) FROM visits GROUP BY visit_id' | LC_ALL=C sort >got.txt
    LC_ALL=C sort said.txt >wanted.txt
    cmp -s wanted.txt got.txt ||
        fail "lost: $(LC_ALL=C comm -23 wanted.txt got.txt | wc -l), doubled or invented:" \
            "$(LC_ALL=C comm -13 wanted.txt got.txt | wc -l)"
    hub verify >verify.out 2>&1 || fail "the hub does not verify: $(tail -n 1 verify.out)"
    verify_ok
}

# waiting: how many records the hub does not have yet.
waiting() {
    ctl status --json >status.json
    sqlite3 :memory: "SELECT readfile('status.json') ->> '\$.records.waiting'"
}
