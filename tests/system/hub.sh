# A district from nothing, on the real programs: hub, enrolment, sign-ins, sync, and every visit in
# the hub's CSV once. Each of them killed at any moment and repeated; by USB twice; a hub restored
# from a backup; a revoked kiosk; a cloned one.
. "$(dirname "$0")/../district/lib.sh"

rounds=6 # each kills a hub, a kiosk and a sync
[ -z "${FOYER_LONG:-}" ] || rounds=200
families=0

# milliseconds N LIMIT: as seconds for sleep, below LIMIT ms, the same for the same seed and N.
milliseconds() {
    awk -v seed="$seed" -v n="$1" -v limit="$2" \
        'BEGIN { srand(seed * 7919 + n); rand(); printf "%.3f", rand() * limit / 1000 }'
}

# family_script: one adult and two children with a name of their own, $families later.
family_script() {
    families=$((families + 1))
    printf 'tap home/sign-in\ntap sign-in/new\ntype "F%dx"\n' "$families"
    printf 'tap names/children/more\ntap names/children/more\ntap names/sign-in\n'
    printf 'expect thanks/done\ntap thanks/done\n'
}
sign_in_family() {
    family_script >family.drive
    drive family.drive
}

# sync_ok: what waits is sent, at the first try.
sync_ok() {
    ctl sync >sync.out 2>sync.err || fail "sync${1:+ ($1)}: $(tail -n 1 sync.err)"
}

# compare_export [WHAT]: the hub's CSV is the kiosk's, row by row, and each row once.
compare_export() {
    ctl_ok export --format csv --unlock "$data/demo-school.key" >kiosk.csv
    hub export --format csv --unlock "$data/demo-school.key" -o hub.csv >hub.export 2>&1 ||
        fail "hub export${1:+ ($1)}: $(cat hub.export)"
    sed 's/\r$//; s/,[^,]*,[^,]*$//' hub.csv | LC_ALL=C sort >hub.rows
    sed 's/\r$//' kiosk.csv | LC_ALL=C sort >kiosk.rows
    cmp -s kiosk.rows hub.rows ||
        fail "${1:-the export}: the hub has other rows: $(diff kiosk.rows hub.rows | head -n 4)"
    [ "$(LC_ALL=C uniq -d <hub.rows | wc -l)" -eq 0 ] || fail "${1:-the export}: a row twice"
    hub verify >verify.out 2>verify.err || fail "hub verify${1:+ ($1)}: $(cat verify.err)"
}

# kill_hub: at once, as power would.
kill_hub() {
    kill -9 "$hub_pid"
    wait "$hub_pid" 2>/dev/null || true
}
# end_hub: as systemd would; it ends by itself, with 0.
end_hub() {
    kill -TERM "$hub_pid"
    code=0
    wait "$hub_pid" || code=$?
    same "exit code of a hub that was asked to stop" 0 "$code"
}

count_rows() {
    sqlite3 :memory: '.mode list' ".import --csv $1 visits" "SELECT count(*) FROM visits ${2:-}"
}

# ---- from nothing to a visit in the CSV
demo_school
start_hub
same "the first line" "listening on http://127.0.0.1:$hub_port" "$(head -n 1 hub.out)"
hub enrol-code --school 'Maple Grove' --name 'gym' --wait >code.out 2>code.err &
started="$started $!"
waiting_pid=$!
wait_for code.out '^[0-9A-Z]\{10\}$'
code=$(head -n 1 code.out)
ctl_ok enrol "$hub_url" "$code" --name 'door' >enrol.out
code_status=0
wait "$waiting_pid" || code_status=$?
same "exit code of enrol-code --wait" 0 "$code_status"
words=$(sed -n 's/^    \([a-z]* [a-z]* [a-z]* [a-z]* [a-z]* [a-z]*\)$/\1/p' enrol.out)
[ -n "$words" ] || fail "enrolment shows no six words"
grep -q -F "$words" code.out || fail "enrol-code --wait shows other words than the kiosk"
hub kiosks >kiosks.out 2>&1 || fail "kiosks: $(cat kiosks.out)"
grep -q -F "$words" kiosks.out || fail "kiosks shows other words than the kiosk"
grep -q '^gym$' kiosks.out || fail "the name that staff gave is not the kiosk's"
# As after a kill between the hub's answer and the kiosk's own disk: the same kiosk may repeat it.
ctl_ok enrol "$hub_url" "$code" --name 'door' >again.out
grep -q -F "$words" again.out || fail "enrolling again made another key"
"$bin/foyerctl" --data "$work/another" demo load >demo.out
"$bin/foyerctl" --data "$work/another" enrol "$hub_url" "$code" >again.out 2>&1 &&
    fail "a code was good for two kiosks"
