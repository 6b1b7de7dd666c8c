# The panel is unplugged and comes back, larger, smaller, or on its side, also while a family stands
# there: the window covers it, shows pixel for pixel what the headless kiosk of that size shows, and
# touches land where they should.
. "$(dirname "$0")/lib.sh"
. "$top/tests/system/display.sh"

demo_school
cp -r "$data" "$work/rehearsal"
sizes="1920x1080 1080x1920 1280x800 3840x2160 1280x720 2160x3840 768x1366"

cat >rehearsal.drive <<'END'
shot home.png
tree home.json
tap home/sign-in
keys "3055550123"
keys "M"
shot household.png
tree household.json
tap furniture/start-over
END
for size in $sizes; do
    mkdir "$size"
    (cd "$size" && "$bin/foyer-drive" --data "$work/rehearsal" --now $evening --size "$size" \
        ../rehearsal.drive >drive.out 2>drive.err) || fail "$size: $(head -n 1 "$size/drive.err")"
done

# shows SIZE SCREEN: without the header and its clock.
shows() {
    clock=$((${1#*x} / 8))
    looks "$1/$2.png" "${1%x*}x$((${1#*x} - clock))+0+$clock"
}

# unplug: no output is lit. (xrandr then asks for a screen of nothing, which the server refuses.)
unplug() {
    xrandr --output screen --off 2>xrandr.err || true
    xrandr | grep -q '^screen connected [0-9]' && fail "the panel is still lit"
    sleep 0.5
    kill -0 "$kiosk" 2>/dev/null || fail "without a panel the kiosk ended: $(tail -n 1 foyer.err)"
}

display_open 3840x3840
display_mode 1920x1080
start
shows 1920x1080 home
for size in $sizes; do
    display_mode "$size"
    shows "$size" home
done
for size in $sizes; do
    unplug
    display_mode "$size"
    shows "$size" home
done

# A family stands there.
display_mode 1920x1080
shows 1920x1080 home
touch_key 1920x1080/home.json home/sign-in
sleep 0.5
xdotool type --delay 90 3055550123
sleep 0.3
xdotool type --delay 90 M
shows 1920x1080 household
for size in 1080x1920 1280x800 768x1366; do
    unplug
    display_mode "$size"
    shows "$size" household
done
touch_key 768x1366/household.json household/sign-in
sleep 0.5
stop
verify_ok
export_csv
same "people who signed in" 4 "$(export_sql "SELECT count(*) FROM visits WHERE method = 'phone'")"
