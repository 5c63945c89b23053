# WorkOS's own SDK for Node, as npm has it, pointed at our server: what it reads, what it refuses, and every webhook that is sent.
title "WorkOS's SDK against the emulated WorkOS API"
WORKOS_AT_LEAST=42

workos() {
  local sdk=$WORK/workos good bad key=sk_ci_workos_key
  command -v npm >/dev/null || { apt-get update -q && apt-get install -y -q nodejs npm; } >/dev/null
  mkdir "$sdk" && cp Orgvue.ScimEndpoint.Tests/WorkOsSdk/{package.json,package-lock.json,check.mjs,server.mjs} "$sdk"
  (cd "$sdk" && npm ci --no-audit --no-fund) >"$sdk/npm.log" 2>&1 || { tail -5 "$sdk/npm.log"; failed "npm ci of WorkOS's SDK"; return; }
  # Development, since faults are injected nowhere else.
  start_server "$sdk/server" ASPNETCORE_ENVIRONMENT=Development Demo__Seed=false Admin__Key="$ADMIN" WorkOs__ApiKey="$key" || return 0
  new_directory staging
  ROOT=$ROOT WORKOS_API_KEY=$key ADMIN=$ADMIN BASE=$BASE TOKEN=$TOKEN node "$sdk/check.mjs" >"$sdk/report" 2>&1 || true
  stop_server
  sed 's/^/   /' "$sdk/report"
  good=$(sed -nE 's/^([0-9]+) passed, [0-9]+ failed$/\1/p' "$sdk/report") bad=$(sed -nE 's/^[0-9]+ passed, ([0-9]+) failed$/\1/p' "$sdk/report")
  if [ -z "$good" ]; then failed "the SDK's checks did not come to their end"; return; fi
  passed "$good checks with WorkOS's SDK" "$good"
  [ "$bad" -eq 0 ] || failed "$bad checks with WorkOS's SDK" "$bad"
  [ "$good" -ge "$WORKOS_AT_LEAST" ] || failed "only $good checks with WorkOS's SDK, not $WORKOS_AT_LEAST"
}
workos
