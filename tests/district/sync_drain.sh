#!/bin/sh
# Ninety days without a network, then 20,000 records go to the hub.
. "$(dirname "$0")/lib.sh"
demo_school
start_hub
enrol "$hub_url"
sign_in 20000 90
[ "$(waiting)" -ge 20000 ] || fail "only $(waiting) records wait"
sync_until_done 1
compare
same "still waiting" 0 "$(waiting)"
