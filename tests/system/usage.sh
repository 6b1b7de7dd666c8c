# The contract of the four programs: help, versions, exit codes; folders and databases that cannot
# be used are refused with one line and stay as they are.
. "$(dirname "$0")/lib.sh"

# ends CODE PROGRAM ARGUMENT...
ends() {
    wanted=$1
    shift
    program=$1
    shift
    code=0
    timeout 20 "$bin/$program" "$@" >out.txt 2>err.txt </dev/null || code=$?
    [ "$code" = "$wanted" ] || fail "$program $*: exit code $code instead of $wanted: $(head -n 1 err.txt)"
}
one_line() {
    [ "$(wc -l <err.txt)" -eq 1 ] || fail "$1: not one line on standard error: $(head -n 3 err.txt)"
    ! [ -s out.txt ] || fail "$1: something on standard output"
}

# --- help and versions go to standard output and need nothing: no display, no data folder
unset DISPLAY WAYLAND_DISPLAY || true
for program in foyer foyerctl foyer-drive foyer-bench; do
    ends 0 $program --help
    grep -q "^usage: $program" out.txt || fail "$program --help does not begin with its usage"
    [ -s err.txt ] && fail "$program --help writes to standard error"
    ends 0 $program --version
    same "$program --version" "$program 0.1.0" "$(cat out.txt)"
    ends 2 $program --no-such-option
    [ -s err.txt ] || fail "$program says nothing about an unknown option"
    ! [ -s out.txt ] || fail "$program writes usage of an unknown option to standard output"
done
for command in import export status verify check-content cards purge unlock keygen demo doctor sheets; do
    ends 0 foyerctl $command --help
    grep -q "^usage: foyerctl .*$command" out.txt || fail "foyerctl $command --help shows no usage"
    ends 2 foyerctl --data "$data" $command --no-such-option
done

# --- wrong arguments: 2, and nothing is made
ends 2 foyer --windowed big
ends 2 foyer --windowed 100x100
ends 2 foyer --now yesterday
ends 2 foyer --panel-mm 1
ends 2 foyer --data
ends 2 foyer --data "$data" what
ends 2 foyerctl
ends 2 foyerctl dance
ends 2 foyerctl --data
ends 2 foyerctl --data "$data" export --format pdf
ends 2 foyerctl --data "$data" import
ends 2 foyerctl --data "$data" sheets
ends 2 foyerctl --data "$data" sheets roll-call
ends 2 foyerctl --data "$data" sheets dance --print
ends 2 foyerctl --data "$data" sheets roster --print --pdf a.pdf
ends 2 foyerctl --data "$data" sheets roster --pdf a.pdf --paper a5
ends 2 foyerctl --data "$data" sheets fallback --pdf a.pdf --slips 0
ends 2 foyerctl --data "$data" cards --void WRONG
ends 2 foyerctl --data "$data" cards --print --paper a4
ends 2 foyer-drive --size 10x10
ends 2 foyer-drive --pace slow
ends 2 foyer-drive --now noon
ends 2 foyer-drive a.drive b.drive
ends 2 foyer-bench
ends 2 foyer-bench no-such-bench
ends 2 foyer-bench --seeds 0 journeys
[ ! -e "$data" ] || fail "a wrong argument made a data folder"

# --- what is not there: 1, one line, and nothing is made
ends 1 foyerctl --data "$data" status
one_line "status of no folder"
ends 1 foyerctl --data "$data" export
one_line "export of no folder"
[ ! -e "$data" ] || fail "reading made a data folder"
ends 1 foyer-drive --data "$data" missing.drive
one_line "no such script"
# On a machine with a graphics card and no desktop it would really open; the first is always none.
(export SDL_VIDEODRIVER=x11; ends 1 foyer --data "$data")
grep -q '^foyer: no display' err.txt || fail "no display: $(cat err.txt)"
if [ ! -e /dev/dri ]; then
    ends 1 foyer --data "$data"
    grep -q '^foyer: no display' err.txt || fail "no display: $(cat err.txt)"
fi
ends 1 foyer --data "$data" --assets "$work/nothing" --tour tour
one_line "no assets"

# --- a script that fails says line, command, reason and the nearest keys
demo_school
printf '# a comment\n\ntap home/sing-in\n' >typo.drive
ends 1 foyer-drive --data "$data" typo.drive
one_line "a wrong key"
grep -q '^typo.drive:3: tap home/sing-in: .*nearest: .*home/sign-in' err.txt || fail "a wrong key: $(cat err.txt)"
for line in 'dance' 'tap' 'wait soon' 'expect "nobody is here"' 'absent home/sign-in' 'type Ana' \
    'value home/sign-in "x"' 'now noon' 'lang xx' 'press Nothing' 'shot /no/such/folder/x.png'; do
    printf '%s\n' "$line" >wrong.drive
    ends 1 foyer-drive --data "$data" wrong.drive
    grep -q "^wrong.drive:1: " err.txt || fail "'$line' failed without its place: $(cat err.txt)"
