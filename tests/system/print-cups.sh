# Through a local CUPS queue: a scheduler of our own, with one queue in front of a real IPP printer
# (whose word counts) and one in front of a device that tells nothing (whose "completed" does not).
. "$(dirname "$0")/lib.sh"
. "$top/tests/system/print_lib.sh"
PATH=$PATH:/usr/sbin
command -v cupsd >/dev/null 2>&1 || skip "cupsd is not installed"
payload=https://example.org/desk?lobby=1
limits=3000,1000,3000,12000

# CUPS runs what touches a printer as a user of its own, who cannot look into our folder.
cups=$(mktemp -d /tmp/foyer-cups.XXXXXX)
trap 'cleanup; rm -rf "$cups"' EXIT

# start_cupsd: queues "lobby" (the printer at $uri) and "plain"; their addresses begin with $queues.
start_cupsd() {
    (cd "$cups" && mkdir -p bin/backend bin/daemon state cache spool tmp)
    chmod 777 "$cups/tmp" "$cups/spool" "$cups/cache" "$cups/state"
    ln -s /usr/lib/cups/daemon/cups-exec "$cups/bin/daemon/"
    cp /usr/lib/cups/backend/ipp "$cups/bin/backend/"
    printf '#!/bin/sh\n[ $# -ge 5 ] || exit 0\ncat >/dev/null\n' >"$cups/bin/backend/plain"
    chmod 755 "$cups" "$cups/bin" "$cups/bin/backend" "$cups/bin/backend/plain" "$cups/bin/backend/ipp"
    cat >"$cups/cups-files.conf" <<END
ServerRoot $cups
ServerBin $cups/bin
DataDir /usr/share/cups
StateDir $cups/state
CacheDir $cups/cache
RequestRoot $cups/spool
TempDir $cups/tmp
AccessLog $cups/access.log
ErrorLog $cups/error.log
PageLog $cups/page.log
Sandboxing relaxed
END
    cups_port=$(free_port)
    cat >"$cups/cupsd.conf" <<END
LogLevel info
Listen 127.0.0.1:$cups_port
Browsing Off
WebInterface No
DefaultAuthType None
JobRetryInterval 1
<Location />
  Order allow,deny
  Allow all
</Location>
END
    # Who may do what is as a site gets it.
    sed -n '/<Policy default>/,/<\/Policy>/p' /usr/share/cups/cupsd.conf.default >>"$cups/cupsd.conf"
    for queue in "lobby $uri" "plain plain:/dev/nowhere"; do
        printf '<Printer %s>\nDeviceURI %s\nState Idle\nAccepting Yes\nErrorPolicy retry-job\n</Printer>\n' $queue
    done >"$cups/printers.conf"
    cupsd -f -c "$cups/cupsd.conf" -s "$cups/cups-files.conf" >cupsd.log 2>&1 &
    started="$started $!"
    queues=ipp://127.0.0.1:$cups_port/printers
    tries=0
    until "$tool" probe --uri "$queues/lobby" --limits 500,500,500,500 2>/dev/null | grep -q '^end ready'; do
        tries=$((tries + 1))
        [ "$tries" -le 100 ] || fail "cupsd does not run: $(cat cupsd.log "$cups/error.log" | tail -n 1)"
        sleep 0.1
    done
}

# CUPS keeps documents for a day if nobody says otherwise.
forgotten() {
    [ -z "$(find "$cups/spool" -name 'd*-*')" ] || fail "the document stayed in the queue"
}

start_bus
start_avahi
write_command
start_printer application/pdf
start_cupsd

# The printer behind the queue says that it has printed.
uri=$queues/lobby
send --payload "$payload"
same "queue" "printed none" "$end"
pdftoppm -r 203 -gray job.pdf page
same "code behind the queue" "$payload" "$(code_in page-1.pgm)"
forgotten

# Nobody can say it behind this one.
uri=$queues/plain
send
same "queue in front of a plain device" "unknown none" "$end"
forgotten

# The printer goes off: the queue would keep the job for later, so it is taken back there.
stop_printer
uri=$queues/lobby
send
# (CUPS gives no reason that a program could read.)
same "queue of a printer that is off" "not-printed stalled" "$end"
forgotten

# No such queue.
uri=$queues/nobody
send
same "no such queue" "not-printed refused" "$end"
