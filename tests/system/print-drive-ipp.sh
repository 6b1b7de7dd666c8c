# The kiosk and a real IPP printer: J7's slip in three languages, what arrives read back from its
# PDF; and the words on the screen when the printer gives up.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/print_lib.sh"
demo_school
when=2025-10-16T13:12:00-04:00
start_bus
start_avahi
write_command

configure() {
    printf '[printer]\nname = Lobby\nuri = %s\npaper = %s\n' "$uri" "$1" >"$data/foyer.conf"
}

# slip LANGUAGE PAPER HEAD WORD: WORD stands in the text of what arrived.
slip() {
    configure "$2"
    rm -f job.pdf page*
    {
        printf 'tap home/language/%s\ntap home/find-help\ntap help/person/counselor\n' "$1"
        printf 'tap card/print\nexpect "%s"\ntap furniture/hide\n' "$3"
    } >slip.drive
    drive slip.drive --now $when
    [ -s job.pdf ] || fail "nothing arrived in $1"
    pdftoppm -r 203 -gray job.pdf page
    case $(code_in "$(ls page*.pgm | head -n 1)") in
    *BEGIN:VCARD*TEL:+13055550142*) ;;
    *) fail "the code of the slip in $1 on $2 cannot be read" ;;
    esac
    pdftotext job.pdf text.txt
    grep -q -e "$4" text.txt || fail "'$4' is not on the slip in $1"
    grep -q -e 'Daniela Reyes' text.txt || fail "the name is not on the slip in $1"
}

start_printer application/pdf,image/pwg-raster
slip en letter 'Printed. Take your paper with you.' 'Room 108'
slip es a4 'Impreso. Llévese su papel.' 'Consejera'
slip ar letter 'تمت الطباعة' 'مرشدة'

# fault SCRIPT WORDS
fault() {
    start_printer application/pdf
    configure letter
    printf '%s\n' "$1" >fault
    {
        printf 'tap home/find-help\ntap help/person/counselor\ntap card/print\n'
        printf 'expect card/code\nexpect "Not printed. %s Photograph this code."\n' "$2"
    } >fault.drive
    drive fault.drive --now $when
}
fault "exit 1" 'The printer has a problem.'
fault "echo 'STATE: +media-jam' >&2; sleep 0.3; exit 1" 'Paper is stuck in the printer.'
fault "echo 'STATE: +cover-open' >&2; sleep 0.3; exit 1" 'The printer is open.'
fault "echo 'STATE: +toner-empty' >&2; sleep 0.3; exit 1" 'The printer has no ink.'
fault "echo 'STATE: +media-empty' >&2; sleep 0.3; exit 1" 'The printer has no paper.'

stop_printer
{
    printf 'tap home/find-help\ntap help/person/counselor\ntap card/print\n'
    printf 'expect "We cannot reach the printer. It may be off."\n'
} >off.drive
drive off.drive --now $when

start_printer image/jpeg
configure letter
{
    printf 'tap home/find-help\ntap help/person/counselor\ntap card/print\n'
    printf 'expect "Not printed. The printer has a problem. Photograph this code."\n'
} >refused.drive
drive refused.drive --now $when
