# The server against the floor in one run: no workload may have fallen by more than 30 % below the ratio that is kept in benchmarks/ratios.json.
title 'Speed, against the floor in the same run'
speed() {
  local code=0 log=$WORK/speed.log
  timeout 180 dotnet run --project benchmarks -c Release --no-build -- compare --short --server Orgvue.ScimEndpoint/bin/Release/net10.0 \
    --out "$WORK/speed.csv" >"$log" 2>&1 || code=$?
  sed -n '/^| workload/,$p' "$log" | sed 's/^/   /'
  if [ "$code" -eq 0 ] && grep -qE '^([0-9]+) of \1 workloads held$' "$log"; then passed 'no workload has fallen against the floor'
  else tail -3 "$log"; failed "the short comparison ended with $code"; fi
}
speed
