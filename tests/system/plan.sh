# The floor plan: a card shows the way, an import checks the drawing, the demo's plan goes with it.
. "$(dirname "$0")/lib.sh"

plan_in_database() {
    sqlite3 "$data/foyer.db" "SELECT length(value) FROM setting WHERE name = 'plan.svg'"
}
# Pixels of the mark (pine) in a picture.
marked() {
    convert "$1" -fill black +opaque '#12604F' -fill white -opaque '#12604F' -format '%[fx:int(mean*w*h)]' info:
}
import_refused() {
    code=0
    ctl import "$1" >out.txt 2>err.txt || code=$?
    [ "$code" != 0 ] || fail "$1 was taken"
    grep -qF -e "$2" err.txt || fail "$1 was refused without \"$2\": $(cat err.txt)"
}

# --- the demo school's counselor is in room 108, and the plan shows it
demo_school
cat >way.drive <<END
tap home/find-help
tap help/person/counselor
shot card.png
tap card/plan
expect "You are here"
expect "Plan of the school. Marked: Room 108, front hall"
shot plan.png
tap furniture/back
expect card/code
tap card/plan
tap card/read
expect card/code
tap card/plan
tap furniture/hide
expect home/find-help
END
drive way.drive
[ "$(marked plan.png)" -gt $(($(marked card.png) + 5000)) ] || fail "no mark on the plan"

# --- what has no room on it has no button
cat >none.drive <<END
tap home/find-help
tap help/need/food
tap help/service/pantry
expect card/code
absent card/plan
END
drive none.drive

# --- a drawing that is not one of its own is refused, and the old one stays
before=$(plan_in_database)
cat >hostile.svg <<'END'
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><script>alert(1)</script>
<rect id="room-108" width="9" height="9"/></svg>
END
import_refused hostile.svg "scripts are not taken"
printf '<svg viewBox="0 0 40 20"><rect width="4" height="4"/></svg>' >empty-rooms.svg
import_refused empty-rooms.svg 'room-108'
head -c 600000 /dev/zero | tr '\0' ' ' >large.svg
printf '<svg viewBox="0 0 40 20">' | cat - large.svg >larger.svg
import_refused larger.svg "at most 512 KB"
same "a refused plan leaves the old one" "$before" "$(plan_in_database)"

# --- it goes with the demo; a school's own comes with its people, and an empty file takes it away
ctl_ok demo leave >/dev/null
rm -rf "$data"
mkdir school
printf 'name,needs,room,place\nRosa Lind,talk,12,Room 12\n' >school/people.csv
printf '<svg viewBox="0 0 40 20"><rect id="12" x="4" y="4" width="9" height="9"/></svg>' >school/plan.svg
ctl_ok import school >out.txt
grep -q '^floor plan  *1 ' out.txt || fail "the plan was not added: $(cat out.txt)"
cat >own.drive <<END
tap home/find-help
tap "Rosa Lind"
tap card/plan
expect "Plan of the school. Marked: Room 12"
absent "You are here"
END
drive own.drive
: >plan.svg
ctl_ok import plan.svg >/dev/null
cat >gone.drive <<END
tap home/find-help
tap "Rosa Lind"
expect card/mine
absent card/plan
END
drive gone.drive