sign_in_family
sync_ok
compare_export "first visit"
same "rows of the first visit" 3 "$(count_rows hub.csv)"
same "rows with the school's name" 3 "$(count_rows hub.csv "WHERE school = 'Maple Grove' AND kiosk = 'gym'")"
grep -q 'F1x' hub.csv || fail "the school's key does not open the names"
hub export >closed.csv
grep -q 'F1x' closed.csv && fail "names are readable without the school's key"
grep -rqa 'F1x' "$hub_data" && fail "a name lies readable in the hub's folder"
today=$(sqlite3 :memory: '.mode list' '.import --csv hub.csv visits' 'SELECT substr(max(signed_in_local), 1, 10) FROM visits')
hub export --from "$today" --to "$today" >day.csv
same "rows of today" 3 "$(count_rows day.csv)"
hub export --to 2001-01-01 >day.csv
same "rows of long ago" 0 "$(($(wc -l <day.csv) - 1))"
hub export --from 2099-01-01 >day.csv
same "rows of a day to come" 0 "$(($(wc -l <day.csv) - 1))"
sync_ok "with nothing new"
compare_export "synced twice"
curl -sf "$hub_url/healthz" >/dev/null || fail "/healthz does not answer"

# ---- each is killed at any moment, and goes on
n=0
while [ "$n" -lt "$rounds" ]; do
    n=$((n + 1))
    # The kiosk, in the middle of a family; its clerk tries again.
    family_script >family.drive
    "$bin/foyer-drive" --data "$data" family.drive >drive.out 2>drive.err &
    victim=$!
    started="$started $victim"
    sleep "$(milliseconds "$n" 600)"
    kill -9 "$victim" 2>/dev/null || true
    wait "$victim" 2>/dev/null || true
    sign_in_family
    # The one that sends.
    ctl sync >sync.out 2>sync.err &
    victim=$!
    started="$started $victim"
    sleep "$(milliseconds $((n + 1000)) 60)"
    kill -9 "$victim" 2>/dev/null || true
    wait "$victim" 2>/dev/null || true
    # The hub, while it is sent to.
    sign_in_family
    ctl sync >sync.out 2>sync.err &
    victim=$!
    started="$started $victim"
    sleep "$(milliseconds $((n + 2000)) 60)"
    kill_hub
    wait "$victim" 2>/dev/null || true
    start_hub
    sync_ok "after the kills of round $n"
    compare_export "round $n"
done
# A hub that is asked to stop finishes, and one that starts again knows everything.
end_hub
start_hub
sync_ok "after a restart"
compare_export "after a restart"

# ---- backup, loss of the machine, restore: the kiosk sends what is missing
hub backup hub.backup >backup.out 2>backup.err || fail "backup: $(cat backup.err)"
grep -qa 'SQLite format' hub.backup && fail "the backup is not sealed"
sign_in_family
sync_ok
before=$(count_rows hub.csv)
kill_hub
mv "$hub_data" "$work/lost-hub"
mkdir "$hub_data"
cp "$work/lost-hub/backup.key" backup.key
code=0
hub restore hub.backup --unlock "$data/demo-school.key" >restore.out 2>&1 || code=$?
same "exit code of a restore with another key" 1 "$code"
[ ! -e "$hub_data/hub.db" ] || fail "a refused restore left a database"
head -c 3000 hub.backup >cut.backup
code=0
hub restore cut.backup --unlock backup.key >restore.out 2>&1 || code=$?
same "exit code of a restore of half a backup" 1 "$code"
hub restore hub.backup --unlock backup.key >restore.out 2>&1 || fail "restore: $(cat restore.out)"
code=0
hub restore hub.backup --unlock backup.key >restore.out 2>&1 || code=$?
same "exit code of a restore over a hub" 1 "$code"
start_hub
sync_ok "after a restore"
compare_export "after a restore"
[ "$(count_rows hub.csv)" -gt "$before" ] || fail "what came after the backup is not there"

