#!/usr/bin/env bash
# Two nodes on one PostgreSQL and nginx in front of them, as docs/scale.md describes. Everything lives in a temporary folder and ends with this.
#   docs/scale/two-nodes.sh [port]      starts them and waits for Ctrl-C; nginx listens on port (5090)
#   docs/scale/two-nodes.sh --try       starts them, ends one of them, and shows what a client sees; prints "N passed, N failed"
# A PostgreSQL of one's own: ORGVUE_POSTGRES='Host=…;Port=…;Username=…;Password=…;Database=…'. Otherwise a temporary one is started.
set -euo pipefail
cd "$(dirname "$0")/../.."
PASSED=0 FAILED=0 NODES=()
WORK=$(mktemp -d)
. .ci/server.sh
. .ci/postgres.sh
passed() { PASSED=$((PASSED + 1)); printf '   ok      %s\n' "$1"; }
failed() { FAILED=$((FAILED + 1)); printf '   FAILED  %s\n' "$1"; }
expect() { if [ "$2" = "$3" ]; then passed "$1: $3"; else failed "$1: expected $2, got $3"; fi; }

stop() {
  local pid
  for pid in "${NODES[@]}"; do kill -KILL "$pid" 2>/dev/null || true; done
  [ ! -s "$WORK/nginx.pid" ] || kill -QUIT "$(cat "$WORK/nginx.pid")" 2>/dev/null || true
  stop_postgres
  rm -rf "$WORK"
}
trap stop EXIT

command -v nginx >/dev/null || { apt-get update -q && apt-get install -y -q nginx-light; } >/dev/null 2>&1
[ -n "${ORGVUE_POSTGRES:-}" ] && POSTGRES=$ORGVUE_POSTGRES || start_postgres
[ -e Orgvue.ScimEndpoint/bin/Release/net10.0/Orgvue.ScimEndpoint.dll ] || dotnet build Orgvue.ScimEndpoint -c Release -v q >/dev/null

# The one makes the tables, the other finds them. Both believe nginx when it says what address the client asked for.
addresses=()
for node in one other; do
  start_server "$WORK/$node" Admin__Key="$ADMIN" Storage__Provider=PostgreSql "Storage__ConnectionString=$POSTGRES;Maximum Pool Size=40" \
    ASPNETCORE_FORWARDEDHEADERS_ENABLED=true
  NODES+=("$SERVER_PID") addresses+=("${ROOT#http://}")
  SERVER_PID=
done

PORT=5090
case "${1:-}" in --try) PORT=$(free_port) ;; ?*) PORT=$1 ;; esac
cat >"$WORK/nginx.conf" <<CONF
worker_processes 1;
pid $WORK/nginx.pid;
error_log $WORK/nginx.log warn;
events { worker_connections 1024; }
http {
  access_log off;
  client_body_temp_path $WORK/body; proxy_temp_path $WORK/proxy;
  fastcgi_temp_path $WORK/f; uwsgi_temp_path $WORK/u; scgi_temp_path $WORK/s;
  upstream nodes {
    # In turn. A node that is not there is left alone for five seconds.
    server ${addresses[0]} max_fails=1 fail_timeout=5s;
    server ${addresses[1]} max_fails=1 fail_timeout=5s;
    keepalive 32;
  }
  server {
    listen 127.0.0.1:$PORT;
    # The server has limits of its own, and says so in the words of SCIM.
    client_max_body_size 0;
    location / {
      proxy_pass http://nodes;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host \$http_host;
      proxy_set_header X-Forwarded-For \$proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto \$scheme;
      add_header X-Node \$upstream_addr always;
      # To the other node where this one cannot be reached or breaks off. What was sent already and is not idempotent (POST, PATCH) is not sent
      # again: nobody knows whether it happened. A 503 of ours goes to the client, who knows when to come back.
      proxy_next_upstream error timeout;
      proxy_next_upstream_tries 2;
      proxy_connect_timeout 2s;
      # Longer than a writer waits for the turn of a node that fell silent.
      proxy_read_timeout 60s;
    }
  }
}
CONF
nginx -c "$WORK/nginx.conf"
ROOT=http://127.0.0.1:$PORT

if [ "${1:-}" != --try ]; then
  echo "nginx: $ROOT, nodes: ${addresses[*]} (pids ${NODES[*]}), admin key: $ADMIN"
  echo "Ctrl-C ends all of it."
  sleep infinity & wait $!
fi

new_directory staging
expect 'the base URL is the one that the client asked' "$ROOT" "${BASE%/scim/*}"
nodes_of() { for n in $(seq "$1"); do curl -s -o /dev/null -D - "$BASE/Users?count=1" -H "Authorization: Bearer $TOKEN" | tr -d '\r' | sed -n 's/^X-Node: //p'; done; }
expect 'nodes that answer ten requests' 2 "$(nodes_of 10 | sort -u | wc -l)"
user() { curl -s -o /dev/null -w '%{http_code}\n' -X POST "$BASE/Users" -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/scim+json' \
  -d '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"'"$1"'@acme.example"}'; }
got() { curl -s -o /dev/null -w '%{http_code}\n' "$BASE/Users?count=1" -H "Authorization: Bearer $TOKEN"; }
counted() { sort | uniq -c | sed 's/^ *//' | paste -sd, -; }
expect 'ten users made through nginx' '10 201' "$(for n in $(seq 10); do user "before$n"; done | counted)"
{ kill -KILL "${NODES[0]}"; wait "${NODES[0]}" || true; } 2>/dev/null
expect 'a node is killed: forty requests that read' '40 200' "$(for n in $(seq 40); do got; done | counted)"
expect '... forty that write' '40 201' "$(for n in $(seq 40); do user "after$n"; done | counted)"
expect '... and all of them are there' '"totalResults":50' "$(scim_api GET 'Users?count=0' | grep -o '"totalResults":[0-9]*')"
echo "$PASSED passed, $FAILED failed"
[ "$FAILED" -eq 0 ]
