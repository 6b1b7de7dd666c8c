# A hub among strangers: broken requests, bodies without an end, 1,200 connections that never finish,
# crowds from one address. Others are served, memory stays, the log holds no address and is no flood.
. "$(dirname "$0")/../district/lib.sh"
command -v python3 >/dev/null || skip "python3 is not installed"
limits=$top/tests/system/hub_limits.py

# start_other PORTFILE OPTION...: one more hub; sets other_pid and other_port.
start_other() {
    name_of=$1
    shift
    "$bin/foyer-hub" --data "$work/$name_of" --listen 127.0.0.1:0 "$@" >"$name_of.out" 2>"$name_of.err" &
    other_pid=$!
    started="$started $other_pid"
    wait_for "$name_of.out" 'listening on'
    other_port=$(sed -n 's/^listening on .*://p' "$name_of.out")
}
# strangers PORT PID WHAT
strangers() {
    python3 "$limits" "$1" "$2" "$3" >"$3.txt" 2>&1 || fail "$3: $(head -n 6 "$3.txt")"
    cat "$3.txt"
}

# Half a minute of waiting, beside everything else, at a hub where nobody else comes.
start_other patient
patient_pid=$other_pid
python3 "$limits" "$other_port" "$other_pid" patience >patience.txt 2>&1 &
patience=$!
started="$started $patience"

start_hub
strangers "$hub_port" "$hub_pid" malformed
# What comes over and over is told a few times a second only, and who it was is not told at all.
strangers "$hub_port" "$hub_pid" slow-heads
strangers "$hub_port" "$hub_pid" slow-bodies
! grep -q '127\.0\.0\|aaaa\|bbbb' hub.err || fail "the log tells who or what: $(grep -m 1 '127\.0\.0\|aaaa\|bbbb' hub.err)"
[ "$(wc -l <hub.err)" -lt 500 ] || fail "$(wc -l <hub.err) lines in the log"
# It works as before: a kiosk comes in, and is served.
ctl_ok demo load >demo.out
code=$(hub enrol-code 2>/dev/null)
ctl_ok enrol "$hub_url" "$code" >enrol.out
ctl_ok sync >sync.out

start_other crowded --per-address 40
strangers "$other_port" "$other_pid" crowd

# Asked to stop while somebody dribbles: it ends, by itself and soon.
python3 - "$hub_port" <<'END' &
import socket, sys, time
links = [socket.create_connection(("127.0.0.1", int(sys.argv[1]))) for _ in range(50)]
for link in links:
    link.sendall(b"POST /v1/records HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nx")
time.sleep(30)
END
started="$started $!"
sleep 0.5
kill -TERM "$hub_pid"
code=0
begun=$(date +%s)
wait "$hub_pid" || code=$?
same "exit code of a hub that was asked to stop" 0 "$code"
[ $(($(date +%s) - begun)) -le 8 ] || fail "it took $(($(date +%s) - begun)) s to stop"

code=0
wait "$patience" || code=$?
same "patience: $(cat patience.txt)" 0 "$code"
kill -INT "$patient_pid"
code=0
wait "$patient_pid" || code=$?
same "exit code after SIGINT" 0 "$code"
