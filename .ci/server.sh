# The Release server in a temporary folder, on a free port. Sourced by .ci/run.
SERVER_PID=
ADMIN=ci-admin-key

free_port() {
  local port
  for port in $(seq $((20000 + RANDOM % 10000)) 40000); do
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}

# start_server <folder> [NAME=value…]: sets ROOT and SERVER_PID and returns when the admin API answers. What it prints is in <folder>/log.
# PUBLISHED names the folder of another build than the Release one.
start_server() {
  local folder=$1 out=${PUBLISHED:-$PWD/Orgvue.ScimEndpoint/bin/Release/net10.0}; shift
  mkdir -p "$folder"
  ROOT=http://127.0.0.1:$(free_port)
  # The checks ask faster than a directory is served.
  env "Storage__ConnectionString=Data Source=$folder/orgvue-scim.db" Limits__RequestsPerSecond=0 "$@" \
    dotnet "$out/Orgvue.ScimEndpoint.dll" --contentRoot "$out" --urls "$ROOT" >"$folder/log" 2>&1 &
  SERVER_PID=$!
  local tries
  for tries in $(seq 600); do
    curl -s -o /dev/null -m 5 "$ROOT/admin/api/directories" && return
    kill -0 "$SERVER_PID" 2>/dev/null || break
    sleep 0.05
  done
  failed 'the server does not answer'; tail -20 "$folder/log"; return 1
}

# stop_server [signal]
stop_server() {
  [ -n "$SERVER_PID" ] || return 0
  kill "-${1:-TERM}" "$SERVER_PID" 2>/dev/null || true
  wait "$SERVER_PID" 2>/dev/null || true
  SERVER_PID=
}

admin_api() { curl -sS -X "$1" "$ROOT/admin/api/$2" -H "Authorization: Bearer $ADMIN" -H 'Content-Type: application/json' ${3:+-d "$3"}; }
scim_api() { curl -sS -X "$1" "$BASE/$2" -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/scim+json' ${3:+-d "$3"}; }
value_of() { sed -n 's/.*"'"$1"'":"\([^"]*\)".*/\1/p' <<<"$2"; }

# new_directory <environment>: a directory like the demo's; sets BASE, TOKEN and DIRECTORY.
new_directory() {
  local made
  made=$(admin_api POST directories '{"name":"CI","environment":"'"$1"'","tenants":[
    {"tenantId":"ACME","mode":"singleTenant","groupPrefix":"IMAPP_Orgvue_SCIM_"},
    {"tenantId":"MYTENANT","mode":"multiTenant","groupPrefix":"IMAPP_Orgvue_SCIM_"}]}')
  BASE=$(value_of scimBaseUrl "$made") TOKEN=$(value_of token "$made") DIRECTORY=$(value_of directoryId "$made")
}
