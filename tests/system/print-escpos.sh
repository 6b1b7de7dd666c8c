# The receipt printer's bytes, decoded back to paper: an independent reader reads the code on it.
. "$(dirname "$0")/lib.sh"
tool=$(dirname "$bin")/tests/print_tool
[ -x "$tool" ] || skip "print_tool is not built"
command -v zbarimg >/dev/null 2>&1 || skip "zbarimg is not installed"
payload=https://example.org/desk?lobby=1

# print_on FAKE-OPTIONS -- SEND-OPTIONS: what was told is in send.out, what came out in paper.pbm.
print_on() {
    fake_options=
    while [ "$1" != -- ]; do
        fake_options="$fake_options $1"
        shift
    done
    shift
    rm -f keep paper.pbm fake.out
    mkfifo keep
    # shellcheck disable=SC2086 # a list of words
    "$tool" fake $fake_options paper.pbm <keep >fake.out &
    fake=$!
    exec 9>keep
    wait_for fake.out '^escpos:'
    "$tool" send --uri "$(head -n 1 fake.out)" --payload "$payload" --limits 1000,300,1000,5000 \
        "$@" >send.out || fail "print_tool ended with $?"
    exec 9>&-
    wait "$fake" || fail "the printer ended with $?"
    end=$(awk '/^end / { print $2, $3 }' send.out)
}

for line in tcp pty; do
    for paper in roll-58 roll-80; do
        option=
        [ "$line" = tcp ] || option=--pty
        # shellcheck disable=SC2086 # one word or none
        print_on $option -- --paper "$paper"
        same "$line $paper" "printed none" "$end"
        same "code, $line $paper" "$payload" "$(zbarimg -q --raw paper.pbm 2>/dev/null || true)"
        grep -q 'cuts 1 wrong 0 hidden 0$' fake.out || fail "the bytes: $(tail -n 1 fake.out)"
    done
done

print_on -- --paper roll-80 --search
same "search" "there 24 left 0" "$(sed -n 's/^\(there\|left\) .*/&/p' send.out | tr '\n' ' ' | sed 's/ $//')"

print_on --deaf -- --paper roll-80
same "one that tells nothing" "unknown none" "$end"
same "code, deaf" "$payload" "$(zbarimg -q --raw paper.pbm 2>/dev/null || true)"

print_on -- --paper roll-80 --no-cut
same "without a cutter" "printed none" "$end"
grep -q 'cuts 0 wrong 0 hidden 0$' fake.out || fail "the bytes: $(tail -n 1 fake.out)"

for fault in paper-out:paper-out cover-open:cover-open offline:paused; do
    print_on --fault "${fault%:*}" --row 100 -- --paper roll-80
    same "${fault%:*}" "not-printed ${fault#*:}" "$end"
    same "code after ${fault%:*}" "" "$(zbarimg -q --raw paper.pbm 2>/dev/null || true)"
done

# A stranger's encoder makes the same bytes of the same dots.
peers=${FOYER_PEERS:-$top/build/peers}
[ -e "$peers/installed.json" ] || skip "the peers of tests/peers are not installed"
"$tool" bytes job.bin job.pbm --payload "$payload" --height 280 || fail "no bytes"
FOYER_PEERS=$peers node "$top/tests/peers/printer.mjs" job.bin job.pbm >peers.out ||
    fail "$(head -n 1 peers.out)"
