# The real window on a real X server: it shows pixel for pixel what the headless kiosk shows; touch,
# typing and a scanner sign families in; nothing on the keyboard closes it; SIGTERM ends it well.
. "$(dirname "$0")/lib.sh"

for tool in Xvfb xdotool import compare; do
    command -v $tool >/dev/null || skip "$tool is not installed"
done

evening=2025-10-16T17:52:00-04:00
demo_school
ctl_ok cards --unlock "$data/demo-school.key" >cards.out
card=$(awk -F '\t' '$2 == "C. G., 4 people" { print $1 }' cards.out | tr -d -)
[ ${#card} = 8 ] || fail "no card was issued for the family that is scanned"
cp -r "$data" "$work/rehearsal"

# A display of our own; the server finds a free number itself.
mkfifo display
Xvfb -displayfd 3 -screen 0 1920x1080x24 -noreset -nolisten tcp 3>display 2>xvfb.log &
server=$!
started=$server
read -r number <display
DISPLAY=:$number
XDG_RUNTIME_DIR=$TMPDIR
SDL_VIDEODRIVER=x11
export DISPLAY XDG_RUNTIME_DIR SDL_VIDEODRIVER

# start OPTION...: the kiosk; $kiosk is its number.
start() {
    "$bin/foyer" --data "$data" --now $evening "$@" >foyer.out 2>foyer.err &
    kiosk=$!
    started="$server $kiosk"
}

# stop: SIGTERM; it must end by itself, with 0.
stop() {
    kill -TERM "$kiosk"
    code=0
    wait "$kiosk" || code=$?
    started=$server
    [ "$code" = 0 ] || fail "SIGTERM ended the kiosk with $code: $(tail -n 1 foyer.err)"
}

# looks PICTURE: until the display shows that picture (of the headless kiosk), the header with its
# clock left out; at most 10 s.
looks() {
    tries=0
    while :; do
        import -window root now.png 2>import.err || fail "no screenshot: $(head -n 1 import.err)"
        different=$(compare -metric AE -extract 1920x980+0+100 now.png "$1" null: 2>&1) || true
        [ "$different" != 0 ] || break
        tries=$((tries + 1))
        [ "$tries" -le 50 ] || fail "the window does not look like $1: $different pixels differ"
        sleep 0.1
    done
}

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
    sleep 0.27 # a second hit within 250 ms is taken for the same one
}

people() {
    export_csv
    export_sql "SELECT count(*) FROM visits WHERE method = '$1' AND given_name LIKE '$2'"
}

# Where everything is, and how it looks: the same evening without a window.
cat >rehearsal.drive <<END
tree home.json
shot home.png
tap home/sign-in
tree number.json
shot number.png
keys "3055550123"
tree letter.json
shot letter.png
keys "M"
tree household.json
shot household.png
tap household/sign-in
tree thanks.json
tap thanks/done
scan "FOYER:$card"
tree card-letter.json
shot card-letter.png
keys "D"
shot card-household.png
tap household/sign-in
tap thanks/done
tap home/sign-in
tap sign-in/new
tree names.json
END
"$bin/foyer-drive" --data "$work/rehearsal" --now $evening rehearsal.drive >drive.out 2>drive.err ||
    fail "$(head -n 1 drive.err)"

start
looks home.png

# --- nothing on the keyboard ends or changes it
for keys in Alt+F4 ctrl+q ctrl+w ctrl+c alt+Tab super F11 ctrl+alt+Delete; do
    xdotool key "$keys"
done
sleep 0.3
kill -0 "$kiosk" 2>/dev/null || fail "a key ended the kiosk"
looks home.png

# --- touch: a family by phone and letter
touch_key home.json home/sign-in
looks number.png
for digit in 3 0 5 5 5 5 0 1 2 3; do
    touch_key number.json sign-in/digit/$digit
done
looks letter.png
touch_key letter.json sign-in/letter/M
looks household.png
touch_key household.json household/sign-in
sleep 0.5
same "people by phone" 4 "$(people phone '%')"
touch_key thanks.json thanks/done
looks home.png

# --- a scanner is a fast keyboard that ends with Enter; the letter is typed by hand
xdotool type --delay 5 "FOYER:$card"
xdotool key Return
looks card-letter.png
xdotool type --delay 90 d
looks card-household.png
touch_key household.json household/sign-in
sleep 0.5
same "people by card" 4 "$(people card '%')"
touch_key thanks.json thanks/done
looks home.png

# --- a name by hand on a keyboard
touch_key home.json home/sign-in
looks number.png
touch_key number.json sign-in/new
sleep 0.3
xdotool type --delay 90 "Zora"
sleep 0.3
touch_key names.json names/sign-in
sleep 0.5
same "people by name" 1 "$(people name Zora)"
xdotool key Escape
sleep 0.2
kill -0 "$kiosk" 2>/dev/null || fail "Escape ended the kiosk"
stop
verify_ok
same "people by phone after the end" 4 "$(people phone '%')"

# --- a window to try things out, of another size
data=$work/rehearsal
printf 'shot small.png\n' >small.drive
"$bin/foyer-drive" --data "$work/rehearsal" --now $evening --size 1280x720 small.drive || fail "no small picture"
start --windowed 1280x720
tries=0
until xdotool search --name Foyer >window.txt 2>/dev/null && [ -s window.txt ]; do
    tries=$((tries + 1))
    [ "$tries" -le 100 ] || fail "no window in 10 s"
    sleep 0.1
done
tries=0
until import -window "$(head -n 1 window.txt)" window.png 2>/dev/null &&
    [ "$(compare -metric AE window.png small.png null: 2>&1)" = 0 ]; do
    tries=$((tries + 1))
    [ "$tries" -le 50 ] || fail "the window of 1280x720 does not look like the headless kiosk"
    sleep 0.1
done
stop
