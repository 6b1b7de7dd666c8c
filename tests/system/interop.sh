# The wire, with programs nobody here wrote: the CloudEvents SDK reads what a kiosk sends and makes
# what we read; an RFC 9421 implementation verifies our signatures, of requests and of replies that
# are bound to theirs, and signs what we verify; a kiosk made of both, from sync/PROTOCOL.md alone,
# enrols at a real hub and sends it visits.
. "$(dirname "$0")/lib.sh"

peers=${FOYER_PEERS:-$top/build/peers}
FOYER_PEERS=$peers
export FOYER_PEERS
[ -d "$peers/node_modules/cloudevents" ] || skip "the peers are not installed ($peers)"
tool=$bin/../tests/wire_tool
kiosk_seed=0101010101010101010101010101010101010101010101010101010101010101
hub_seed=0202020202020202020202020202020202020202020202020202020202020202
device=0199e2b4-7a10-7c3e-9d54-5f1e2a3b4c5d
epoch=0199e2b4-7a11-7aaa-8bbb-000000000001

peer() {
    script=$1
    shift
    node "$top/tests/peers/$script.mjs" "$@" || fail "$script.mjs $1: see above"
}

# public SEED: the key's public half, by somebody else's Ed25519.
public() {
    node -e 'import(process.argv[1]).then((wire) => console.log(wire.publicHex(process.argv[2])))' \
        "$top/tests/peers/wire.mjs" "$1"
}
kiosk_public=$(public "$kiosk_seed")
hub_public=$(public "$hub_seed")

# --- what we send ---
for count in 1 7 99; do
    "$tool" request "$kiosk_seed" 43 "$count" >request || fail "no request of $count"
    peer cloudevents read request "$count" >/dev/null
    peer signatures verify-request "$kiosk_seed" request >/dev/null
done
"$tool" request "$kiosk_seed" 44 100 >packed
peer signatures verify-request "$kiosk_seed" packed >/dev/null
grep -aq '^content-encoding: zstd' packed || fail "a hundred records were not packed"

"$tool" reply "$hub_seed" request >reply
peer signatures verify-reply "$hub_seed" reply request >/dev/null
if node "$top/tests/peers/signatures.mjs" verify-reply "$hub_seed" reply packed >/dev/null 2>&1; then
    fail "a reply fitted another request"
fi

# --- what they send ---
for kind in single batch; do
    count=$([ $kind = single ] && echo 1 || echo 20)
    peer cloudevents make "$device" "$epoch" "$count" "$kind" >unsigned
    peer signatures sign-request "$kiosk_seed" "$device" 45 unsigned >theirs
    "$tool" read-request "$kiosk_public" <theirs >read.txt || fail "a $kind of theirs was refused"
    head -n 1 read.txt | grep -qx "$device nonce 45 device $device count $count" ||
        fail "a $kind of theirs was read as: $(head -n 1 read.txt)"
    [ "$(grep -c ' ok {"visit":' read.txt)" -eq "$count" ] || fail "not every event was read"
done
if "$tool" read-request "$hub_public" <theirs >/dev/null 2>&1; then
    fail "another key's signature was accepted"
fi
sed 's/"language":"en"/"language":"es"/' theirs >altered
if "$tool" read-request "$kiosk_public" <altered >/dev/null 2>&1; then
    fail "an altered body was accepted"
fi

printf 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{"have":1}' >plain
peer signatures sign-reply "$hub_seed" plain theirs >reply
"$tool" read-reply "$hub_public" theirs <reply >/dev/null || fail "a reply of theirs was refused"
if "$tool" read-reply "$hub_public" request <reply >/dev/null 2>&1; then
    fail "their reply fitted another request"
fi

# --- a kiosk of theirs at a real hub ---
"$bin/foyer-hub" --data hub --listen 127.0.0.1:0 >hub.out 2>hub.err &
started="$started $!"
tries=0
until grep -q '^listening on ' hub.out; do
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || fail "the hub did not start: $(cat hub.err)"
    sleep 0.1
done
url=$(sed -n 's/^listening on //p' hub.out | head -n 1)
code=$("$bin/foyer-hub" --data hub enrol-code 2>enrol.err | head -n 1)
peer hub "$url" "$code" >ids.txt
"$bin/foyer-hub" --data hub export --format csv >visits.csv || fail "the hub exported nothing"
sort ids.txt >sent.txt
sed 1d visits.csv | cut -d, -f1 | sort >got.txt
cmp -s sent.txt got.txt || fail "the hub's CSV does not hold what a stranger sent, once each"
