# Guessing at families does not pay: five misses in a row pause the look-up for a minute, twenty a
# day switch it off until staff switch it on; and nothing on the screen tells one miss from another.
. "$(dirname "$0")/lib.sh"

demo_school

# miss NAME PHONE LETTER: a look-up that must not show a family; its screen goes to NAME.json.
miss() {
    printf 'tap home/sign-in\nkeys "%s"\nkeys "%s"\nabsent household/sign-in\nexpect sign-in/phone\n' "$2" "$3"
    printf 'tree %s.json\ntap furniture/start-over\n' "$1"
}
hit() {
    printf 'tap home/sign-in\nkeys "%s"\nkeys "%s"\nexpect household/sign-in\ntap furniture/start-over\n' "$1" "$2"
}
misses() {
    n=0
    while [ "$n" -lt "$1" ]; do
        miss "again" "305555900$((n % 10))" Q
        n=$((n + 1))
    done
}

# same_screen A B: all that is said and shown, but for the time of day.
same_screen() {
    for dump in "$1" "$2"; do
        grep -v -E '"label":"[0-9]+:[0-9]+[^"]*[AP]M"' "$dump.json" >"$dump.txt"
        [ -s "$dump.txt" ] || fail "no screen was left as $dump"
    done
    diff "$1.txt" "$2.txt" >diff.out || fail "the screens $1 and $2 differ: $(sed -n 2p diff.out)"
}

# In a row: a number of nobody, a right number with a wrong letter, a family that is found by its
# card only. A hit in between begins the row again.
{
    miss nobody 3055559999 M
    miss letter 3055550123 Q
    miss card-only 3055550172 E
    miss third 3055559998 M
    hit 3055550123 M
    misses 5
    miss paused 3055550123 M
    # A new start does not end it.
    echo restart
    miss restarted 3055550123 M
    # Trying does not make it longer.
    echo wait 20s
    miss waiting 3055550123 M
    echo wait 50s
    hit 3055550123 M
} >pause.drive
drive pause.drive
for screen in letter card-only third paused restarted waiting; do
    same_screen nobody "$screen"
done

# A pause that ends lets a fifth miss pause again; four do not.
{
    misses 4
    hit 3055550123 M
    misses 5
    miss paused 3055550123 M
} >second.drive
drive second.drive
same_screen nobody paused

# 20 a day and one for every two families found. Nobody is turned away: names and counts go on.
data=$work/other
demo_school
{
    for round in 1 2 3 4; do
        misses 5
        echo wait 61s
    done
    miss off 3055550123 M
    echo wait 300s
    miss still-off 3055550123 M
    echo 'scan "FOYER:DEM0CARD"'
    echo 'keys "M"'
    echo 'absent household/sign-in'
    echo 'tap furniture/start-over'
    printf 'tap home/sign-in\ntap sign-in/count\ntap count/sign-in\nexpect thanks/done\ntap thanks/done\n'
} >off.drive
drive off.drive
same_screen nobody off
same_screen nobody still-off
ctl_ok status >status.out
grep -q '^look-up  *off' status.out || fail "the status does not say that the look-up is off"

# Off survives a new start; staff switch it on.
miss new-start 3055550123 M >new.drive
drive new.drive
same_screen nobody new-start
ctl_ok unlock >unlock.out
ctl_ok status >status.out
grep -q '^look-up  *ready' status.out || fail "the status does not say that the look-up is on"
hit 3055550123 M >on.drive
drive on.drive
verify_ok
