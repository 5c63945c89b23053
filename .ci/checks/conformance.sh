# The dialogues, over a real socket. Each case counts.
title 'Conformance dialogues against the Release server'
suite() {
  local code=0 report=$WORK/conformance-$1.log good bad
  dotnet run --project conformance -c Release --no-build -- run --suite "$1" --url "$BASE" --token "$TOKEN" \
    --admin-url "$ROOT" --admin-key "$ADMIN" >"$report" 2>&1 || code=$?
  tail -n 1 "$report"
  good=$(sed -nE '$s/.*[^0-9]?([0-9]+) passed.*/\1/p' "$report") bad=$(sed -nE '$s/.*[^0-9]([0-9]+) failed.*/\1/p' "$report")
  passed "$1: ${good:-0} cases" "${good:-0}"
  [ "${bad:-0}" -eq 0 ] || { grep -A 3 '✗' "$report" || true; failed "$1: $bad cases" "$bad"; }
  if [ "$code" -ne 0 ] && [ "${bad:-0}" -eq 0 ] || [ "${good:-0}" -eq 0 ]; then failed "$1: the console ended with $code"; fi
}
start_server "$WORK/conformance" Admin__Key="$ADMIN"
new_directory staging
suite rfc7644
suite idp
# The roles suite makes the guide's own groups and accounts: it wants a directory, and tenants, that have none.
new_directory production
suite roles
stop_server
