# The dialogues, over a real socket. Each case counts.
title 'Conformance dialogues against the Release server'
suite() {
  local code=0 report=$WORK/conformance-$1.log good id seen=0
  dotnet run --project conformance -c Release --no-build -- run --suite "$1" --url "$BASE" --token "$TOKEN" \
    --admin-url "$ROOT" --admin-key "$ADMIN" >"$report" 2>&1 || code=$?
  good=$(sed -nE '$s/^([0-9]+) passed.*/\1/p' "$report")
  if [ -z "$good" ] || [ "$good" -eq 0 ]; then tail -5 "$report"; failed "$1: the console ended with $code"; return; fi
  passed "$1: $good cases ($(tail -n 1 "$report"))" "$good"
  for id in $(sed -nE 's/^ *✗ ([^ ]+) .*/\1/p' "$report"); do
    grep -A 3 "✗ $id " "$report" || true; failed "$1: $id"
    seen=$((seen + 1))
  done
  [ "$code" -eq 0 ] || [ "$seen" -gt 0 ] || failed "$1: the console ended with $code"
}
start_server "$WORK/conformance" Admin__Key="$ADMIN"
new_directory staging
suite rfc7644
suite idp
# Each identity provider's own traffic; the console compares afterwards what the server holds, and clears up.
for idp in entra okta onelogin google jumpcloud authentik; do
  code=0; dotnet run --project conformance -c Release --no-build -- simulate "$idp" --url "$BASE" --token "$TOKEN" --users 60 --groups 6 \
    --seed 7 --cleanup --quiet >"$WORK/simulate-$idp.log" 2>&1 || code=$?
  if [ "$code" -eq 0 ]; then passed "simulate $idp: $(grep '^Requests' "$WORK/simulate-$idp.log")"
  else tail -30 "$WORK/simulate-$idp.log"; failed "simulate $idp ended with $code"; fi
done
# The roles suite makes the guide's own groups and accounts: it wants a directory, and tenants, that have none.
new_directory production
suite roles
stop_server
