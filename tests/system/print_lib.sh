# Sourced behind lib.sh by the tests of printing: a real IPP printer (ippeveprinter of CUPS) that
# touches nothing of the system's. It wants D-Bus and Avahi: both get an instance of their own, Avahi
# with a /run of its own where the kernel allows that.
tool=$(dirname "$bin")/tests/print_tool
[ -x "$tool" ] || skip "print_tool is not built"
for program in ippeveprinter dbus-daemon avahi-daemon pdftoppm zbarimg; do
    command -v "$program" >/dev/null 2>&1 || skip "$program is not installed"
done
printer_pid=

start_bus() {
    cat >bus.conf <<END
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <listen>unix:path=$work/bus</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/> <allow own="*"/>
    <allow send_type="method_call"/> <allow send_type="signal"/>
    <allow send_requested_reply="true"/> <allow receive_requested_reply="true"/>
    <allow receive_type="method_call"/> <allow receive_type="signal"/>
  </policy>
</busconfig>
END
    dbus-daemon --config-file="$work/bus.conf" --nofork --nopidfile >bus.log 2>&1 &
    started="$started $!"
    DBUS_SYSTEM_BUS_ADDRESS=unix:path=$work/bus
    export DBUS_SYSTEM_BUS_ADDRESS
    tries=0
    until [ -S "$work/bus" ]; do
        tries=$((tries + 1))
        [ "$tries" -le 100 ] || fail "no bus: $(tail -n 1 bus.log)"
        sleep 0.05
    done
}

start_avahi() {
    cat >avahi.conf <<'END'
[server]
host-name=foyer-test
use-ipv4=yes
use-ipv6=no
allow-interfaces=lo
[publish]
disable-publishing=no
END
    cat >avahi.sh <<END
mount -t tmpfs tmpfs /run 2>/dev/null && mkdir /run/avahi-daemon
exec avahi-daemon --no-drop-root --no-chroot --no-rlimits --no-proc-title -f $work/avahi.conf
END
    if unshare -m true 2>/dev/null; then
        unshare -m sh avahi.sh >avahi.log 2>&1 &
    else
        avahi-daemon --no-drop-root --no-chroot --no-rlimits --no-proc-title \
            -f "$work/avahi.conf" >avahi.log 2>&1 &
    fi
    started="$started $!"
    tries=0
    until grep -q 'startup complete' avahi.log 2>/dev/null; do
        tries=$((tries + 1))
        [ "$tries" -le 200 ] || skip "Avahi does not run here: $(tail -n 1 avahi.log)"
        sleep 0.05
    done
}

# What the printer does with a job: keeps it as job.TYPE, then does what the file "fault" says.
write_command() {
    cat >command.sh <<END
#!/bin/sh
cp "\$1" "$work/job.tmp" && mv "$work/job.tmp" "$work/job.\${CONTENT_TYPE##*/}"
echo "\$CONTENT_TYPE" >>"$work/jobs"
[ ! -f "$work/fault" ] || . "$work/fault"
exit 0
END
    chmod +x command.sh
}

# free_port: one that the kernel has free just now.
free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# start_printer FORMATS: on a free port; its address is $uri.
start_printer() {
    stop_printer
    rm -rf spool jobs fault job.*
    mkdir -p spool keys
    for attempt in 1 2 3 4 5; do
        port=$(free_port)
        ippeveprinter -v -r off -p "$port" -n localhost -d "$work/spool" -K "$work/keys" -f "$1" \
            -c "$work/command.sh" "Lobby $attempt" >printer.log 2>&1 &
        printer_pid=$!
        started="$started $printer_pid"
        uri=ipp://localhost:$port/ipp/print
        tries=0
        while kill -0 "$printer_pid" 2>/dev/null && [ "$tries" -lt 100 ]; do
            tries=$((tries + 1))
            case $("$tool" probe --uri "$uri" --limits 500,500,500,500 2>/dev/null) in
            "end ready"*) return 0 ;;
            esac
            sleep 0.05
        done
        stop_printer
    done
    fail "the printer does not start: $(tail -n 1 printer.log)"
}

stop_printer() {
    [ -z "$printer_pid" ] || kill -9 "$printer_pid" 2>/dev/null || true
    [ -z "$printer_pid" ] || wait "$printer_pid" 2>/dev/null || true
    printer_pid=
}

# limits: connect, status, stall, job
limits=3000,1000,2000,5000

# send OPTIONS...: states go to send.out, its end is $end ("printed none").
send() {
    "$tool" send --uri "$uri" --limits "$limits" "$@" >send.out 2>send.err ||
        fail "print_tool ended with $?: $(cat send.err)"
    end=$(awk '/^end / { print $2, $3 }' send.out)
    took_ms=$(awk '/^end / { print $5 }' send.out)
}

# states: all that was told on the way, on one line.
states() {
    grep -v -E '^(end|there|left) ' send.out | tr '\n' ' ' | sed 's/ $//'
}

# code_in IMAGE: what an independent reader reads.
code_in() {
    zbarimg -q --raw "$1" 2>/dev/null || true
}
