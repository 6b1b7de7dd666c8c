# sh tests/wall/tsan.sh [BUILD-FOLDER]: the store worker's tests and the real kiosk on a display of
# its own under the thread sanitizer. Any report is a failure.
set -eu

top=$(cd "$(dirname "$0")/../.." && pwd)
build=${1:-$top/build/tsan}
work=$(mktemp -d)
started=
cleanup() {
    for pid in $started; do
        kill -9 "$pid" 2>/dev/null || true
    done
    rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

fail() {
    printf 'tsan: %s (again: sh tests/wall/tsan.sh %s)\n' "$*" "$build" >&2
    exit 1
}

cmake --preset tsan -S "$top" -B "$build" >"$work/cmake.log"
ninja -C "$build" test_worker test_effect_port test_press_worker foyer foyer-drive foyerctl >"$work/ninja.log" ||
    fail "it does not build: $(tail -n 5 "$work/ninja.log")"
# Libraries that are not instrumented are not judged; ours are.
TSAN_OPTIONS="log_path=$work/report exitcode=66 history_size=7 suppressions=$top/tests/wall/tsan.supp"
export TSAN_OPTIONS

reports() {
    for report in "$work"/report.*; do
        [ ! -e "$report" ] || {
            cat "$report" >&2
            fail "$1: $(grep -c '^WARNING' "$report") reports, above"
        }
    done
}

for round in 1 2 3 4 5; do
    for test in test_worker test_effect_port test_press_worker; do
        (cd "$top" && "$build/tests/$test") >"$work/$test.log" 2>&1 || {
            reports "$test, round $round"
            fail "$test: $(tail -n 3 "$work/$test.log")"
        }
        reports "$test, round $round"
    done
done

for tool in Xvfb xdotool; do
    command -v $tool >/dev/null || fail "$tool is not installed"
done
cd "$work"
"$build/bin/foyerctl" --data data demo load >demo.log 2>&1 || fail "no demo school: $(tail -n 1 demo.log)"
mkfifo display
Xvfb -displayfd 3 -screen 0 1280x720x24 -noreset -nolisten tcp 3>display 2>xvfb.log &
started=$!
read -r number <display
DISPLAY=:$number
XDG_RUNTIME_DIR=$work
SDL_VIDEODRIVER=x11
export DISPLAY XDG_RUNTIME_DIR SDL_VIDEODRIVER
"$build/bin/foyer" --data data --now 2025-10-16T18:02:00-04:00 >foyer.out 2>foyer.err &
kiosk=$!
started="$started $kiosk"
sleep 4

# Families by card, typed names, and somebody who hits whatever there is.
family=0
while [ $family -lt 6 ]; do
    xdotool type --delay 5 DEM0CARD
    xdotool key Return
    sleep 0.5
    xdotool type --delay 60 m
    sleep 1
    hits=0
    while [ $hits -lt 12 ]; do
        xdotool key Tab
        xdotool key Return
        hits=$((hits + 1))
    done
    xdotool mousemove $((100 + family * 180)) 300 click 1
    sleep 0.3
    family=$((family + 1))
done
sleep 62 # a minute's work of the worker
kill -0 "$kiosk" 2>/dev/null || fail "the kiosk ended: $(tail -n 1 foyer.err)"
kill -TERM "$kiosk"
code=0
wait "$kiosk" || code=$?
reports foyer
[ "$code" = 0 ] || fail "the kiosk ended with $code: $(tail -n 1 foyer.err)"
echo "tsan: 0 reports"
