# The real programs killed at exact system calls, by strace: the 1st, 2nd, 3rd ... write, sync,
# truncation, deletion of a sign-in script and of an import into an empty folder. Afterwards verify
# is clean and everything that was acknowledged is there, whole.
#   kill_at.sh BIN-FOLDER [SEED] [CALL N sign-in|import]      replays one
. "$(dirname "$0")/../system/lib.sh"

command -v strace >/dev/null 2>&1 || skip "strace is not installed"
strace -o trace.out true 2>strace.err || skip "strace may not trace here: $(tail -n 1 strace.err)"

calls="pwrite64 fdatasync ftruncate unlink"
calls_import="$calls fsync rename link write"
parties=3
stride=29 # of a call's occurrences
[ -z "${FOYER_LONG:-}" ] || stride=1
only=${3:-}

wrong() {
    printf 'kill_at: %s (again: sh %s %s %s %s)\n' "$*" "$top/tests/faults/kill_at.sh" "$bin" "$seed" "$point" >&2
    exit 1
}

# killed_at CALL N COMMAND...: runs it until its Nth CALL; true when that killed it.
killed_at() {
    call=$1
    nth=$2
    shift 2
    code=0
    strace -f -q -o trace.out -e "trace=$call" -e "inject=$call:signal=KILL:when=$nth" \
        "$@" >run.out 2>run.err || code=$?
    kills=$((kills + 1))
    # foyer-drive's kiosk is a process of its own: the death is told by the trace.
    if grep -q 'killed by SIGKILL' trace.out; then
        return 0
    fi
    [ "$code" -eq 0 ] || wrong "the program ended with $code: $(head -n 1 run.err)"
    return 1
}

verify_or() {
    ctl verify >verify.out 2>&1 || wrong "verify is not clean: $(tail -n 1 verify.out)"
}

# Everybody thanked is there, the next one wholly or not at all.
check_sign_ins() {
    verify_or
    ctl_ok export --format csv >export.csv
    saved=$(export_sql "SELECT count(DISTINCT visit_id) FROM visits WHERE given_name LIKE 'K%'")
    halves=$(export_sql "SELECT count(*) FROM (SELECT 1 FROM visits GROUP BY visit_id HAVING count(*) <> 3)")
    thanked=$(grep -c 'Thank you' run.out || true)
    [ "$halves" -eq 0 ] || wrong "$halves visits by halves"
    [ "$saved" -eq "$thanked" ] || [ "$saved" -eq $((thanked + 1)) ] ||
        wrong "$thanked were thanked, $saved are saved"
}

# What was told is there; what was not is there wholly or not at all; the next try works.
check_import() {
    told=$(grep -c '^households' run.out || true)
    ctl_again "$told"
    ctl_ok import "$families" "$events" >again.out
    verify_or
    ctl_ok import --dry-run "$families" "$events" >dry.out
    grep -q '^dry run' dry.out || wrong "the import cannot be tried again"
    [ "$(added)" = "0 0" ] || wrong "an import that was told is not all there: $(added)"
}

# added: the new households and events that dry.out would bring.
added() {
    awk '/^households/ { h = $2 } /^events/ { e = $2 } END { print h, e }' dry.out
}

ctl_again() {
    if [ -e "$data/foyer.db" ]; then
        ctl_ok import --dry-run "$families" "$events" >dry.out
        found=$(added)
    else
        found=$all
    fi
    [ "$found" = "0 0" ] || { [ "$found" = "$all" ] && [ "$1" -eq 0 ]; } ||
        wrong "after the kill an import would add $found of $all; told: $1"
}

families=$top/data/import/samples/families.csv
events=$top/data/import/samples/events.csv
kills=0
i=0
: >party.drive
while [ "$i" -lt "$parties" ]; do
    printf 'tap home/sign-in\ntap sign-in/new\ntype "Kx%d"\n' "$i"
    printf 'tap names/children/more\ntap names/children/more\ntap names/sign-in\n'
    printf 'expect thanks/done\nsay\ntap thanks/done\n'
    i=$((i + 1))
done >party.drive

data=$work/school
demo_school
rm -f "$data/ballast" # copied for every run
data=$work/whole
ctl_ok import --zone America/New_York "$families" "$events" >whole.out
all=$(awk '/^households/ { h = $2 } /^events/ { e = $2 } END { print h, e }' whole.out)

# one_kill CALL N WHAT: true when the Nth CALL came.
one_kill() {
    point="$1 $2 $3"
    data=$work/data
    rm -rf "$data"
    if [ "$3" = sign-in ]; then
        cp -a "$work/school" "$data"
        hit=0
        killed_at "$1" "$2" "$bin/foyer-drive" --data "$data" party.drive || hit=1
        check_sign_ins
    else
        hit=0
        killed_at "$1" "$2" "$bin/foyerctl" --data "$data" import --zone America/New_York "$families" "$events" || hit=1
        check_import
    fi
    return "$hit"
}

if [ -n "$only" ]; then
    one_kill "$3" "$4" "$5" || true
    exit 0
fi
for what in sign-in import; do
    list=$calls
    [ "$what" = sign-in ] || list=$calls_import
    for call_name in $list; do
        n=1
        while one_kill "$call_name" "$n" "$what"; do
            # The first few one by one: a file's beginning is where its making can break.
            n=$((n + ((n < 4) ? 1 : stride)))
        done
    done
done
echo "kill_at: $kills runs, each at an exact system call; nothing acknowledged was lost"
