# A disk that is full, and one that turned read-only: families are let in as long as there is room,
# then refused, and nobody who was thanked is missing. Needs root, for small disks of its own.
. "$(dirname "$0")/../system/lib.sh"

disk=$work/disk
again="sh $top/tests/faults/disk_full.sh $bin"

wrong() {
    printf 'disk_full: %s (again: %s)\n' "$*" "$again" >&2
    exit 1
}

unmount() {
    mountpoint -q "$disk" && umount "$disk"
    cleanup
}
trap unmount EXIT

mkdir "$disk"
[ "$(id -u)" -eq 0 ] || skip "only root can make a small disk"
mount -t tmpfs -o size=24m,mode=700 foyer-test "$disk" 2>mount.err || skip "no small disk: $(cat mount.err)"

"$bin/../tests/disk_full" "$disk/data" || wrong "the full disk broke a promise"

# The same disk, read-only: the programs refuse in one line, and what is there stays.
data=$disk/data
verify_ok "before read-only"
thanked=$(find "$data" -name foyer.db | wc -l)
same "database files" 1 "$thanked"
before=$(md5sum "$data/foyer.db")
mount -o remount,ro "$disk" || skip "the disk cannot be made read-only"
"$bin/../tests/disk_full" --read-only "$data" || wrong "the read-only disk broke a promise"
code=0
ctl import "$top/data/import/samples/families.csv" >import.out 2>&1 || code=$?
same "import onto a read-only disk" 1 "$code"
same "lines of the refusal" 1 "$(grep -c . import.out)"
same "the database" "$before" "$(md5sum "$data/foyer.db")"
mount -o remount,rw "$disk"
verify_ok "writable again"
