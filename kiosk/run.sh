#!/bin/sh
# From a bare Debian 12 to a running kiosk: installs what is missing, builds, loads the demo school
# on first start, and opens the kiosk. Without a display it runs the guided tour instead and leaves
# pictures and the attendance as a file. Other arguments go to `foyer` (foyer --help).
set -eu

top=$(cd "$(dirname "$0")/.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
. "$top/kiosk/setup.sh"

if [ "${1:-}" = --help ] || [ "${1:-}" = -h ]; then
    cat <<'END'
Usage: sh kiosk/run.sh [argument of foyer]...
Installs what is missing, builds Foyer and opens it. The demo school is loaded on first start.
  FOYER_DATA=DIR or --data DIR   where the school's data is kept
No display: runs the guided tour and says where its pictures and the attendance file are.
END
    exit 0
fi

# The folder that the programs themselves would take: --data, FOYER_DATA, XDG_DATA_HOME, HOME.
data_dir() {
    chosen=${FOYER_DATA:-${XDG_DATA_HOME:-${HOME:-$top/build}/.local/share}/foyer}
    while [ $# -gt 0 ]; do
        case $1 in
        --data) chosen=${2:-$chosen} ;;
        --data=*) chosen=${1#--data=} ;;
        esac
        shift
    done
    printf '%s\n' "$chosen"
}

# A display that answers: its socket is there (X11 local or Wayland), or it is on another machine.
display_usable() {
    case ${WAYLAND_DISPLAY:-} in
    '') ;;
    /*) [ -S "$WAYLAND_DISPLAY" ] && return 0 ;;
    *) [ -S "${XDG_RUNTIME_DIR:-}/$WAYLAND_DISPLAY" ] && return 0 ;;
    esac
    case ${DISPLAY:-} in
    '') return 1 ;;
    :*)
        number=${DISPLAY#:}
        socket=/tmp/.X11-unix/X${number%%.*}
        [ -S "$socket" ] || grep -q "@$socket\$" /proc/net/unix 2>/dev/null
        ;;
    *) return 0 ;;
    esac
}

# run_kiosk ARGS...: until it ends by itself. It takes no notice of what a terminal sends, so Ctrl+C,
# and the terminal going away, are handed to it as SIGTERM, which ends it in order.
run_kiosk() {
    "$bin/foyer" "$@" </dev/null &
    kiosk=$!
    asked=
    trap 'asked=yes; kill -TERM "$kiosk" 2>/dev/null || true' INT TERM HUP
    code=0
    wait "$kiosk" || code=$?
    # A signal ends a wait without telling how the kiosk ended; it may have ended meanwhile.
    while [ -n "$asked" ] && [ "$code" -gt 128 ]; do
        asked=
        code=0
        wait "$kiosk" || code=$?
        [ "$code" -ne 127 ] || code=0 # it had ended already, because it was asked to
    done
    return "$code"
}

install_missing build run
build_preset release foyer foyerctl foyer-drive || fail "The build did not work; the reason is above."

data=$(data_dir "$@")
# Tonight's open house, in the zone of the demo's school.
evening=$(TZ=America/New_York date +%Y-%m-%dT18:05:00%:z)
bin=$top/build/release/bin
if [ -z "$(ls -A "$data" 2>/dev/null)" ]; then
    step "Loading the demo school into $data"
    mkdir -p "$data"
    "$bin/foyerctl" --data "$data" demo load </dev/null
    echo "    Its open house is from 6 to 8 PM. To try it at another time, as if it were then:"
    echo "    sh kiosk/run.sh --now $evening"
else
    step "Using the school in $data"
fi

if display_usable; then
    step "Opening the kiosk (Ctrl+C here ends it; in its own window no key does)"
    run_kiosk --data "$data" "$@"
    exit
fi

# The tour signs families in, so it has a demo school of its own: never a real school's journal.
tour=$top/build/tour
school=$scratch/school
step "No display here: running the guided tour"
mkdir -p "$tour"
rm -f "$tour"/*.png "$tour/attendance.csv"
"$bin/foyerctl" --data "$school" demo load </dev/null >/dev/null
"$bin/foyer" --now "$evening" "$@" --data "$school" --tour "$tour" </dev/null
"$bin/foyerctl" --data "$school" export --format csv -o "$tour/attendance.csv" </dev/null
step "Done"
echo "    pictures:   $tour ($(find "$tour" -name '*.png' | wc -l) PNG files)"
echo "    attendance: $tour/attendance.csv ($(($(wc -l <"$tour/attendance.csv") - 1)) rows)"
