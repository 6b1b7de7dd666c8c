# sh tests/wall/core.sh BIN TESTS: the real kiosk on a display of its own; a family signs in by card
# and another types its name; a minute after the last of them no byte of the process's memory that
# can be written holds a name, a number or the card. BIN and TESTS: folders of the built programs.
set -eu

bin=$(cd "${1:?the folder of foyer is missing}" && pwd)
tests=$(cd "${2:?the folder of wall_core is missing}" && pwd)
work=$(mktemp -d)
data=
started=
cleanup() {
    for pid in $started; do
        kill -9 "$pid" 2>/dev/null || true
    done
    [ -z "$data" ] || "$tests/wall_core" remove "$data"
    rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

fail() {
    printf 'core: %s (again: sh tests/wall/core.sh %s %s)\n' "$*" "$bin" "$tests" >&2
    exit 1
}
for tool in Xvfb xdotool; do
    command -v $tool >/dev/null || {
        echo "core: skipped: $tool is not installed" >&2
        exit 77
    }
done

data=$("$tests/wall_core" school 1760652120000)
evening=2025-10-16T18:02:00-04:00
cd "$work"

# Where everything is: the same evening without a window.
cp -r "$data" rehearsal
cat >rehearsal.drive <<'END'
scan "QWXZ7K9M"
keys "Q"
tree household.json
tap household/sign-in
tree thanks.json
tap thanks/done
tree home.json
tap home/sign-in
tree number.json
tap sign-in/new
type "K"
tree names.json
END
"$bin/foyer-drive" --data rehearsal --now $evening rehearsal.drive >drive.out 2>drive.err ||
    fail "$(head -n 1 drive.err)"

mkfifo display
Xvfb -displayfd 3 -screen 0 1920x1080x24 -noreset -nolisten tcp 3>display 2>xvfb.log &
started=$!
read -r number <display
DISPLAY=:$number
XDG_RUNTIME_DIR=$work
SDL_VIDEODRIVER=x11
export DISPLAY XDG_RUNTIME_DIR SDL_VIDEODRIVER
"$bin/foyer" --data "$data" --now $evening >foyer.out 2>foyer.err &
kiosk=$!
started="$started $kiosk"

# touch_key TREE KEY: a press and a release in the middle of a node, a person's time apart.
touch_key() {
    at=$(sqlite3 :memory: "SELECT (value->>'\$.rect[0]' + value->>'\$.rect[2]' / 2) || ' ' ||
        (value->>'\$.rect[1]' + value->>'\$.rect[3]' / 2)
        FROM json_each(readfile('$1')) WHERE value->>'key' = '$2'")
    [ -n "$at" ] || fail "$2 is not in $1"
    # Two words on purpose.
    xdotool mousemove $at mousedown 1
    sleep 0.05
    xdotool mouseup 1
    sleep 0.5
}
search() {
    "$tests/wall_core" search "$kiosk" 2>found.txt || fail "$(cat found.txt)"
}
# held WHEN: the search sees the names while they stand on the screen; at most 10 s.
held() {
    tries=0
    until [ "$(search)" -gt 0 ]; do
        tries=$((tries + 1))
        [ $tries -le 50 ] || fail "$1: no name was found in memory, so the search is blind"
        sleep 0.2
    done
}

sleep 2
[ "$(search)" -eq 0 ] || fail "before anybody came: $(cat found.txt)"
# The scanner is a fast keyboard; the letter is typed by hand.
xdotool type --delay 5 QWXZ7K9M
xdotool key Return
sleep 1
xdotool type --delay 90 q
held "a family at its screen"
touch_key household.json household/sign-in
sleep 1
touch_key thanks.json thanks/done
touch_key home.json home/sign-in
touch_key number.json sign-in/new
xdotool type --delay 90 Kwyjibonne
held "a name being typed"
touch_key names.json names/sign-in
sleep 1
touch_key thanks.json thanks/done
# A second family only looks, and walks away.
xdotool type --delay 5 QWXZ7K9M
xdotool key Return
sleep 1
xdotool type --delay 90 q
held "a family that walks away"
# 45 s, 20 s of countdown, and a minute of nobody.
sleep "${WALL_IDLE_S:-130}"
kill -0 "$kiosk" 2>/dev/null || fail "the kiosk is not there any more: $(tail -n 1 foyer.err)"
[ "$(search)" -eq 0 ] || fail "after a minute of nobody: $(search) places; $(cat found.txt)"
people=$("$bin/foyerctl" --data "$data" export --format csv | grep -c -e Kwyjibonne -e Yzbrikomel || true)
[ "$people" -eq 2 ] || fail "two were to be signed in, not $people"
echo "core: nothing after a minute of nobody"