# ---- revoked: nothing more is taken, nothing is lost, and it may come back
hub revoke gym >revoke.out 2>&1 || fail "revoke: $(cat revoke.out)"
sign_in_family
code=0
ctl sync >sync.out 2>sync.err || code=$?
same "exit code of a revoked kiosk's sync" 1 "$code"
grep -q -i 'revoked' sync.err || fail "a revoked kiosk does not say so: $(cat sync.err)"
hub kiosks | grep -q 'REVOKED' || fail "kiosks does not show who was revoked"
code=$(hub enrol-code --school 'Maple Grove' 2>/dev/null)
ctl_ok enrol "$hub_url" "$code" >enrol.out
sync_ok "let in again"
compare_export "let in again"

# ---- by USB, where there is never a network
wired=$data
data=$work/remote
demo_school
hub enrol-code --school 'Far Hill' --carry invitation >code.out 2>/dev/null
ctl_ok enrol invitation "$(head -n 1 code.out)" >enrol.out
words=$(sed -n 's/^    \([a-z]* [a-z]* [a-z]* [a-z]* [a-z]* [a-z]*\)$/\1/p' enrol.out)
sign_in_family
ctl_ok carry out parcel >carry.out
grep -qa "F${families}x" parcel && fail "a name lies readable in what is carried"
hub carry in parcel >carry.out 2>&1 || fail "carry in: $(cat carry.out)"
cp parcel.receipt first.receipt
hub carry in parcel >carry.out 2>&1 || fail "carry in twice: $(cat carry.out)"
compare_carried() {
    hub export --format csv --school 'Far Hill' >far.csv
    same "rows that were carried ($1)" "$2" "$(count_rows far.csv)"
}
compare_carried "twice" 3
hub kiosks --words | grep -q -F "$words" || fail "the hub shows other words for the carried kiosk"
ctl_ok carry in first.receipt >carry.out
ctl_ok carry in parcel.receipt >carry.out
ctl_ok status --json >status.json
same "still waiting" 0 "$(sqlite3 :memory: "SELECT readfile('status.json') ->> '\$.records.waiting'")"
sign_in_family
ctl_ok carry out parcel2 >carry.out
hub carry in parcel2 >carry.out 2>&1 || fail "carry in: $(cat carry.out)"
hub carry in parcel >carry.out 2>&1 || fail "the old one again: $(cat carry.out)"
ctl_ok carry in parcel2.receipt >carry.out
compare_carried "second parcel" 6
printf 'FOYER-CARRY-1\nnothing' >broken
code=0
hub carry in broken >carry.out 2>&1 || code=$?
same "exit code for a broken parcel" 1 "$code"
data=$wired

# ---- a cloned card: two kiosks that think they are one lose nothing
cp -a "$data" "$work/twin"
sign_in_family
sync_ok "the one"
one=$families
data=$work/twin
sign_in_family
other=$families
attempts=0
until ctl sync >sync.out 2>sync.err; do
    attempts=$((attempts + 1))
    [ "$attempts" -lt 3 ] || fail "the twin: $(cat sync.err)"
done
data=$wired
sign_in_family
attempts=0
until ctl sync >sync.out 2>sync.err; do
    attempts=$((attempts + 1))
    [ "$attempts" -lt 3 ] || fail "the one again: $(cat sync.err)"
done
hub export --unlock "$data/demo-school.key" -o hub.csv >/dev/null
for family in "$one" "$other" "$families"; do
    same "rows of family $family of twins" 1 "$(count_rows hub.csv "WHERE given_name = 'F${family}x'")"
done
hub kiosks | grep -q 'twin' || fail "kiosks does not say that one has a twin"
hub verify >verify.out 2>&1 || fail "verify after twins: $(cat verify.out)"

# ---- nothing personal in the log
[ ! -s hub.err ] || ! grep -q 'F[0-9]*x' hub.err || fail "a name is in the hub's log"
end_hub
printf '%s: %d families, %d rounds of kills, each visit once\n' "$name" "$families" "$rounds"
