# From spawning the process to its first 200.
title 'Start-up'
LIMIT_MS=10000
time_start() {
  local began took
  began=$(date +%s%N)
  start_server "$WORK/start" Admin__Key="$ADMIN"
  until curl -sf -o /dev/null "$ROOT/admin/api/directories" -H "Authorization: Bearer $ADMIN"; do sleep 0.05; done
  took=$((($(date +%s%N) - began) / 1000000))
  stop_server
  if [ "$took" -le "$LIMIT_MS" ]; then passed "$1: first 200 after $took ms"; else failed "$1: first 200 after $took ms, more than $LIMIT_MS"; fi
}
time_start 'new database'
time_start 'existing database'
