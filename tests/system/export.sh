# The export holds exactly who signed in, in each way there is, as CSV and as JSON; names go when
# the event is over and come back with the school's key.
. "$(dirname "$0")/lib.sh"

demo_school
cat >evening.drive <<'END'
# By card: two adults and two children. Once more by phone, with somebody who comes late: nobody is
# counted twice.
scan "FOYER:DEM0CARD"
keys "M"
tap household/sign-in
tap thanks/done
tap home/sign-in
keys "3055550123"
keys "M"
expect "since"
tap household/someone-else
tap someone-else/grandparent
tap household/sign-in
tap thanks/done
# By phone, in Spanish; one stayed at home and comes after all.
tap home/sign-in
keys "3055550145"
keys "D"
tap "Valentina"
tap household/sign-in
tap thanks/done
wait 600s
tap home/sign-in
keys "3055550145"
keys "D"
tap household/sign-in
tap thanks/done
# By phone: everybody but the baby brother of the list.
tap home/sign-in
keys "3055550161"
keys "A"
tap "Zuri"
tap household/sign-in
tap thanks/done
# A typed name that a spreadsheet would run as a formula, with an adult and a child.
tap home/sign-in
tap sign-in/new
type "=Ana, \"la\" 1"
tap names/children/more
tap names/adults/more
tap names/sign-in
tap thanks/done
# Just counted: two adults, three children.
tap home/sign-in
tap sign-in/count
tap count/adults/2
tap count/children/3
tap count/sign-in
tap thanks/done
# Looked up and given up, typed and given up: no visit.
tap home/sign-in
keys "3055550166"
keys "Z"
tap furniture/start-over
tap home/sign-in
tap sign-in/new
type "Nobody"
tap furniture/start-over
# The first household leaves.
wait 1800s
tap home/leaving
scan "FOYER:DEM0CARD"
keys "M"
tap leaving/sign-out
tap goodbye/done
END
drive evening.drive

cat >wanted.txt <<'END'
card|guardian|Luis|Alvarez||out
card|guardian|Rosa|Alvarez||out
card|other-adult||||out
card|student|Mateo|Alvarez|KG|out
card|student|Sofía|Alvarez|03|out
count|guardian||||here
count|guardian||||here
count|student||||here
count|student||||here
count|student||||here
name|guardian||||here
name|guardian|'=Ana, "la" 1|||here
name|student||||here
phone|guardian|Carmen|García||here
phone|guardian|Nneka|Okoye||here
phone|other-adult|Abuela Luz|García||here
phone|student|Amara|Okoye|03|here
phone|student|Diego|García|04|here
phone|student|Valentina|García|01|here
END

# people: one sorted line a row of export.csv.
people() {
    export_sql "SELECT method, role, given_name, family_name, grade,
        iif(signed_out_local = '', 'here', 'out') FROM visits ORDER BY 1, 2, 3, 5"
}

export_csv
people >got.txt
diff wanted.txt got.txt >diff.out || fail "the CSV is not who signed in: $(sed -n 2p diff.out)"
same "visits" 5 "$(export_sql 'SELECT count(DISTINCT visit_id) FROM visits')"
same "numbers of persons" 0 "$(export_sql 'SELECT count(*) FROM (SELECT max(person) AS last,
    count(*) AS rows FROM visits GROUP BY visit_id) WHERE CAST(last AS INTEGER) <> rows')"
same "times that contradict each other" 0 "$(export_sql "SELECT count(*) FROM visits
    WHERE substr(signed_in_rfc3339, 1, 16) <> replace(signed_in_local, ' ', 'T')
    OR substr(signed_in_rfc3339, 20) <> '-04:00'")"
same "languages" 'en es' "$(export_sql 'SELECT DISTINCT language FROM visits ORDER BY 1' | xargs)"
same "names that were only counted" none "$(export_sql "SELECT DISTINCT names FROM visits WHERE method = 'count'")"

# JSON: the same rows, cell by cell; there a formula is only text.
ctl_ok export --format json -o export.json >rows.out
same "rows said" "19 rows" "$(cat rows.out)"
cells='visit_id, person, event_uid, event_title, event_start, place, role, grade, language, method,
    signed_in_local, signed_in_rfc3339, signed_out_local, signed_out_rfc3339, signed_out_assumed,
    clock, given_name, family_name, names'
fields=$(printf '%s' "$cells" | tr -d ' \n' | tr ',' '\n' | sed "s/.*/coalesce(value->>'&', '')/" | paste -sd, -)
sqlite3 :memory: "SELECT $fields FROM json_each(readfile('export.json'))" >json.txt ||
    fail "the JSON export cannot be read"
export_sql "SELECT $(printf '%s' "$cells" | sed "s/signed_out_assumed/replace(replace(&, 'no', 0), 'yes', 1)/") FROM visits" |
    sed "s/|'=Ana/|=Ana/" >csv.txt
diff csv.txt json.txt >diff.out || fail "JSON and CSV differ: $(sed -n 2p diff.out)"

# A byte order mark on request, and nothing else changes; filters by event and day.
ctl_ok export --bom >bom.csv
{ printf '\357\273\277'; cat export.csv; } | cmp -s - bom.csv || fail "--bom is not a BOM and the same CSV"
export_csv --event "open-house/2025-10-16@demo" --from 2025-10-16 --to 2025-10-16
same "rows of the evening" 19 "$(export_sql 'SELECT count(*) FROM visits')"
ctl_ok export --from 2025-10-17 >none.csv
same "lines of another day" 1 "$(wc -l <none.csv)"

# The next morning: who did not sign out was taken out at the end, and names cannot be read here.
printf 'now 2025-10-17T09:00:00-04:00\nwait 5s\n' >morning.drive
drive morning.drive --now 2025-10-16T19:55:00-04:00
export_csv
same "rows of a past event" 19 "$(export_sql 'SELECT count(*) FROM visits')"
same "names of a past event" 0 "$(export_sql "SELECT count(*) FROM visits WHERE given_name || family_name <> ''")"
same "assumed ends" 14 "$(export_sql "SELECT count(*) FROM visits
    WHERE signed_out_assumed = 'yes' AND signed_out_local = '2025-10-16 20:00'")"
export_csv --unlock "$data/demo-school.key"
people | sed 's/|out$//' >got.txt
sed 's/|[a-z]*$//' wanted.txt >wanted-past.txt
diff wanted-past.txt got.txt >diff.out || fail "unlocked names differ: $(sed -n 2p diff.out)"

# Another school's key opens nothing, and an export that fails leaves no file.
other=$work/other
"$bin/foyerctl" --data "$other" demo load >/dev/null 2>&1 || fail "a second school cannot be made"
code=0
ctl export --unlock "$other/demo-school.key" -o refused.csv >refused.out 2>&1 || code=$?
same "exit code with another school's key" 1 "$code"
[ -z "$(ls refused.csv* 2>/dev/null)" ] || fail "a refused export left a file"
verify_ok
