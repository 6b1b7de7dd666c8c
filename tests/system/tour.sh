# The guided tour walks through the demo school at any hour: at its evening, and whatever the time
# is now, when its clock goes on to the next event.
. "$(dirname "$0")/lib.sh"

# tour NAME [OPTION...]
tour() {
    data=$work/data-$1
    folder=tour-$1
    shift
    demo_school
    "$bin/foyer" --data "$data" "$@" --tour "$folder" </dev/null >tour.out 2>tour.err ||
        fail "$folder: $(head -n 1 tour.err)"
    same "pictures in $folder" 24 "$(find "$folder" -name '*.png' | wc -l)"
    verify_ok "$folder"
}

tour evening --now 2025-10-16T18:05:00-04:00
tour now
