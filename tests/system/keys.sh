# Nothing on a keyboard but the keys a family uses, no signal of a terminal, no other mouse button and
# no wish of a window manager changes anything on any screen; Ctrl+C at kiosk/run.sh ends it well.
. "$(dirname "$0")/lib.sh"
. "$top/tests/system/display.sh"

demo_school
cp -r "$data" "$work/rehearsal"

# The way through every screen. `see NAME [X,Y X,Y]...`: nothing may change here; in the rectangles
# stand a ring that counts down and the time of the visit.
cat >way.txt <<'END'
see home
tap home/find-help
see help
tap help/need/food
see list
tap furniture/back
tap help/need/now
see help-right-now
tap furniture/back
tap help/person/counselor
see card
tap card/qr/web
see card-web
tap furniture/start-over
tap furniture/language
see languages
tap furniture/back
tap furniture/easier
see easier
tap easier/done
tap home/sign-in
see look-up
type 305
see look-up-begun
tap sign-in/card
see card-code
tap sign-in/by-phone
tap sign-in/new
type Zora
see names
tap furniture/back
tap sign-in/count
see count
tap furniture/start-over
tap home/sign-in
type 3055550123
see letter
type M
see household
tap household/someone-else
see someone-else
tap furniture/back
tap household/sign-in
see thanks 75,805 190,930 230,205 1060,255
tap thanks/done
tap home/leaving
type 3055550123
type M
see leaving 60,660 1860,715
tap leaving/sign-out
see goodbye 75,805 190,930 320,450 760,500
tap goodbye/done
tap home/find-help
idle
see still-there 495,295 650,450
END

# Where everything is: the same way without a window.
awk '{ n++ }
    $1 == "tap" { printf "tree %d.json\ntap %s\n", n, $2 }
    $1 == "type" { printf "type \"%s\"\n", $2 }
    $1 == "see" { printf "shot %s.png\n", $2 }
    $1 == "idle" { print "wait 46000ms" }' way.txt >rehearsal.drive
"$bin/foyer-drive" --data "$work/rehearsal" --now $evening rehearsal.drive >drive.out 2>drive.err ||
    fail "$(head -n 1 drive.err)"

# without CORNERS: what to draw over the clock and over those rectangles.
without() {
    printf 'rectangle 0,0 1920,110'
    # shellcheck disable=SC2086 # pairs of words
    [ -z "$1" ] || printf ' rectangle %s %s' $1
}

# shot FILE CORNERS: the display without what counts the time.
shot() {
    import -window root miff:- 2>import.err |
        convert - -fill black -draw "$(without "$2")" "ppm:$1" ||
        fail "no screenshot: $(head -n 1 import.err)"
}

# settled FILE CORNERS: until nothing moves.
settled() {
    tries=0
    shot "$@"
    until mv "$1" before.ppm && sleep 0.1 && shot "$@" && cmp -s "$1" before.ppm; do
        tries=$((tries + 1))
        [ "$tries" -le 30 ] || fail "the screen does not come to rest"
    done
}

no_family_does_this() {
    window=$(xdotool search --name '^Foyer$')
    xdotool key --delay 4 Escape alt+F4 ctrl+q ctrl+w ctrl+c ctrl+z ctrl+shift+q ctrl+m super super+d \
        super+m super+3 alt+Tab alt+m alt+space alt+Escape ctrl+Return ctrl+alt+Delete \
        ctrl+alt+BackSpace ctrl+alt+F2 F1 F4 F5 F11 Print Menu XF86PowerOff
    xdotool mousemove 400 700 click 2 click 3 click 4 click 5
    for signal in INT QUIT TSTP HUP; do
        kill -s $signal "$kiosk" 2>/dev/null || fail "the kiosk is gone on the screen $1"
    done
    xdotool windowunmap "$window"
}

# see NAME CORNERS
see() {
    settled was.ppm "$2"
    # So that this is that screen: seen headless it has the same pixels.
    convert "$1.png" -fill black -draw "$(without "$2")" wanted.ppm
    different=$(compare -metric AE was.ppm wanted.ppm null: 2>&1) || true
    [ "$different" = 0 ] || fail "this is not the screen $1: $different pixels differ at $(
        convert was.ppm wanted.ppm -compose difference -composite -threshold 0 -trim \
            -format '%wx%h%O' info:)"
    no_family_does_this "$1"
    sleep 0.2
    tries=0
    until shot now.ppm "$2" && cmp -s was.ppm now.ppm; do
        tries=$((tries + 1))
        [ "$tries" -le 20 ] || fail "something changed on the screen $1"
        sleep 0.1
    done
    kill -0 "$kiosk" 2>/dev/null || fail "the kiosk is gone on the screen $1"
}

display_open 1920x1080
start
n=0
seen=0
while read -r what first corners; do
    n=$((n + 1))
    case $what in
    tap) touch_key $n.json "$first" ;;
    type) xdotool type --delay 90 "$first" ;;
    idle) sleep 45 ;;
    see)
        see "$first" "$corners"
        seen=$((seen + 1))
        ;;
    esac
done <way.txt
stop
verify_ok
export_csv
same "people who signed in" 4 "$(export_sql "SELECT count(*) FROM visits WHERE method = 'phone'")"

# --- run.sh at a terminal: its Ctrl+C is the kiosk's SIGTERM
mkdir -p house/kiosk house/build/release
ln -s "$bin" house/build/release/bin
cp "$top/kiosk/run.sh" house/kiosk
cat >house/kiosk/setup.sh <<'END'
step() { echo "$*"; }
fail() { echo "$*" >&2; exit 1; }
install_missing() { :; }
build_preset() { :; }
END
# The keys that are pressed at that terminal come through a pipe.
mkfifo typed
env --default-signal=INT,QUIT script -q -e -f -c "exec sh house/kiosk/run.sh --data $data --now $evening" said.txt <typed >/dev/null 2>&1 &
terminal=$!
started="$server $terminal"
exec 4>typed
wait_for said.txt 'Opening the kiosk'
tries=0
until xdotool search --name '^Foyer$' >window.txt 2>/dev/null && [ -s window.txt ]; do
    tries=$((tries + 1))
    [ "$tries" -le 100 ] || fail "run.sh opened no window in 10 s"
    sleep 0.1
done
kiosk=$(xdotool getwindowpid "$(head -n 1 window.txt)" 2>/dev/null || true)
printf '\003' >&4
code=0
wait "$terminal" || code=$?
exec 4>&-
started=$server
same "what Ctrl+C at run.sh ends with" 0 "$code"
[ -z "$kiosk" ] || ! kill -0 "$kiosk" 2>/dev/null || fail "Ctrl+C at run.sh left the kiosk running"
verify_ok "after Ctrl+C at run.sh"
echo "$seen screens"
