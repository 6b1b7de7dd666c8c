# The contract of foyer-hub: help, versions, exit codes, one line of trouble; TLS; metrics that a
# stranger's parser reads.
. "$(dirname "$0")/../district/lib.sh"

# ends CODE ARGUMENT...: of foyer-hub
ends() {
    wanted=$1
    shift
    code=0
    timeout 20 "$bin/foyer-hub" "$@" >out.txt 2>err.txt </dev/null || code=$?
    [ "$code" = "$wanted" ] || fail "foyer-hub $*: exit code $code instead of $wanted: $(head -n 1 err.txt)"
}
one_line() {
    [ "$(wc -l <err.txt)" -eq 1 ] || fail "$1: not one line on standard error: $(head -n 3 err.txt)"
    ! [ -s out.txt ] || fail "$1: something on standard output"
}
untouched() {
    [ ! -e "$hub_data" ] || fail "$1 made a data folder"
}

# ---- help and versions
ends 0 --help
grep -q '^usage: foyer-hub' out.txt || fail "--help does not begin with its usage"
! [ -s err.txt ] || fail "--help writes to standard error"
ends 0 --version
same "--version" "foyer-hub 0.1.0" "$(cat out.txt)"
for command in enrol-code kiosks revoke export verify backup restore carry; do
    ends 0 $command --help
    grep -q "^usage: foyer-hub .*$command" out.txt || fail "$command --help shows no usage"
    "$bin/foyer-hub" --help | grep -q "^  $command " || fail "--help does not list $command"
    ends 2 --data "$hub_data" $command --no-such-option
    one_line "$command --no-such-option"
done

# ---- wrong arguments: 2, one line, nothing is made
ends 2 dance
one_line dance
ends 2 --data
ends 2 --data "$hub_data" --no-such-option
for listen in 8080 127.0.0.1 127.0.0.1:70000 hub.example:80 '[::1:80' '::1:80:x' :x; do
    ends 2 --data "$hub_data" --listen "$listen"
    one_line "--listen $listen"
done
ends 2 --data "$hub_data" --threads 1
ends 2 --data "$hub_data" --connections many
ends 2 --data "$hub_data" --per-address 0
ends 2 --data "$hub_data" --log loud
ends 2 --data "$hub_data" --tls-cert cert.pem
ends 2 --db postgresql://hub.example/foyer
grep -q 'later' err.txt || fail "--db does not say that it comes later"
one_line --db
ends 2 --data "$hub_data" enrol-code too many
ends 2 --data "$hub_data" enrol-code --name "$(printf '%0321d' 1)"
ends 2 --data "$hub_data" revoke
ends 2 --data "$hub_data" export --format pdf
ends 2 --data "$hub_data" export --from yesterday
ends 2 --data "$hub_data" carry
ends 2 --data "$hub_data" carry out file
ends 2 --data "$hub_data" backup
untouched "a wrong argument"

# ---- what is not there, or not right: 1, one line, nothing is made
for command in kiosks export verify 'revoke gym' 'backup file' 'carry in file'; do
    # shellcheck disable=SC2086 # a command with its arguments
    ends 1 --data "$hub_data" $command
    one_line "$command without a hub"
done
ends 1 --data "$hub_data" --tls-cert nowhere.pem --tls-key nowhere.pem
one_line "a certificate that is not there"
ends 1 --data /proc/no-such-folder --listen 127.0.0.1:0
one_line "a folder that cannot be made"
untouched "what is not there"

