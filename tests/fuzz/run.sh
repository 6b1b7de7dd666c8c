#!/bin/sh
# Builds the fuzz targets with clang and libFuzzer and runs each for a while, two at a time. New
# inputs that fail are kept in tests/fuzz/found/NAME/ (commit them with the mend: every build
# replays them), and one line says how to run each again. The last line is "N passed, N failed".
set -eu

top=$(cd "$(dirname "$0")/../.." && pwd)
build=${FOYER_FUZZ_BUILD:-$top/build/fuzz}
samples=${FOYER_SAMPLES:-$top/../shared/samples}
unit_timeout_s=20
memory_limit_mb=1500

usage() {
    cat <<'END'
Usage: sh tests/fuzz/run.sh SECONDS [NAME...]     NAME: ics, text, ... (default: all)
       sh tests/fuzz/run.sh --list
  FOYER_FUZZ_BUILD=DIR  build folder (default: build/fuzz)
  FOYER_SAMPLES=DIR     more inputs to start from
END
}

targets() {
    for source in "$top"/tests/fuzz/corpus/*; do
        basename "$source"
    done
}

dictionary() {
    case $1 in
    oneroster | families | events | csv | json | zip) echo tests/fuzz/dictionaries/csv.dict ;;
    *) echo "tests/fuzz/dictionaries/$1.dict" ;;
    esac
}

# more_inputs NAME: files of the project and samples, small ones, that are no seeds of ours.
more_inputs() {
    case $1 in
    zip) set -- "$samples"/oneroster/*.zip ;;
    ics) set -- "$samples"/ics/*.ics ;;
    families | events) set -- "$top/data/import/samples/$1.csv" ;;
    content_csv) set -- "$top"/data/import/samples/*.csv ;;
    catalog) set -- "$build"/share/foyer/translations/*.mo ;;
    keyboard) set -- "$top"/assets/keyboards/*.kbd ;;
    command) set -- "$top"/assets/*.drive "$top"/tests/journeys/*.drive ;;
    *) return 0 ;;
    esac
    find "$@" -maxdepth 0 -type f -size -96k 2>/dev/null || true
}

# run_one NAME SECONDS: one line about it, and status 1 when an input failed.
run_one() {
    name=$1
    log=$build/fuzz-log/$name.log
    grown=$build/fuzz-corpus/$name
    extra=$build/fuzz-extra/$name
    found=tests/fuzz/found/$name
    rm -rf "$extra"
    mkdir -p "$build/fuzz-log" "$grown" "$extra" "$top/$found"
    more_inputs "$name" | while read -r file; do cp "$file" "$extra/"; done
    cd "$top"
    status=0
    # A short run is the same walk every time, only longer or shorter: it does not fail at random.
    seed=$([ "$2" -gt 60 ] && echo 0 || echo 1)
    "$build/tests/fuzz_$name" -seed="$seed" -max_total_time="$2" -timeout="$unit_timeout_s" \
        -rss_limit_mb="$memory_limit_mb" -report_slow_units="$unit_timeout_s" \
        -len_control=0 -print_final_stats=1 -dict="$(dictionary "$name")" -artifact_prefix="$found/" \
        "$grown" "tests/fuzz/corpus/$name" "$found" "$extra" >"$log" 2>&1 </dev/null || status=$?
    rmdir "$found" 2>/dev/null || true
    if [ "$status" -eq 0 ]; then
        awk -v name="$name" '
            /^stat::number_of_executed_units/ { runs = $2 }
            /^stat::average_exec_per_sec/ { rate = $2 }
            match($0, /cov: [0-9]+/) { edges = substr($0, RSTART + 5, RLENGTH - 5) }
            match($0, /corp: [0-9]+/) { inputs = substr($0, RSTART + 6, RLENGTH - 6) }
            END { printf "    fuzz_%-10s %9d runs, %6d a second, %5d edges, %5d inputs\n",
                         name, runs, rate, edges, inputs }' "$log"
        return 0
    fi
    input=$(sed -n 's/.*Test unit written to //p' "$log" | tail -n 1)
    # A seed that fails is not written again: the log names it before its run.
    printf '    fuzz_%s FAILED: %s\n' "$name" \
        "$(grep -m 1 -E 'assertion failed|runtime error|ERROR: ' "$log" || echo "status $status")"
    if [ -n "$input" ]; then
        printf '        replay: (cd %s && %s/tests/fuzz_%s %s)\n' "$top" "$build" "$name" "$input"
    else
        printf '        log: %s\n' "$log"
    fi
    return 1
}

case ${1:-} in
--list) targets; exit 0 ;;
--one) run_one "$2" "$3"; exit ;;
-h | --help) usage; exit 0 ;;
'' | *[!0-9]*) usage >&2; exit 2 ;;
esac
seconds=$1
shift
[ $# -gt 0 ] || set -- $(targets)

command -v clang >/dev/null 2>&1 || {
    echo "clang is not here: apt-get install clang libclang-rt-14-dev, or sh tests/run.sh" >&2
    exit 1
}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
cd "$top"
if ! { cmake --preset fuzz -B "$build" && ninja -C "$build" fuzz foyer_words; } \
    >"$scratch/build.log" 2>&1 </dev/null; then
    grep -E 'error|FAILED' "$scratch/build.log" >&2 || tail -n 30 "$scratch/build.log" >&2
    echo "The fuzz build did not work; the reason is above." >&2
    printf '\n0 passed, %d failed\n' $#
    exit 1
fi

printf '    %d targets, %d s each, two at a time\n' $# "$seconds"
printf '%s\n' "$@" | xargs -P 2 -I NAME sh "$top/tests/fuzz/run.sh" --one NAME "$seconds" |
    tee "$scratch/results" || true
failed=$(grep -c FAILED "$scratch/results" || true)
passed=$(grep -c ' runs, ' "$scratch/results" || true)
[ $((passed + failed)) -eq $# ] || failed=$(($# - passed))
printf '\n%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
