# A server killed with SIGKILL at each named stage of a run, in either of two tenants: after a restart the outcome is that of an undisturbed run,
# and each tenant has run exactly once for its changes (rule B3).
title 'kill -9 at each stage of a run'
USERS=1100
PLUG=$PWD/.ci/plug/bin/Release/net10.0/plug.dll
KILL_PIDS=()

bulk() { curl -sS -o "$WORK/bulk.log" -w '%{http_code}' -X POST "$BASE/Bulk" -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/scim+json' -d @-; }

# bulk_users <from> <to>: users, and the groups user and hr with them; every 50th is in hr alone, every third in MYTENANT as well.
bulk_users() {
  awk -v from="$1" -v to="$2" -v user="$3" -v hr="$4" -v mine="$5" 'BEGIN {
    printf "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:BulkRequest\"],\"Operations\":["
    for (n = from; n <= to; n++) {
      printf "{\"method\":\"POST\",\"path\":\"/Users\",\"bulkId\":\"u%d\",\"data\":{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"u%d@acme.example\"}},", n, n
      ref = "{\"value\":\"bulkId:u" n "\"}"
      if (n % 50) users = users (users ? "," : "") ref
      hrs = hrs (hrs ? "," : "") ref
      if (n % 3 == 0) mines = mines (mines ? "," : "") ref
    }
    patch(user, users); printf ","; patch(hr, hrs); printf ","; patch(mine, mines); printf "]}"
  }
  function patch(group, members) {
    printf "{\"method\":\"PATCH\",\"path\":\"/Groups/%s\",\"data\":{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":[{\"op\":\"add\",\"path\":\"members\",\"value\":[%s]}]}}", group, members
  }' | bulk
}

group() { value_of id "$(scim_api POST Groups '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"IMAPP_Orgvue_SCIM_'"$1"'"}')"; }
rename() { scim_api PATCH "Groups/$1" '{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"displayName","value":"IMAPP_Orgvue_SCIM_'"$2"'"}]}' >/dev/null; }

pages() { # pages <url> : all pages of a list, one after the other
  local url=$1 page cursor=
  while :; do
    page=$(curl -sS "$ROOT$url&limit=1000${cursor:+&cursor=$cursor}" -H "Authorization: Bearer $ADMIN"); printf '%s\n' "$page"
    cursor=$(value_of nextCursor "$page"); [ -n "$cursor" ] || break
  done
}

# outcome <file>: accounts with their state and roles, and open failures; no ids and no times.
outcome() {
  for tenant in ACME MYTENANT; do
    pages "/api/v1/$tenant/accounts?environment=staging" \
      | grep -oE '"email":"[^"]*","enabled":(true|false),"status":"[A-Za-z]*","platformRole":[^,]*,"roles":\[[^]]*\]' | sed "s/^/$tenant /" | sort
  done >"$1"
  pages "/admin/api/directories/$DIRECTORY/failures?state=open" | grep -oE '"userName":"[^"]*"[^}]*"code":"[A-Za-z]*"' | sort >>"$1"
}

done_runs() { admin_api GET "directories/$DIRECTORY/runs?limit=100" | grep -oE '"tenantId":"[A-Z]*","trigger":"[A-Za-z]*","status":"[A-Za-z]*"' | sort; }
wait_runs() { local tries; for tries in $(seq 480); do [ "$(done_runs | grep -c Completed || true)" -lt "$1" ] || return 0; sleep 0.25; done; failed "$2: no run after two minutes"; }

dotnet build .ci/plug -c Release -v q >"$WORK/plug.log" 2>&1 || { cat "$WORK/plug.log"; failed 'the plug does not build'; }
start_server "$WORK/kill" Admin__Key="$ADMIN" Sync__Delay=00:00:01
new_directory staging
user=$(group user) hr=$(group hr) mine=$(group MYTENANT_user)
for from in $(seq 1 400 "$USERS"); do
  to=$((from + 399)); [ "$to" -le "$USERS" ] || to=$USERS
  expect "users $from to $to" 200 "$(bulk_users "$from" "$to" "$user" "$hr" "$mine")"
done
sleep 1.5; admin_api POST "directories/$DIRECTORY/sync" >/dev/null
wait_runs 2 'the first run'
stop_server
# What the run under test is for: all accounts of ACME written, some removed and made, some users failing. Its window outlasts this server.
start_server "$WORK/kill" Admin__Key="$ADMIN" Sync__Delay=01:00:00
BASE=$ROOT/${BASE#http://*/}
BEFORE=$(done_runs | wc -l)
rename "$hr" sales; rename "$mine" MYTENANT_admin
expect 'users 2001 to 2060' 200 "$(bulk_users 2001 2060 "$user" "$hr" "$mine")"
for n in 7 8 9; do
  id=$(scim_api GET "Users?filter=userName%20eq%20%22u$n@acme.example%22" | sed -n 's/.*"id":"\([^"]*\)".*/\1/p'); scim_api DELETE "Users/$id" >/dev/null
done
stop_server

cp -r "$WORK/kill" "$WORK/kill-undisturbed"
start_server "$WORK/kill-undisturbed" Admin__Key="$ADMIN" Sync__Delay=00:00:01
wait_runs $((BEFORE + 2)) 'the undisturbed run'
outcome "$WORK/undisturbed"
AFTER=$(done_runs)
stop_server
expect 'the undisturbed run made, changed and removed accounts' yes "$(if [ "$(grep -c '"sales"' "$WORK/undisturbed")" -gt "$USERS" ] && ! grep -q '"u7@' "$WORK/undisturbed"; then echo yes; fi)"

STAGES='planned:1 applying:1 applying:3 applied:1 committed:1 planned:2 applied:2 committed:2'
for stage in $STAGES; do
  folder=$WORK/kill-${stage/:/-}
  cp -r "$WORK/kill" "$folder"
  env "Storage__ConnectionString=Data Source=$folder/orgvue-scim.db" Admin__Key="$ADMIN" Limits__RequestsPerSecond=0 Sync__Delay=00:00:01 DOTNET_STARTUP_HOOKS="$PLUG" \
    PLUG_STAGE="${stage%:*}" PLUG_TIMES="${stage#*:}" dotnet "$PWD/Orgvue.ScimEndpoint/bin/Release/net10.0/Orgvue.ScimEndpoint.dll" \
    --contentRoot "$PWD/Orgvue.ScimEndpoint/bin/Release/net10.0" --urls "http://127.0.0.1:$(free_port)" >"$folder/plug.log" 2>&1 &
  pid=$! code=0
  ( sleep 120; kill -KILL "$pid" 2>/dev/null ) & guard=$!
  { wait "$pid" || code=$?; } 2>/dev/null
  kill "$guard" 2>/dev/null || true
  expect "$stage: the plug was pulled" "137 plug: ${stage%:*}" "$code $(grep '^plug: ' "$folder/plug.log" || true)"
done
# The dead node's lease lasts 20 seconds: all are restarted at once, and waited for once.
ROOTS=()
for stage in $STAGES; do
  start_server "$WORK/kill-${stage/:/-}" Admin__Key="$ADMIN" Sync__Delay=00:00:01
  KILL_PIDS+=("$SERVER_PID") ROOTS+=("$ROOT"); SERVER_PID=
done
n=0
for stage in $STAGES; do
  ROOT=${ROOTS[$n]} SERVER_PID=${KILL_PIDS[$n]}
  wait_runs $((BEFORE + 2)) "$stage"
  outcome "$WORK/outcome"
  if cmp -s "$WORK/undisturbed" "$WORK/outcome"; then passed "$stage: accounts, roles and failures as undisturbed"
  else diff "$WORK/undisturbed" "$WORK/outcome" | head -10; failed "$stage: the outcome differs"; fi
  expect "$stage: each tenant ran once" "$AFTER" "$(done_runs)"
  expect "$stage: nothing waits" 204 "$(curl -s -o /dev/null -w '%{http_code}' "$ROOT/admin/api/directories/$DIRECTORY/window" -H "Authorization: Bearer $ADMIN")"
  stop_server
  n=$((n + 1))
done
