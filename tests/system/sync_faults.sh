# Everything that may stand between a kiosk and its hub: each is told by one plain sentence and by
# its name in `status --json`, nothing of it moves the watermark, and when it is gone every visit
# is at the hub exactly once.
. "$(dirname "$0")/lib.sh"

[ -x "$bin/foyer-hub" ] || skip "foyer-hub is not built"
command -v openssl >openssl.path || skip "openssl is not here"

visits=0
hub_pid=
net=$work/net
mkdir "$net"
cat >party.drive <<'END'
tap home/sign-in
tap sign-in/count
tap count/sign-in
tap thanks/done
END

party() {
    drive "$work/party.drive"
    visits=$((visits + 1))
}

hub() {
    "$bin/foyer-hub" --data "$work/hub" "$@"
}

start_hub() {
    # Not by `hub`: the number of a function's own shell is not the hub's.
    "$bin/foyer-hub" --data "$work/hub" --listen 127.0.0.1:0 >hub.out 2>hub.err &
    hub_pid=$!
    started="$started $hub_pid"
    wait_for hub.out 'listening on'
    hub_port=$(sed -n 's/.*127\.0\.0\.1:\([0-9]*\).*/\1/p' hub.out)
}

new_code() {
    hub enrol-code 2>>hub.err | head -n 1
}

# status KEY: of the hub's part.
status() {
    ctl_ok status --json >status.json
    sqlite3 :memory: "SELECT readfile('status.json')->'hub'->>'$1'"
}

# wrong MODE TROUBLE SENTENCE [WORD...]: foyerctl sync says so, ends with 1, and nothing moved.
wrong() {
    mode=$1
    trouble=$2
    sentence=$3
    shift 3
    have=$(status have)
    echo "$mode" >"$net/mode"
    if ctl sync --tries 1 --timeout 2 >sync.out 2>sync.err; then
        fail "$mode: sync said that all is well: $(cat sync.out)"
    fi
    [ "$(wc -l <sync.err)" = 1 ] || fail "$mode: not one line: $(cat sync.err)"
    grep -q "$sentence" sync.err || fail "$mode: it said: $(cat sync.err)"
    same "$mode: trouble" "$trouble" "$(status trouble)"
    same "$mode: the watermark" "$have" "$(status have)"
    ctl status >status.out 2>&1
    grep -q "$sentence" status.out || fail "$mode: status does not say why: $(cat status.out)"
    echo ok >"$net/mode"
    party
}

# all_there WHAT: one sync, and every visit is at the hub once.
all_there() {
    ctl_ok sync --tries 5 --timeout 10 >sync.out
    grep -q "the hub has 1-$(status have)$" sync.out || fail "$1: it said: $(cat sync.out)"
    same "$1: waiting" 0 "$(status waiting)"
    same "$1: trouble" fine "$(status trouble)"
    hub export --format csv >hub.csv 2>hub.err || fail "$1: foyer-hub export: $(cat hub.err)"
    same "$1: visits at the hub" "$visits $visits" "$(sqlite3 :memory: '.mode list' \
        '.separator " "' '.import --csv hub.csv v' 'SELECT count(*), count(DISTINCT visit_id) FROM v')"
}

# ---- certificates: the hub's own authority, a filter's, and two that are not right ----

cert() {
    # cert NAME AUTHORITY SAN [OPTION...]
    leaf=$1
    authority=$2
    san=$3
    shift 3
    {
        openssl req -newkey rsa:2048 -nodes -subj "/CN=$leaf.test" -keyout "$net/$leaf.key" \
            -out "$net/$leaf.csr"
        printf 'subjectAltName=%s\n' "$san" >"$net/$leaf.ext"
        openssl x509 -req -in "$net/$leaf.csr" -CA "$net/$authority.crt" -CAkey "$net/$authority.key" \
            -CAcreateserial -extfile "$net/$leaf.ext" -out "$net/$leaf.crt" "$@"
    } >openssl.out 2>&1 || fail "openssl: $(tail -n 1 openssl.out)"
    cat "$net/$leaf.key" "$net/$leaf.crt" >"$net/$leaf.pem"
}

authority() {
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "$2" -keyout "$net/$1.key" \
        -out "$net/$1.crt" >openssl.out 2>&1 || fail "openssl: $(tail -n 1 openssl.out)"
}

