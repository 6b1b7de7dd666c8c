# The real window on a real X server: it shows pixel for pixel what the headless kiosk shows; touch,
# typing and a scanner sign families in; SIGTERM ends it well.
. "$(dirname "$0")/lib.sh"

. "$top/tests/system/display.sh"

demo_school
ctl_ok cards --unlock "$data/demo-school.key" >cards.out
card=$(awk -F '\t' '$2 == "C. G., 4 people" { print $1 }' cards.out | tr -d -)
[ ${#card} = 8 ] || fail "no card was issued for the family that is scanned"
cp -r "$data" "$work/rehearsal"

display_open 1920x1080

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
