# A PostgreSQL 15 of its own for the tests, in a temporary folder, on a free port. Sourced by .ci/run.
PG_BIN=/usr/lib/postgresql/15/bin
PG_DATA=

# As its own user: PostgreSQL refuses to be root.
as_postgres() { if [ "$(id -u)" -eq 0 ]; then su postgres -s /bin/bash -c "$*"; else bash -c "$*"; fi; }

# start_postgres [setting…]: sets POSTGRES to a connection string of a role that may create databases.
start_postgres() {
  local port settings='' setting
  [ -x "$PG_BIN/initdb" ] || { apt-get update -q && apt-get install -y -q postgresql-15; } >/dev/null 2>&1
  [ -x "$PG_BIN/initdb" ] || return 1
  for setting in "$@"; do settings="$settings -c $setting"; done
  port=$(free_port)
  PG_DATA=$(mktemp -d)
  [ "$(id -u)" -ne 0 ] || chown postgres "$PG_DATA"
  as_postgres "$PG_BIN/initdb -D $PG_DATA/data -A trust -U postgres -E UTF8 --locale=C.UTF-8 >$PG_DATA/log 2>&1" || { cat "$PG_DATA/log"; return 1; }
  as_postgres "$PG_BIN/pg_ctl -D $PG_DATA/data -l $PG_DATA/log -w -o '-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$PG_DATA -c max_connections=300 $settings' start" >/dev/null \
    || { cat "$PG_DATA/log"; return 1; }
  POSTGRES="Host=127.0.0.1;Port=$port;Username=postgres;Database=postgres"
}

stop_postgres() {
  [ -n "$PG_DATA" ] || return 0
  as_postgres "$PG_BIN/pg_ctl -D $PG_DATA/data -m immediate stop" >/dev/null 2>&1 || true
  rm -rf "$PG_DATA"
  PG_DATA=
}