authority district '/CN=District Authority'
authority filter '/O=Contoso/CN=Contoso Web Filter'
cert hub district DNS:hub.test -days 2
cert inspecting filter DNS:hub.test -days 2
cert other district DNS:other.test -days 2
cert expired district DNS:hub.test -days -1

# ---- the school, its hub, and what stands between ----

demo_school
start_hub
echo ok >"$net/mode"
echo hub >"$net/tls"
python3 "$top/tests/system/sync_faults.py" "$net" "$hub_port" 2>python.err &
between=$!
started="$started $between"
wait_for "$net/ports" ' '
read -r plain tls <"$net/ports"

party
ctl_ok enrol "http://127.0.0.1:$plain" "$(new_code)" >enrol.out
party
all_there 'an ordinary network'
party

wrong half-open too-slow 'did not finish its answer in time'
wrong dribble too-slow 'did not finish its answer in time'
wrong slow too-slow 'did not finish its answer in time'
wrong closes unreachable 'nobody answers at'
wrong cut unreachable 'nobody answers at'
wrong dropped unreachable 'nobody answers at'
wrong redirect portal 'wants somebody to sign in'
wrong page portal 'wants somebody to sign in'
wrong busy hub-busy 'asked to come back later'
wrong unsigned not-the-hub 'is not the hub that this kiosk knows'
wrong altered not-the-hub 'is not the hub that this kiosk knows'
wrong old not-the-hub 'is not the hub that this kiosk knows'
wrong nonsense not-the-hub 'is not the hub that this kiosk knows'
wrong huge not-the-hub 'is not the hub that this kiosk knows'
all_there 'after every wrong answer'
party
kill "$between"
wait "$between" || true
wrong refused unreachable 'nobody answers at'

# ---- over TLS, through a proxy of the school's ----

python3 "$top/tests/system/sync_faults.py" "$net" "$hub_port" 2>python.err &
started="$started $!"
until [ "$plain $tls" != "$(cat "$net/ports")" ]; do sleep 0.05; done
read -r plain tls <"$net/ports"
export https_proxy="http://127.0.0.1:$plain"
ctl_ok enrol "https://hub.test:$tls" "$(new_code)" --ca "$net/district.crt" >enrol.out
all_there 'a proxy and an authority of its own'
party
wrong proxy-password portal 'wants somebody to sign in'
echo inspecting >"$net/tls"
wrong inspected inspected 'a filter (Contoso Web Filter) .* let hub.test:[0-9]* through without inspection'
echo other >"$net/tls"
wrong other-name not-the-hub 'the certificate is of other.test'
echo expired >"$net/tls"
wrong expired hub-trouble 'its certificate is not valid today'
echo hub >"$net/tls"
all_there 'after every wrong certificate'
unset https_proxy
party
wrong no-name no-network 'no network here, or it has no address for hub.test'
ctl enrol http://nobody.invalid ABCD234567 >enrol.out 2>enrol.err && fail "enrolled with nobody"
grep -q 'no network here' enrol.err || fail "enrol said: $(cat enrol.err)"

# ---- dates are not checked by a clock that may be wrong; the hub is known by its key ----

# A trusted time far ahead was seen once: from then on this machine's clock is not believed.
"$bin/foyer-drive" --data "$data" --now 2060-01-01T12:00:00Z party.drive >drive.out 2>drive.err ||
    fail "in 2060: $(head -n 1 drive.err)"
visits=$((visits + 1))
ctl status >status.out
grep -q 'clock unsure' status.out || fail "the clock is believed: $(cat status.out)"
export https_proxy="http://127.0.0.1:$plain"
echo other >"$net/tls"
wrong other-name not-the-hub 'the certificate is of other.test'
echo expired >"$net/tls"
all_there 'a clock that may be wrong'

# ---- revoked: it stops, keeps what waits and says so ----

device=$(hub kiosks | sed -n 's/^ *device *//p' | head -n 1)
hub revoke "$device" >revoke.out 2>&1 || fail "foyer-hub revoke: $(cat revoke.out)"
party
waiting=$(status waiting)
wrong revoked revoked 'was revoked at the hub: nothing is sent any more'
[ "$(status waiting)" -ge "$waiting" ] || fail "revoked: what waited is gone"
same 'revoked' 1 "$(status revoked)"
verify_ok
