# Staff and paper: foyerctl's status, doctor, cards and sheets, on a receipt printer and as PDF.
. "$(dirname "$0")/lib.sh"
tool=$(dirname "$bin")/tests/print_tool
[ -x "$tool" ] || skip "print_tool is not built"
for program in pdftoppm pdftotext zbarimg convert; do
    command -v "$program" >/dev/null 2>&1 || skip "$program is not installed"
done
demo_school

fake_on() {
    rm -f keep paper.pbm fake.out
    mkfifo keep
    "$tool" fake "$@" paper.pbm <keep >fake.out &
    fake=$!
    started="$started $fake"
    exec 9>keep
    wait_for fake.out '^escpos:'
    printf '[printer]\nname = Lobby\nuri = %s\npaper = roll-80\n' "$(head -n 1 fake.out)" \
        >"$data/foyer.conf"
}
fake_off() {
    exec 9>&-
    wait "$fake" || fail "the printer ended with $?"
}
printers() {
    ctl_ok status --json >status.json
    sqlite3 :memory: "SELECT json_extract(readfile('status.json'), '$.printers$1')"
}

# --- no printer is a normal way to run
ctl_ok status >status.out
grep -q '^printer      none$' status.out || fail "status does not say that there is no printer"
same "printers without one" '[]' "$(printers '')"
ctl_ok doctor >doctor.out
grep -q '^ok     printer      none' doctor.out || fail "doctor does not take no printer for normal"

# --- a good one
fake_on
same "state" ready "$(printers '[0].state')"
ctl_ok doctor >doctor.out
fake_off
grep -q '^ok     printer      test page printed' doctor.out || fail "$(tail -n 1 doctor.out)"
[ -s paper.pbm ] || fail "no test page"
same "cuts" "cuts 1 wrong 0 hidden 0" "$(sed -n 's/^rows [0-9]* //p' fake.out)"

fake_on
ctl_ok doctor --no-print >doctor.out
fake_off
same "rows of a probe" "rows 0 cuts 0 wrong 0 hidden 0" "$(tail -n 1 fake.out)"

# --- one without paper, one that says nothing, one that is off
fake_on --fault paper-out --row 0
same "trouble" paper-out "$(printers '[0].trouble')"
! ctl doctor >doctor.out 2>doctor.err || fail "doctor is content without paper"
grep -q 'not ready: the paper is out' doctor.out || fail "doctor does not say why: $(tail -n 1 doctor.out)"
fake_off
fake_on --deaf
same "state of a deaf one" unknown "$(printers '[0].state')"
ctl_ok doctor >doctor.out
grep -q '^note   printer      test page sent; it cannot tell' doctor.out || fail "$(tail -n 1 doctor.out)"
fake_off
same "state of one that is off" off "$(printers '[0].trouble')"
printf '[pritner]\n' >"$data/foyer.conf"
ctl_ok status >status.out
grep -q 'there is no such section' status.out || fail "a wrong foyer.conf is not said"
! ctl doctor >doctor.out 2>doctor.err || fail "doctor is content with a wrong foyer.conf"
rm "$data/foyer.conf"

# --- family cards: every code of the list stands on the sheets, and nothing else does
ctl_ok cards --pdf cards.pdf >cards.txt
pdftoppm -r 203 -gray cards.pdf card
: >codes.txt
for page in card-*.pgm; do # one card at a time: eight codes on a page are too many for the reader
    convert "$page" -crop 2x4@ +repage part-%d.pgm
    for part in part-*.pgm; do
        zbarimg -q --raw "$part" >>codes.txt 2>/dev/null || true
    done
    rm part-*.pgm
done
same "codes on the sheets" "$(cut -f 1 cards.txt | sed 's/^/FOYER:/; s/-//' | sort)" \
    "$(sort codes.txt)"
lost=$(head -n 1 cards.txt | cut -f 1)
ctl_ok cards --void "$lost"
! ctl cards --void "$lost" 2>/dev/null || fail "a card was voided twice"
fake_on
ctl_ok cards --print >again.txt
fake_off
same "cards issued again" 1 "$(wc -l <again.txt | tr -d ' ')"
same "the new card" "FOYER:$(cut -f 1 again.txt | tr -d -)" "$(zbarimg -q --raw paper.pbm 2>/dev/null)"
rm "$data/foyer.conf"

# --- sheets
! ctl sheets roster --pdf roster.pdf 2>ctl.err || fail "a roster of no event"
ctl_ok sheets fallback --slips 5 --pdf fallback.pdf
[ "$(pdftotext fallback.pdf - | grep -c .)" -gt 5 ] || fail "an empty fallback sheet"

# Who is here stands on the roll call and the roster; who left does not. The clock is the machine's,
# so the event is made for today.
cat >events.csv <<END
title,start,end,place,kind,uid
Science night,$(date -u '+%Y-%m-%d') 00:00,23:59,Gym,family-night,science-today
END
ctl_ok import --zone UTC events.csv >import.out
{
    printf 'tap home/sign-in\ntap sign-in/new\ntype "Quixolda Marrow"\ntap names/sign-in\n'
    printf 'expect thanks\ntap thanks/done\n'
} >here.drive
drive here.drive --now "$(date -u '+%Y-%m-%dT%H:%M:%SZ')"
for sheet in roll-call roster; do
    ctl_ok sheets $sheet --event science-today --pdf $sheet.pdf
    pdftotext $sheet.pdf - | grep -q Quixolda || fail "who is here is not on the $sheet"
done
