# C holds no SQL text (STYLE 12): statements live in data/queries and data/schema.
. "$(dirname "$0")/lib.sh"
room_files '*.c' '*.h' | xargs awk -v strings=1 -f "$checks/strip.awk" /dev/null >"$scratch/code"
upper='(SELECT|INSERT( OR [A-Z]+)? INTO|DELETE FROM|CREATE (VIRTUAL )?(TABLE|INDEX|VIEW|TRIGGER)|DROP (TABLE|INDEX)|ALTER TABLE|PRAGMA|SAVEPOINT|COMMIT|ROLLBACK|VACUUM|ATTACH|BEGIN (IMMEDIATE|EXCLUSIVE|DEFERRED))'
lower='(select|insert into|update [a-z_]+ set|delete from|create table|pragma|begin immediate|vacuum|savepoint) '
grep -E "\"([^\"]*[^A-Za-z\"])?$upper([^A-Za-z_:]|\$)|\"[^\"]*UPDATE [a-z_]+ SET|\"$lower" "$scratch/code" \
    | grep -vE '^[^:]*:[^:]*:[ \t]*#[ \t]*include' >"$scratch/found" || true
finish "$scratch/found" "Put the statement into a .sql file."
