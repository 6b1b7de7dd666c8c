# The IPP adapter against a real IPP Everywhere printer that goes wrong on demand.
. "$(dirname "$0")/lib.sh"
. "$top/tests/system/print_lib.sh"
payload=https://example.org/desk?lobby=1

start_bus
start_avahi
write_command

# A printer that takes PDF gets PDF; what arrives is our paper, and its code can be read.
start_printer application/pdf,image/pwg-raster
send --payload "$payload"
same "pdf" "printed none" "$end"
case $(states) in
"sending sent printed" | "sending sent printing printed") ;;
*) fail "the states were: $(states)" ;;
esac
pdftoppm -r 203 -gray job.pdf page
same "code of the pdf" "$payload" "$(code_in page-1.pgm)"
same "format" application/pdf "$(cat jobs)"
grep -q 'requesting-user-name\|job-name' printer.log && fail "more than needed is in the printer's log"

# Over TLS too.
uri=ipps://localhost:$port/ipp/print
send --payload "$payload"
same "ipps" "printed none" "$end"
uri=ipp://localhost:$port/ipp/print

# Nothing of a paper stays in memory, but in the paper itself.
for option in "" --no-pdf; do
    send --paper roll-80 --search $option
    same "search${option:+ }$option" "printed none" "$end"
    same "paper found while it is there" "there 24" "$(grep '^there' send.out)"
    same "paper found afterwards, ${option:-pdf}" "left 0" "$(grep '^left' send.out)"
done

# The states of a slow printer are told as they come.
echo 'sleep 1.5' >fault
send
same "slow" "printed none" "$end"
same "states of a slow printer" "sending sent printing printed" "$(states)"

# Busy with another's job: asked again until it takes ours.
echo 'sleep 1' >fault
"$tool" send --uri "$uri" --limits "$limits" >other.out &
other=$!
sleep 0.3
send
same "busy for a moment" "printed none" "$end"
wait "$other" || fail "the other's job"
grep -q '^end printed' other.out || fail "the other's job: $(tail -n 1 other.out)"

# Called back before the first byte: the printer never hears of it.
before=$(grep -c 'Print-Job' printer.log)
send --cancel
same "called back" "not-printed cancelled" "$end"
same "jobs sent" "$before" "$(grep -c 'Print-Job' printer.log)"

# The printer gives up.
echo 'exit 1' >fault
send
same "abort" "not-printed fault" "$end"
for word in media-jam:jam cover-open:cover-open toner-empty:ink-out; do
    start_printer application/pdf
    echo "echo 'STATE: +${word%:*}' >&2; sleep 0.3; exit 1" >fault
    send
    same "abort with ${word%:*}" "not-printed ${word#*:}" "$end"
done

# Out of paper in the middle: said meanwhile, taken back, and nothing comes later.
start_printer application/pdf
echo "echo 'STATE: +media-empty' >&2; sleep 30; exit 0" >fault
send
same "out of paper" "not-printed paper-out" "$end"
[ "$took_ms" -lt 8000 ] || fail "it took $took_ms ms to say so"
grep -q 'Cancel-Job successful-ok' printer.log || fail "the job was left in the printer"

# Out of paper before: the printer waits for paper, we do not.
start_printer application/pdf
echo "echo 'STATE: +media-empty' >&2; sleep 0.2; exit 1" >fault
send
rm fault
send
same "no paper" "not-printed paper-out" "$end"
grep -q 'Cancel-Job successful-ok' printer.log || fail "the job was left in the printer"

# It vanishes in the middle of a job: nobody knows.
start_printer application/pdf
echo 'sleep 30' >fault
"$tool" send --uri "$uri" --limits "$limits" >vanish.out &
sender=$!
wait_for vanish.out printing
stop_printer
wait "$sender" || fail "the sender"
same "vanished" "unknown unplugged" "$(awk '/^end / { print $2, $3 }' vanish.out)"

# And is off now.
send
same "off" "not-printed off" "$end"
same "probe of one that is off" "not-ready off" \
    "$("$tool" probe --uri "$uri" --limits "$limits" | awk '{ print $2, $3 }')"

# A printer that takes only raster gets raster, in the size of the sheet.
start_printer image/pwg-raster
send --payload "$payload"
same "raster" "printed none" "$end"
"$tool" pwg job.pwg-raster page.pbm >pwg.out || fail "the raster cannot be read"
same "raster" "pwg 2550x3300 300 dpi 1 bit" "$(head -n 1 pwg.out)"
same "code of the raster" "$payload" "$(code_in page.pbm)"
send --payload "$payload" --paper a4 --pages 3
same "raster, a4" "printed none" "$end"
"$tool" pwg job.pwg-raster page.pbm >pwg.out || fail "the raster cannot be read"
same "raster, a4" "pages 3" "$(tail -n 1 pwg.out)"
same "code of the a4 raster" "$payload" "$(code_in page.pbm)"

# A roll on a printer that knows no rolls: its own sheet, our dots in their size.
send --payload "$payload" --paper roll-80
same "roll" "printed none" "$end"
"$tool" pwg job.pwg-raster page.pbm >pwg.out || fail "the raster cannot be read"
same "code of the roll" "$payload" "$(code_in page.pbm)"

# One that takes neither says no before anything is sent.
start_printer image/jpeg
send
same "refused" "not-printed refused" "$end"
same "jobs of a refusal" 0 "$(grep -c 'Print-Job' printer.log || true)"
