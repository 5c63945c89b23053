# A server that is not ours, held to the same dialogues: that it fails some is the proof that a case can fail.
# docs/conformance.md tells what it fails and why.
title 'The MUSTs against a peer, scimmy-routers'
PEER=$WORK/peer PEER_PID=
AT_LEAST=50
stop_peer() { [ -z "$PEER_PID" ] || { kill "$PEER_PID" 2>/dev/null || true; wait "$PEER_PID" 2>/dev/null || true; PEER_PID=; }; }
trap 'stop_peer; stop_server; stop_postgres; rm -rf "$WORK"' EXIT

peer() {
  local port code=0 faults
  command -v npm >/dev/null || { apt-get update -q && apt-get install -y -q nodejs npm; } >/dev/null
  mkdir "$PEER" && cp conformance/peers/scimmy/{package.json,package-lock.json,server.mjs} "$PEER"
  (cd "$PEER" && npm ci --no-audit --no-fund) >"$PEER/npm.log" 2>&1 || { tail -5 "$PEER/npm.log"; failed 'npm ci of the peer'; return; }
  port=$(free_port)
  PORT=$port TOKEN=peer-token node "$PEER/server.mjs" >"$PEER/log" 2>&1 &
  PEER_PID=$!
  for tries in $(seq 200); do curl -s -o /dev/null -m 5 "http://127.0.0.1:$port/" && break; sleep 0.05; done

  dotnet run --project conformance -c Release --no-build -- run --url "http://127.0.0.1:$port/scim/v2" --token peer-token --quiet \
    --suite rfc7644 --level must --html "$PEER/report.html" --json "$PEER/report.json" >"$PEER/report.txt" 2>&1 || code=$?
  expect 'the console says that something failed' 1 "$code"
  expect 'both reports are written' yes "$([ -s "$PEER/report.html" ] && [ -s "$PEER/report.json" ] && echo yes)"
  node --input-type=module - "$PEER/report.json" >"$PEER/faults" <<'JS' || true
import { readFileSync } from "node:fs";
const [, , file] = process.argv;
for (const r of JSON.parse(readFileSync(file)).results)
  if (r.verdict === "failed")
    console.log(`${r.clause.padEnd(20)} ${r.id.padEnd(26)} expected ${r.problems[0].expected}; got ${r.problems[0].got.slice(0, 70)}`);
JS
  sort -V "$PEER/faults" | sed 's/^/   /'
  faults=$(wc -l <"$PEER/faults")
  if [ "$faults" -ge "$AT_LEAST" ]; then passed "$faults faults of the peer were found ($(tail -n 1 "$PEER/report.txt"))"
  else failed "only $faults faults of the peer were found, not $AT_LEAST: can the cases still fail?"; fi
}
peer
stop_peer
