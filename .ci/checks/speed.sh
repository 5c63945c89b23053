# The server against the floor in one run: no workload may have fallen by more than 30 % below the ratio that is kept in benchmarks/ratios.json.
# What has fallen is measured once more: a minute of the machine falls once, the server falls twice.
title 'Speed, against the floor in the same run'
compare() {
  local code=0 log=$WORK/speed-$1.log
  timeout 180 dotnet run --project benchmarks -c Release --no-build -- compare --short --server Orgvue.ScimEndpoint/bin/Release/net10.0 \
    --out "$WORK/speed-$1.csv" >"$log" 2>&1 || code=$?
  sed -n '/^| workload/,$p' "$log" | sed 's/^/   /'
  sed -nE 's/^\| ([a-z0-9-]+) \|.*FALLEN.*/\1/p' "$log" | sort >"$WORK/fallen-$1"
  # It came to its end: with an answer for every workload, or with the names of those that fell.
  [ "$code" -eq 0 ] && grep -qE '^([0-9]+) of \1 workloads held$' "$log" || { [ -s "$WORK/fallen-$1" ] && grep -qE '^[0-9]+ of [0-9]+ workloads held$' "$log"; } ||
    { tail -3 "$log"; failed "the short comparison ended with $code"; return 1; }
}
speed() {
  compare 1 || return 0
  [ -s "$WORK/fallen-1" ] || { passed 'no workload has fallen against the floor'; return; }
  compare 2 || return 0
  local twice; twice=$(comm -12 "$WORK/fallen-1" "$WORK/fallen-2" | paste -sd' ')
  if [ -z "$twice" ]; then passed "no workload has fallen against the floor twice (once: $(cat "$WORK/fallen-1" "$WORK/fallen-2" | paste -sd' '))"
  else failed "fallen against the floor, twice: $twice"; fi
}
speed
