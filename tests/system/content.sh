# check-content: what a secretary reads, what a machine reads, exit codes, waivers; and the import
# of a city warns about dead ends. The demo school itself is whole.
. "$(dirname "$0")/lib.sh"

# checked CODE ARGUMENT...: check-content ends with CODE; its words are in out.txt.
checked() {
    wanted=$1
    shift
    code=0
    ctl check-content "$@" >out.txt 2>err.txt || code=$?
    [ "$code" = "$wanted" ] || fail "check-content $*: exit code $code instead of $wanted: $(cat err.txt out.txt | head -n 5)"
}
says() {
    grep -qF -e "$1" out.txt || fail "the report does not say: $1"
}
# json CONDITION: SQL over the report, which is d.
json() {
    holds=$(sqlite3 :memory: "WITH report(d) AS (SELECT CAST(readfile('out.txt') AS TEXT)) SELECT json_valid(d) AND ($1) FROM report")
    [ "$holds" = 1 ] || fail "the JSON report does not hold: $1"
}
open_of() {
    echo "d->>'\$.counts.$1.open'"
}

# --- the demo school is whole, and looking changes nothing
demo_school
before=$(ctl status)
checked_demo=0
ctl check-content >out.txt 2>err.txt || checked_demo=$?
same "a check changes nothing" "$before" "$(ctl status)"
[ "$checked_demo" = 0 ] || fail "the demo school does not pass: $(head -n 12 out.txt)"
says "Everything leads somewhere."
checked 0 --json
json "d->>'\$.ok' = 1 AND d->>'\$.findings' = '[]' AND d->>'\$.languages[0]' = 'en' AND d->>'\$.looked_at.own' > 5"

# --- half a year and a day later nobody has looked at anything: everything is old, dead ends too
later=$(date -u -d '+200 days' +%F)
checked 1 --on "$later"
says "Not checked for half a year"
says "Nobody to go to"
says "What to do: call or look"
[ -s err.txt ] && fail "findings are no trouble of the program: $(cat err.txt)"
checked 1 --on "$later" --json
json "d->>'\$.ok' = 0 AND $(open_of stale) > 5 AND $(open_of '"dead-end"') > 5"
json "d->>'\$.findings[0].kind' <> '' AND d->>'\$.findings[0].key' <> '' AND d->>'\$.findings[0].what' <> '' AND d->>'\$.findings[0].detail' <> '' AND d->>'\$.findings[0].waived' = 0"
[ "$(ctl check-content --on "$later" --all | wc -l)" -gt "$(ctl check-content --on "$later" | wc -l)" ] ||
    fail "--all shows no more"

# --- waivers: in force they turn the exit code, past their date they count themselves
soon=$(date -u -d '+220 days' +%F)
{
    echo "# looked at in the office"
    for kind in dead-end stale; do
        echo "$kind * $soon The lists are mended in summer."
    done
} >waivers.txt
checked 0 --on "$later" --waivers waivers.txt
says "waived."
cp waivers.txt "$data/waivers.txt"
checked 0 --on "$later"
checked 0 --on "$later" --json
json "d->>'\$.ok' = 1 AND $(open_of stale) = 0 AND d->>'\$.counts.stale.waived' > 5"
checked 1 --on "$(date -u -d '+230 days' +%F)"
says "Waivers that have run out: 2"
checked 0
says "note: waivers.txt:2 covers nothing any more"
echo "stale own/x soon because" >waivers.txt
checked 1 --waivers waivers.txt
grep -q "^foyerctl check-content: waivers.txt:1: the date is written 2026-03-31, not 'soon'" err.txt ||
    fail "a wrong waiver: $(cat err.txt)"
checked 1 --waivers nowhere.txt
rm "$data/waivers.txt"

# --- usage
checked 2 --on tomorrow
checked 2 --grades first
checked 2 what
checked 0 --grades KG-05,07

# --- a school's own lists as plain CSV: a folder of them, again, and after a slip of the pen
data=$work/own
imported() {
    ctl_ok import --zone America/New_York "$@" >import.txt
}
row() {
    same "the import's row of $1" "$2" "$(awk -v name="$1" '$1 == name { print $2, $3, $4, $5, $6 }' import.txt)"
}
imported "$top/data/import/samples"
row services "3 0 0 0 0"
row channels "4 0 0 0 0"
row guides "2 0 0 0 0"
imported "$top/data/import/samples"
grep -q '^no changes$' import.txt || fail "a second import of the school's own lists changes something"
head -n 2 "$top/data/import/samples/channels.csv" >channels.csv
printf 'pigeon,Pigeon%s\n' ",,,,,,,,,,,," >>channels.csv
imported channels.csv
row channels "0 0 0 1 3"
grep -q '^refused: channels.csv:3:kind: ' import.txt || fail "the refusal names no file, row and column"
sed -i '$d' channels.csv
imported channels.csv
row channels "0 0 3 1 0"
ctl check-content --all >out.txt 2>err.txt || true
says "3 people and services of the school, 0 services of the city, 2 guides,"
says "1 channels"

# --- a city without dates: the import says so, and it is still readable
[ -d "$samples/hsds" ] || skip "no samples at $samples"
data=$work/city
ctl import --zone America/New_York "$samples/hsds/miami-211-hsds-1x.zip" >import.txt 2>err.txt || fail "the city: $(cat err.txt)"
placed=$(sqlite3 "$data/foyer.db" "SELECT 100.0 * sum(needs <> 'more') / count(*) >= 95 AND count(*) = 4089 FROM service")
same "of the city's services 95 in 100 are under a need" 1 "$placed"
crowded=$(sqlite3 "$data/foyer.db" "SELECT count(*) FROM service WHERE length(needs) - length(replace(needs, ' ', '')) > 3")
same "services under more than four needs" 0 "$crowded"
grep -q '^note: a dead end: Food: nobody for any family' import.txt || fail "the import warns of no dead end"
grep -q '^note: 18 dead end(s) in all' import.txt || fail "the import does not count dead ends"
checked 1
says "Not checked for half a year: 4089"
says "and 4079 more, of the city"
[ "$(wc -l <out.txt)" -lt 80 ] || fail "the report on a city is too long to read"
awk 'length > 260' out.txt | grep -q . && fail "a finding is too long for a line"
checked 1 --json
json "json_array_length(d, '\$.findings') = $(open_of stale) + $(open_of '"dead-end"') + $(open_of unreachable) + $(open_of hours) + $(open_of link)"
