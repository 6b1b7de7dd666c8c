# A family asks for paper at the kiosk: J7's slip on a receipt printer in three languages, and with
# every fault the words on the screen are the true ones.
. "$(dirname "$0")/lib.sh"
tool=$(dirname "$bin")/tests/print_tool
[ -x "$tool" ] || skip "print_tool is not built"
command -v zbarimg >/dev/null 2>&1 || skip "zbarimg is not installed"
demo_school
when=2025-10-16T13:12:00-04:00

# fake_on OPTION...: a printer, and the kiosk's foyer.conf names it.
fake_on() {
    rm -f keep paper.pbm fake.out
    mkfifo keep
    "$tool" fake "$@" paper.pbm <keep >fake.out &
    fake=$!
    started="$started $fake"
    exec 9>keep
    wait_for fake.out '^escpos:'
    {
        printf '[printer]\nuri = %s\npaper = roll-80\n' "$(head -n 1 fake.out)"
        printf '%s\n' "${conf:-}"
    } >"$data/foyer.conf"
}
fake_off() {
    exec 9>&-
    wait "$fake" || fail "the printer ended with $?"
}

# --- no printer: no button, nowhere
{
    printf 'tap home/find-help\ntap help/person/counselor\nexpect card/code\nabsent card/print\n'
    printf 'tap card/mine\ntap furniture/back\ntap help/mine\nexpect mine\nabsent mine/print\n'
} >none.drive
drive none.drive --now $when

# --- the counselor's slip, in three languages
# slip LANGUAGE HEAD: asked for with one touch, printed, and its code is the contact.
slip() {
    fake_on
    {
        printf 'tap home/language/%s\ntap home/find-help\ntap help/person/counselor\n' "$1"
        printf 'tap card/print\nexpect card/printed\nexpect "%s"\ntree %s.json\n' "$2" "$1"
        printf 'tap furniture/hide\nabsent "%s"\n' "$2"
    } >slip.drive
    drive slip.drive --now $when
    fake_off
    same "jobs in $1" "cuts 1 wrong 0 hidden 0" "$(sed -n 's/^rows [0-9]* //p' fake.out)"
    code=$(zbarimg -q --raw paper.pbm 2>/dev/null || true)
    case $code in
    *BEGIN:VCARD*TEL:+13055550142*) ;;
    *) fail "the code of the slip in $1 is '$code'" ;;
    esac
    same "what is spoken in $1" 1 \
        "$(tree_sql "$1.json" "SELECT count(*) FROM tree WHERE key = 'card/printed' AND role = 'status'")"
}
slip en 'Printed. Take your paper with you.'
slip es 'Impreso. Llévese su papel.'
slip ar 'تمت الطباعة'

# --- every fault has its own words, and the code is the way on
# says FAULT-OPTIONS WORDS
says() {
    # shellcheck disable=SC2086 # a list of words
    fake_on $1
    {
        printf 'tap home/find-help\ntap help/person/counselor\ntap card/print\n'
        printf 'expect card/code\nexpect "%s"\nexpect "Photograph this code."\n' "$2"
        printf 'absent "Printed."\nexpect card/print\n'
    } >says.drive
    drive says.drive --now $when
    fake_off
}
says '--fault paper-out --row 0' 'Not printed. The printer has no paper.'
says '--fault paper-out --row 100' 'Not printed. The printer has no paper.'
says '--fault cover-open --row 100' 'Not printed. The printer is open.'
says '--fault cutter --row 0' 'Not printed.'
says '--fault hang-up --row 100' 'plug may be loose'
says '--fault offline --row 0' 'Not printed. The printer was stopped.'
says '--deaf' 'Not sure. We cannot see whether it printed.'

printf '[printer]\nuri = escpos://127.0.0.1:9\npaper = roll-80\n' >"$data/foyer.conf"
{
    printf 'tap home/find-help\ntap help/person/counselor\ntap card/print\n'
    printf 'expect "Not printed. We cannot reach the printer. It may be off. Photograph this code."\n'
    # The next family signs in, and finds a clean kiosk.
    printf 'tap furniture/start-over\nabsent "Not printed"\n'
} >off.drive
drive off.drive --now $when

# --- rooms, my list and badges
conf='[badges]
print = yes'
fake_on
{
    printf 'tap home/sign-in\nkeys "3055550164"\nkeys "M"\ntap household/sign-in\n'
    printf 'expect "Printed. Take your name badges."\ntap thanks/print\n'
    printf 'expect "Printed. Take your paper with you."\ntap thanks/done\n'
    printf 'tap home/find-help\ntap help/person/counselor\ntap card/mine\ntap furniture/back\n'
    printf 'tap help/mine\ntap mine/print\nexpect "Printed. Take your paper with you."\n'
} >all.drive
drive all.drive --now 2025-10-16T18:02:00-04:00
fake_off
same "bytes of all kinds" "wrong 0 hidden 0" "$(sed -n 's/.*\(wrong.*\)/\1/p' fake.out)"

# --- names go to the printer only: nothing of them is left here
for place in "$data" "$TMPDIR" drive.err; do
    found=$(grep -r -l -a -F -e Thảo "$place" || true)
    [ -z "$found" ] || fail "a name is in the clear in ${found#"$work/"}"
done
