# The kiosk itself sends what waits, without anybody asking; it ends at once when told to, also
# while the network hangs, and starts where nothing answers as fast as ever.
. "$(dirname "$0")/lib.sh"

. "$top/tests/system/display.sh"

[ -x "$bin/foyer-hub" ] || skip "foyer-hub is not built"

net=$work/net
mkdir "$net"
cat >party.drive <<'END'
tap home/sign-in
tap sign-in/count
tap count/sign-in
tap thanks/done
END

# The real time: at a demo time (--now) the kiosk sends nothing.
start_kiosk() {
    env --default-signal=TERM "$bin/foyer" --data "$data" >foyer.out 2>foyer.err &
    kiosk=$!
    started="$others $kiosk"
}

stop_kiosk() {
    kill -TERM "$kiosk"
    tries=0
    while kill -0 "$kiosk" 2>/dev/null; do
        tries=$((tries + 1))
        [ "$tries" -le 100 ] || fail "$1: the kiosk did not end in 5 s"
        sleep 0.05
    done
    wait "$kiosk" || fail "$1: SIGTERM ended the kiosk with $?: $(tail -n 1 foyer.err)"
    started=$others
}

waiting() {
    ctl_ok status --json >status.json
    sqlite3 :memory: "SELECT readfile('status.json')->'hub'->>'waiting'"
}

trouble() {
    ctl_ok status --json >status.json
    sqlite3 :memory: "SELECT readfile('status.json')->'hub'->>'trouble'"
}

# until_is WHAT WANTED COMMAND: at most 20 s.
until_is() {
    tries=0
    until [ "$($3)" = "$2" ]; do
        tries=$((tries + 1))
        [ "$tries" -le 200 ] || fail "$1: $3 is $($3), not $2: $(tail -n 1 foyer.err)"
        sleep 0.1
    done
}

demo_school
"$bin/foyer-hub" --data "$work/hub" --listen 127.0.0.1:0 >hub.out 2>hub.err &
hub_pid=$!
started=$hub_pid
wait_for hub.out 'listening on'
hub_port=$(sed -n 's/.*127\.0\.0\.1:\([0-9]*\).*/\1/p' hub.out)
echo ok >"$net/mode"
echo none >"$net/tls"
python3 "$top/tests/system/sync_faults.py" "$net" "$hub_port" 2>python.err &
between=$!
started="$hub_pid $between"
wait_for "$net/ports" ' '
read -r plain tls <"$net/ports"
ctl_ok enrol "http://127.0.0.1:$plain" "$("$bin/foyer-hub" --data "$work/hub" enrol-code 2>>hub.err |
    head -n 1)" >enrol.out
display_open 1920x1080
others="$hub_pid $between $server"
started=$others

drive party.drive
[ "$(waiting)" -gt 0 ] || fail "nothing waits"
start_kiosk
until_is 'the kiosk alone' 0 waiting
same 'the kiosk alone' fine "$(trouble)"
stop_kiosk 'an ordinary evening'

drive party.drive
echo half-open >"$net/mode"
start_kiosk
sleep 1.5 # it hangs in its first request now
stop_kiosk 'while the network hangs'

start_kiosk
echo page >"$net/mode"
until_is 'a page of the network' portal trouble
echo ok >"$net/mode"
until_is 'when it is gone' 0 waiting
same 'when it is gone' fine "$(trouble)"
stop_kiosk 'at the end'
"$bin/foyer-hub" --data "$work/hub" export --format csv >hub.csv 2>hub.err
same 'visits at the hub' 2 "$(sqlite3 :memory: '.mode list' '.import --csv hub.csv v' \
    'SELECT count(DISTINCT visit_id) FROM v')"
verify_ok
