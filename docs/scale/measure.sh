#!/usr/bin/env bash
# Starts a PostgreSQL that flushes as it should and one node on it, and prints what costs.csv holds: docs/scale/measure.sh > docs/scale/costs.csv
set -euo pipefail
cd "$(dirname "$0")/../.."
WORK=$(mktemp -d)
failed() { echo "$1" >&2; }
. .ci/server.sh
. .ci/postgres.sh
trap 'stop_server; stop_postgres; rm -rf "$WORK"' EXIT
start_postgres
start_server "$WORK/node" Admin__Key="$ADMIN" Storage__Provider=PostgreSql "Storage__ConnectionString=$POSTGRES" Logging__LogLevel__Default=Warning
python3 docs/scale/measure.py "${ROOT#http://}" "$ADMIN" "$SERVER_PID" "$(head -1 "$PG_DATA/data/postmaster.pid")"
