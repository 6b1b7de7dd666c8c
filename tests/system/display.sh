# Sourced after lib.sh by the tests that need the real window on a real X server.
# shellcheck shell=sh

for tool in Xvfb xdotool xrandr import convert compare; do
    command -v $tool >/dev/null || skip "$tool is not installed"
done

evening=2025-10-16T17:52:00-04:00

# display_open WxH: a display of our own; the server finds a free number itself.
display_open() {
    mkfifo display
    Xvfb -displayfd 3 -screen 0 "$1x24" -noreset -nolisten tcp 3>display 2>xvfb.log &
    server=$!
    started=$server
    read -r number <display
    DISPLAY=:$number
    XDG_RUNTIME_DIR=$TMPDIR
    SDL_VIDEODRIVER=x11
    export DISPLAY XDG_RUNTIME_DIR SDL_VIDEODRIVER
}

# display_mode WxH: the panel has that size from now on.
display_mode() {
    width=${1%x*}
    height=${1#*x}
    if ! xrandr | grep -q -F " $1 "; then
        xrandr --newmode "$1" 100 "$width" $((width + 8)) $((width + 16)) $((width + 24)) \
            "$height" $((height + 1)) $((height + 2)) $((height + 3))
        xrandr --addmode screen "$1"
    fi
    xrandr --output screen --mode "$1"
}

# start OPTION...: the kiosk as from a terminal; $kiosk is its number. (A shell lets what it starts
# beside itself ignore INT and QUIT: then nothing would be shown.)
start() {
    env --default-signal=INT,QUIT,TSTP,HUP,PIPE \
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

# looks PICTURE [CROP]: until the display shows that picture (of the headless kiosk), the header with
# its clock left out; at most 10 s.
looks() {
    tries=0
    while :; do
        import -window root now.png 2>import.err || fail "no screenshot: $(head -n 1 import.err)"
        different=$(compare -metric AE -extract "${2:-1920x980+0+100}" now.png "$1" null: 2>&1) || true
        [ "$different" != 0 ] || break
        tries=$((tries + 1))
        [ "$tries" -le 50 ] || fail "the window does not look like $1: $different pixels differ"
        sleep 0.1
    done
}

# middle TREE KEY: "X Y".
middle() {
    sqlite3 :memory: "SELECT (value->>'\$.rect[0]' + value->>'\$.rect[2]' / 2) || ' ' ||
        (value->>'\$.rect[1]' + value->>'\$.rect[3]' / 2)
        FROM json_each(readfile('$1')) WHERE value->>'key' = '$2'"
}

# touch_at X Y: a press and a release, a person's time apart.
touch_at() {
    xdotool mousemove "$1" "$2" mousedown 1
    sleep 0.05
    xdotool mouseup 1
    sleep 0.27 # a second hit within 250 ms is taken for the same one
}

# touch_key TREE KEY
touch_key() {
    at=$(middle "$1" "$2")
    [ -n "$at" ] || fail "$2 is not in $1"
    touch_at ${at% *} ${at#* }
}