done
printf 'expect home/sign-in' | "$bin/foyer-drive" --data "$data" || fail "a script on standard input fails"

# --- a database that cannot be trusted is refused by every program, and stays byte for byte
# refused WHAT: foyer-drive, foyerctl (reading and writing) and foyer's tour all refuse $data.
refused() {
    before=$(cat "$data/foyer.db" "$data"/*.key "$data/school.pub" | sha256sum)
    ends 1 foyer-drive --data "$data" home.drive
    one_line "$1: foyer-drive"
    for command in status verify export 'verify --rebuild' unlock 'demo load' 'import events.csv'; do
        # Words on purpose.
        ends 1 foyerctl --data "$data" $command
        one_line "$1: foyerctl $command"
    done
    ends 1 foyer --data "$data" --tour tour
    one_line "$1: foyer --tour"
    same "$1: the files" "$before" "$(cat "$data/foyer.db" "$data"/*.key "$data/school.pub" | sha256sum)"
}
printf 'tap home/sign-in\ntap sign-in/count\ntap count/sign-in\nexpect thanks/done\ntap thanks/done\n' >count.drive
printf 'expect home/sign-in\n' >home.drive
printf 'title,start\nFair,2025-10-16 18:00\n' >events.csv
drive count.drive
verify_ok
cp -r "$data" "$work/whole"

# again FOLDER: start from the whole school once more.
again() {
    data=$work/$1
    cp -r "$work/whole" "$data"
}

again newer
sqlite3 "$data/foyer.db" "PRAGMA user_version = 9999"
refused "a newer database"
grep -q -i 'newer' err.txt || fail "a newer database is not called newer: $(cat err.txt)"

again noise
head -c 50000 /dev/urandom >"$data/foyer.db"
refused "a database of noise"

again cut
truncate -s 20000 "$data/foyer.db"
refused "a database that was cut short"

again overwritten
dd if=/dev/zero of="$data/foyer.db" bs=4096 seek=5 count=20 conv=notrunc 2>/dev/null
refused "a database with a hole"

again keyless
cp "$work/whole/kiosk.key" kept.key
printf 'damaged\n' >"$data/kiosk.key"
refused "a damaged kiosk key"

again stranger
data=$work/stranger-school
demo_school
cp "$data/kiosk.key" "$work/stranger/kiosk.key"
data=$work/stranger
refused "another kiosk's key"

# --- a record that was changed, taken out or put in between is named by verify
for change in "UPDATE journal SET body = body || ' ' WHERE sequence = 2" \
    "DELETE FROM journal WHERE sequence = 2"; do
    data=$work/changed
    rm -rf "$data"
    cp -r "$work/whole" "$data"
    drive count.drive
    drive count.drive
    sqlite3 "$data/foyer.db" "$change" 2>sql.err || fail "the record cannot be changed: $(cat sql.err)"
    ends 1 foyerctl --data "$data" verify
    grep -q 'record [23] is bad' err.txt || fail "verify does not name the bad record: $(cat err.txt)"
done

# --- folders: one that is a file, one where nothing can be written
: >"$work/file"
ends 1 foyerctl --data "$work/file" demo load
one_line "a folder that is a file"
ends 1 foyer-drive --data "$work/file" home.drive
one_line "a folder that is a file"
ends 1 foyer-drive --data /proc/nowhere home.drive
one_line "a folder that cannot be made"

# Where the data is: --data, else FOYER_DATA, else XDG_DATA_HOME/foyer.
for place in given environment xdg; do
    case $place in
    given) FOYER_DATA=$work/wrong XDG_DATA_HOME=$work/wrong "$bin/foyerctl" --data "$work/at-given" demo load ;;
    environment) FOYER_DATA=$work/at-environment XDG_DATA_HOME=$work/wrong "$bin/foyerctl" demo load ;;
    xdg) XDG_DATA_HOME=$work/at-xdg "$bin/foyerctl" demo load ;;
    esac >out.txt 2>err.txt || fail "the data folder by $place: $(cat err.txt)"
done
for file in at-given/foyer.db at-environment/foyer.db at-xdg/foyer/foyer.db; do
    [ -s "$work/$file" ] || fail "no database in $file"
done
[ ! -e "$work/wrong" ] || fail "the data folder was not the one that was named"