start_hub
ends 1 --data "$work/second" --listen "127.0.0.1:$hub_port"
one_line "a port that is taken"
grep -q -- '--listen' err.txt || fail "a taken port: no advice"
ends 1 --data "$hub_data" revoke nobody
one_line "revoke nobody"
ends 1 --data "$hub_data" restore nowhere
one_line "restore of nothing"
ends 1 --data "$hub_data" carry in nowhere
one_line "carry in of nothing"
printf 'nothing\n' >strange
ends 1 --data "$hub_data" carry in strange
one_line "carry in of something else"
ends 1 --data "$hub_data" export -o /no-such-folder/out.csv
one_line "export to nowhere"
ends 1 --data "$hub_data" export --unlock strange
one_line "export with no key"
ends 0 --data "$hub_data" kiosks
grep -q 'enrol-code' out.txt || fail "kiosks of an empty hub gives no advice"
ends 0 --data "$hub_data" kiosks --json
same "kiosks --json of an empty hub" 0 "$(sqlite3 :memory: "SELECT json_array_length(readfile('out.txt'))")"
ends 0 --data "$hub_data" export
same "lines of an empty export" 1 "$(wc -l <out.txt)"
ends 0 --data "$hub_data" enrol-code
grep -q '^[0-9A-Z]\{10\}$' out.txt || fail "enrol-code prints no code"
same "lines of enrol-code" 1 "$(wc -l <out.txt)"

# ---- the key belongs to the database; neither is made anew beside the other
key_mode=$(stat -c %a "$hub_data/hub.key")
same "mode of hub.key" 600 "$key_mode"
same "mode of hub.db" 600 "$(stat -c %a "$hub_data/hub.db")"
same "mode of the folder" 700 "$(stat -c %a "$hub_data")"
mv "$hub_data/hub.key" key
ends 1 --data "$hub_data" --listen 127.0.0.1:0
one_line "a database without its key"
[ ! -e "$hub_data/hub.key" ] || fail "a new key was made beside a database"
mv key "$hub_data/hub.key"
ends 1 --data "$hub_data" restore strange --unlock strange
one_line "restore with no key"

# ---- metrics
if [ -n "${FOYER_PEERS:-}" ] || [ -d "$top/build/peers/node_modules" ]; then
    FOYER_PEERS=${FOYER_PEERS:-$top/build/peers}
    export FOYER_PEERS
    demo_school
    ctl_ok enrol "$hub_url" "$(hub enrol-code 2>/dev/null)" >enrol.out
    curl -s "$hub_url/nowhere" >/dev/null
    node "$top/tests/peers/metrics.mjs" "$hub_url/metrics" >metrics.txt 2>&1 ||
        fail "a parser of others does not read the metrics: $(tail -n 3 metrics.txt)"
    grep -q 'HISTOGRAM' metrics.txt || fail "no histogram in the metrics"
else
    printf '%s: the peers are not installed: metrics were not parsed\n' "$name" >&2
    [ -z "${CI:-}" ] || exit 77
fi

# ---- HTTPS by itself
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost \
    -addext 'subjectAltName=IP:127.0.0.1,DNS:localhost' -keyout tls.key -out tls.crt 2>/dev/null ||
    fail "openssl made no certificate"
openssl ecparam -genkey -name prime256v1 -noout -out other.key 2>/dev/null
ends 1 --data "$work/tls" --listen 127.0.0.1:0 --tls-cert tls.crt --tls-key strange
one_line "a key that is none"
"$bin/foyer-hub" --data "$work/tls" --listen 127.0.0.1:0 --tls-cert tls.crt --tls-key tls.key >tls.out 2>tls.err &
tls_pid=$!
started="$started $tls_pid"
wait_for tls.out 'listening on https://127.0.0.1:'
tls_url=$(sed -n 's/^listening on //p' tls.out)
same "health over TLS" ok "$(curl -s --cacert tls.crt "$tls_url/healthz")"
curl -s "$tls_url/healthz" >/dev/null && fail "a certificate that nobody vouches for was believed"
hub_data=$work/tls
data=$work/tls-kiosk
demo_school
code=0
ctl enrol "$tls_url" "$(hub enrol-code 2>/dev/null)" >enrol.out 2>enrol.err || code=$?
same "exit code of enrolment without the authority" 1 "$code"
ctl_ok enrol "$tls_url" "$(hub enrol-code 2>/dev/null)" --ca tls.crt >enrol.out
ctl_ok sync >sync.out
kill -TERM "$tls_pid"
code=0
wait "$tls_pid" || code=$?
same "exit code of a TLS hub that was asked to stop" 0 "$code"
