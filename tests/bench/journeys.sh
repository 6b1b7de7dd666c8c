#!/bin/sh
# journeys.sh FOYER-BENCH: every journey, by 20 people or, with FOYER_LONG, by 1,000.
set -eu
seeds=20
[ -z "${FOYER_LONG:-}" ] || seeds=1000
exec "$1" --seeds "$seeds" journeys
