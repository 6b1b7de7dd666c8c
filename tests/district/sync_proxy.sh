#!/bin/sh
# A network that misbehaves in twelve ways lies between the kiosk and its hub, and now and then one
# of them is killed. 2,000 records arrive once each (FOYER_LONG: 100,000).
. "$(dirname "$0")/lib.sh"
rounds_all=40
[ -z "${FOYER_LONG:-}" ] || rounds_all=2000
demo_school
start_hub
start_proxy
enrol "$proxy_url"
for round in $(seq "$rounds_all"); do
    sign_in 50
    if [ $((round % 5)) -eq 0 ]; then # in the middle of whatever it does
        ctl sync >sync.out 2>sync.err &
        sync_pid=$!
        victim=$sync_pid
        [ $((round % 10)) -eq 0 ] || victim=$hub_pid
        sleep 0.0$((round % 7))
        kill -9 "$victim" 2>/dev/null || true
        wait "$sync_pid" || true
        [ "$victim" != "$hub_pid" ] || start_hub
    fi
    sync_until_done 100
done
compare
struck=$(grep -vc passed faults.txt)
[ "$struck" -eq 12 ] || fail "only $struck of 12 faults struck: $(tr '\n' ' ' <faults.txt)"
