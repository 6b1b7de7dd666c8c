#!/bin/sh
# Installs what is missing, builds and runs every test; see tests/README.md. The last line is
# always "N passed, N failed", and the exit code is 0 only when nothing failed.
set -eu

top=$(cd "$(dirname "$0")/.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
. "$top/kiosk/setup.sh"

usage() {
    cat <<'END'
Usage: sh tests/run.sh [--long] [-R REGEX]
  --long     the big counts: 1,000 seeds, 20,000 power cuts, 1,000 kills, 1,000,000 touches, an hour
             a fuzz target, and the thread sanitizer
  -R REGEX   only the tests whose name matches
  FOYER_SAMPLES=DIR  sample files (default: ../shared/samples beside the checkout)
  FOYER_FUZZ_SECONDS=N  for each fuzz target (default: 10; with --long 3600)
END
}

names=
while [ $# -gt 0 ]; do
    case $1 in
    --long) export FOYER_LONG=1 ;;
    -R)
        [ $# -ge 2 ] || { usage >&2; exit 2; }
        names=$2
        shift
        ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
    esac
    shift
done

passed=0
failed=0

# finish: the one way out once testing has begun.
finish() {
    [ "$failed" -eq 0 ] || code=1
    printf '\n%d passed, %d failed\n' "$passed" "$failed"
    exit "${code:-0}"
}

build_or_finish() {
    if ! build_preset "$@"; then
        echo "The $1 build did not work; the reason is above." >&2
        failed=$((failed + 1))
        finish
    fi
}

# count_report FILE: "passed skipped failed" from ctest's own report. A test that says "notrun" was
# skipped by itself (SKIP_RETURN_CODE) or has no program; only the first is no failure.
count_report() {
    awk '
        /<testcase / { status = "fail"; if (match($0, /status="[a-z]+"/)) status = substr($0, RSTART + 8, RLENGTH - 9) }
        /<skipped message="SKIP_/ { status = "skip" }
        /<\/testcase>/ { count[status]++ }
        END { print count["run"] + 0, count["skip"] + 0, count["fail"] + count["notrun"] }' "$1"
}

# run_tests PRESET CTEST-ARGS...: adds to the counts.
run_tests() {
    preset=$1
    shift
    step "Testing ($preset)"
    report=$scratch/$preset.xml
    (cd "$top/build/$preset" &&
        ctest --output-on-failure --no-tests=ignore --timeout "$timeout_s" \
            -j "$(nproc)" --output-junit "$report" ${names:+-R "$names"} "$@") </dev/null || true
    if [ ! -s "$report" ]; then
        echo "ctest left no report ($preset)" >&2
        failed=$((failed + 1))
        return
    fi
    counts=$(count_report "$report")
    passed=$((passed + ${counts%% *}))
    failed=$((failed + ${counts##* }))
    counts=${counts#* }
    skipped=$((skipped + ${counts%% *}))
}

# install_peers: the programs nobody here wrote (tests/peers), into build/peers. Tests that need them
# skip without them, and in CI a skip is a failure.
install_peers() {
    peers=$top/build/peers
    if cmp -s "$top/tests/peers/package-lock.json" "$peers/installed.json"; then
        return
    fi
    step "Installing the peers of the tests (npm)"
    mkdir -p "$peers"
    cp "$top/tests/peers/package.json" "$top/tests/peers/package-lock.json" "$peers/"
    if (cd "$peers" && npm ci --ignore-scripts --no-audit --no-fund) >"$scratch/npm.log" 2>&1; then
        cp "$peers/package-lock.json" "$peers/installed.json"
    else
        tail -n 5 "$scratch/npm.log" >&2
        echo "**** npm could not install the peers: tests that need them are skipped." >&2
    fi
}

# run_fuzz: clang's own build, each target a while; adds to the counts.
run_fuzz() {
    seconds=10
    [ -z "${FOYER_LONG:-}" ] || seconds=3600
    seconds=${FOYER_FUZZ_SECONDS:-$seconds}
    chosen=$(sh "$top/tests/fuzz/run.sh" --list | sed 's/^/fuzz_/' |
        grep -E -e "${names:-.}" | sed 's/^fuzz_//' || true)
    [ -n "$chosen" ] || return 0
    step "Fuzzing ($seconds s a target)"
    # shellcheck disable=SC2086 # a list of words
    sh "$top/tests/fuzz/run.sh" "$seconds" $chosen | tee "$scratch/fuzz.txt" || true
    counts=$(awk '/^[0-9]+ passed, [0-9]+ failed$/ { print $1, $3 }' "$scratch/fuzz.txt" | tail -n 1)
    [ -n "$counts" ] || counts="0 1"
    passed=$((passed + ${counts%% *}))
    failed=$((failed + ${counts##* }))
}

# run_threads: a build of its own; adds to the counts.
run_threads() {
    [ -n "${FOYER_LONG:-}" ] || return 0
    printf 'tsan\n' | grep -q -E -e "${names:-.}" || return 0
    step "Testing (tsan)"
    if sh "$top/tests/wall/tsan.sh"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
    fi
}

install_missing build run test
command -v npm >/dev/null 2>&1 || { step "Installing from Debian: nodejs npm"; apt install --no-install-recommends nodejs npm; }
install_peers

FOYER_SAMPLES=${FOYER_SAMPLES:-$top/../shared/samples}
export FOYER_SAMPLES
# What tests leave behind goes away with the scratch folder.
TMPDIR=$scratch
export TMPDIR
LC_ALL=C.UTF-8
export LC_ALL
unset FOYER_DATA FOYER_GOLDENS_WRITE
skipped=0
timeout_s=600
[ -z "${FOYER_LONG:-}" ] || timeout_s=7200

if [ ! -d "$FOYER_SAMPLES" ]; then
    echo
    echo "**** SAMPLES ARE MISSING: $FOYER_SAMPLES"
    echo "**** Tests that read them are skipped. Set FOYER_SAMPLES to the folder."
    if [ -n "${CI:-}" ]; then
        echo "**** In CI that is a failure."
        failed=$((failed + 1))
    fi
fi

build_or_finish dev
build_or_finish asan
# Nothing is tested from it, but only -O2 sees some of the warnings that stop kiosk/run.sh.
build_or_finish release foyer foyerctl foyer-drive foyer-hub
# Each test runs once: what calls C directly under the sanitizers, whole programs as built; the
# session wall in both, for its memory search sees nothing under a sanitizer.
run_tests asan -L '^(unit|contract|fuzz|wall)$'
run_tests dev -LE '^(unit|contract|fuzz)$'
run_threads
run_fuzz

if [ $((passed + failed + skipped)) -eq 0 ]; then
    echo "No test has a name that matches: $names" >&2
    code=1
fi
if [ "$skipped" -gt 0 ]; then
    printf '\n**** %d skipped (see "Skipped" above)\n' "$skipped"
    if [ -n "${CI:-}" ]; then
        echo "**** In CI a skipped test is a failure."
        failed=$((failed + skipped))
    fi
fi
finish
