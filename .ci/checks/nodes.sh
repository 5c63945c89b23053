# Two processes on one PostgreSQL: windows that are over at once, one of them killed, put to sleep or cut off in mid-run, parallel writes, nginx in front. By hand, at length: .ci/nodes/run. Not in .ci/run, which has no two minutes left for it.
title 'Several nodes on one PostgreSQL'
NODES_AT_LEAST=51

nodes() {
  local log=$WORK/nodes.log good bad code=0
  dotnet build .ci/nodes -c Release -v q >"$log" 2>&1 || { cat "$log"; failed 'the nodes do not build'; return; }
  POSTGRES=${POSTGRES:-} .ci/nodes/run 40 3 >"$log" 2>&1 || code=$?
  cat "$log"
  good=$(sed -nE 's/^([0-9]+) passed, [0-9]+ failed$/\1/p' "$log") bad=$(sed -nE 's/^[0-9]+ passed, ([0-9]+) failed$/\1/p' "$log")
  if [ -z "$good" ]; then failed "the nodes did not come to their end ($code)"; return; fi
  PASSED=$((PASSED + good)) FAILED=$((FAILED + bad))
  [ "$good" -ge "$NODES_AT_LEAST" ] || failed "only $good checks of several nodes, not $NODES_AT_LEAST"
  code=0; ORGVUE_POSTGRES= docs/scale/two-nodes.sh --try >"$log" 2>&1 || code=$?
  cat "$log"
  PASSED=$((PASSED + $(grep -c '^   ok ' "$log" || true))) FAILED=$((FAILED + $(grep -c '^   FAILED ' "$log" || true)))
  tail -1 "$log" | grep -q '^6 passed, 0 failed$' || failed "two nodes behind nginx ($code)"
}
nodes
