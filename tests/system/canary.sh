# No name and no phone number lies in clear in the data folder, a log line or a file left elsewhere:
# not after an import, sign-ins, a kill in the middle of one, the end of the event, nor a rebuild.
. "$(dirname "$0")/lib.sh"

# Spread over the fields; no other text in Foyer holds any of them.
names='Qvanthea Wexlumora Yzbriko Qvanthéo Fjordlynx Kwyjibora Zzyzxander'
phones='2025550177 202-555-0178 2025550178 5550177 5550178'

cat >families.csv <<'END'
household,given_name,family_name,role,grade,phone,language,student_id
Q-77,Qvanthea,Wexlumora,guardian,,(202) 555-0177,en,
Q-77,Yzbriko,Wexlumora,student,3,,,QX-90177
Q-78,Qvanthéo,Fjordlynx,guardian,,202-555-0178,en,
Q-78,Yzbriko,Fjordlynx,student,3,,,QX-90177
END
cat >events.csv <<'END'
title,start,end,place,kind,uid
Science night,2025-10-16 18:00,20:00,Gym,family-night,science-2025
END

# no_canary WHEN: search every byte of everything that this test's programs wrote.
no_canary() {
    mkdir -p tmp
    for canary in $names $phones QX-90177; do
        for place in "$data" "$TMPDIR" "$work/.local" "$work/.cache" drive.err ctl.err log.err; do
            [ -e "$place" ] || continue
            found=$(grep -r -l -i -a -F -e "$canary" "$place" || true)
            [ -z "$found" ] || fail "$1: '$canary' is in the clear in ${found#"$work/"}"
        done
    done
}

ctl_ok import --zone America/New_York families.csv events.csv >import.out
no_canary "after the import"
ctl_ok cards >cards.out
card=$(head -n 1 cards.out | cut -f 1 | tr -d -)
letter=Y

# Badges go to a printer that is off: names pass through a print job, and stay nowhere.
printf '[printer]\nuri = escpos://127.0.0.1:9\npaper = roll-80\n[badges]\nprint = yes\n' \
    >"$data/foyer.conf"

cat >evening.drive <<END
tap home/sign-in
keys "2025550177"
keys "$letter"
expect "Yzbriko"
tap household/sign-in
expect "Not printed."
tap thanks/done
scan "FOYER:$card"
keys "$letter"
tap furniture/start-over
tap home/sign-in
tap sign-in/new
type "Kwyjibora Zzyzxander"
tap names/sign-in
tap thanks/done
# A number that is nobody's, a draft that is given up, one that ends with the power.
tap home/sign-in
keys "2025550178"
keys "X"
tap furniture/start-over
tap home/sign-in
tap sign-in/new
type "Fjordlynx"
restart
expect home/sign-in
tap home/sign-in
tap sign-in/new
type "Fjordlynx"
tap furniture/start-over
tap home/leaving
keys "2025550177"
keys "$letter"
tap leaving/sign-out
tap goodbye/done
END
drive evening.drive
cat drive.err >>log.err
no_canary "during the event"

# In the middle of it the power goes: the write-ahead log lies there as it was.
# The kiosk is held while it waits for its next line, so that nothing can tidy up.
mkfifo lines
setsid "$bin/foyer-drive" --data "$data" <lines >drive.out 2>drive.err &
started=$!
exec 3>lines
printf '%s\n' 'tap home/sign-in' 'keys "2025550178"' "keys \"$letter\"" \
    'tap household/sign-in' say 'tap thanks/done' 'tap home/sign-in' 'tap sign-in/new' \
    'type "Fjordlynx"' say >&3
wait_for drive.out 'Type one name'
kill -s KILL -- "-$started"
wait "$started" 2>/dev/null || true
started=
exec 3>&-
grep -q 'Thank you' drive.out || fail "the second household was not signed in"
[ -s "$data/foyer.db-wal" ] || fail "the kill left no write-ahead log to search"
no_canary "after a kill"

verify_ok
ctl_ok verify --rebuild >rebuild.out
grep -q identical rebuild.out || fail "a rebuild was not identical"
no_canary "after a rebuild"

# The export may say them, where it was told to; the other files still do not.
export_csv
same "canary names in the export" 1 "$(grep -c Kwyjibora export.csv)"
printf 'now 2025-10-17T09:00:00-04:00\nwait 5s\n' >morning.drive
drive morning.drive --now 2025-10-16T19:55:00-04:00
no_canary "after the event"
export_csv
same "names of the past event" 0 "$(grep -c -e Kwyjibora -e Wexlumora export.csv || true)"
export_csv --unlock "$data/school.key"
same "names with the school's key" 1 "$(grep -c Kwyjibora export.csv)"

# What a refused import says names the place, not the person.
printf 'household,given_name,grade,phone\nQ-79,Zzyzxander,third-ish,2025550177\nQ-80,Bo,3,\n' >wrong.csv
ctl import wrong.csv >wrong.out 2>wrong.err || true
grep -q 'wrong.csv:2:grade' wrong.out || fail "a refused row is not named"
! grep -q -i -e zzyzxander -e 5550177 wrong.out wrong.err || fail "a refused row says a name or number"
