#!/bin/sh
# search_quality.sh FOYER-BENCH: fails when the search finds less than its goal; skipped without the
# samples.
set -eu
export FOYER_SAMPLES="${FOYER_SAMPLES:-../shared/samples}"
[ -r "$FOYER_SAMPLES/hsds/miami-211-hsds-1x.zip" ] || exit 77
unset FOYER_PEERS
exec "$1" search-quality
