# The property tests again, with far more cases than anybody waits for in `dotnet test`. Seeds are in the output of what fails.
# They begin before checks that mostly wait, give way to them, and are looked at last: slow_begin, slow_end.

# The naive model of PATCH takes half of what SLOW=1 alone would (CASES), so that the whole of .ci/run stays within its time.
# The naive model of PATCH has a seed of its own here, so that a landing does not hang on luck; without SEED every run draws another.
slow_tests() {
  local log=$1 filter=$2 seed=${3:-} code=0
  # Without PostgreSQL: it had its share with the other tests, and these would take it minutes.
  env -u ORGVUE_TEST_POSTGRES CASES=100000 ${seed:+SEED="$seed"} SLOW=1 nice -n 19 dotnet test Orgvue.ScimEndpoint.Tests --no-build --logger 'console;verbosity=detailed' \
    --filter "$filter" >"$log" 2>&1 || code=$?
  echo "$code" >"$log.code"
}

slow_begin() {
  # Each of them is one thread most of the time. The walk over ten thousand in memory is by hand (SLOW=1): three minutes for a storage that nobody serves from.
  slow_tests "$WORK/slow-1.log" 'FullyQualifiedName~A_filter_on_rows|FullyQualifiedName~A_sorted_list_of_any_kind|(FullyQualifiedName~A_walk_by_cursor&DisplayName!~InMemory)' &
  SLOW_PIDS=$!
  slow_tests "$WORK/slow-2.log" 'FullyQualifiedName~Against_a_naive_model' 1082825811 &
  SLOW_PIDS="$SLOW_PIDS $!"
  slow_tests "$WORK/slow-3.log" 'FullyQualifiedName~Tests.Sync.On_paper|FullyQualifiedName~Incremental_and_full' &
  SLOW_PIDS="$SLOW_PIDS $!"
}

slow_end() {
  local log good bad
  title 'Property tests at length (SLOW=1)'
  wait $SLOW_PIDS || true
  for log in "$WORK"/slow-1.log "$WORK"/slow-2.log "$WORK"/slow-3.log; do
    good=$(sed -nE 's/^ *Passed: ([0-9]+)$/\1/p' "$log") bad=$(sed -nE 's/^ *Failed: ([0-9]+)$/\1/p' "$log")
    grep -E 'comparisons|cases, seed' "$log" | sed 's/^ */   /' || true
    [ -z "$good" ] || passed "$good property tests" "$good"
    [ -z "$bad" ] || { grep -A 12 '^  Failed ' "$log" || true; failed "$bad property tests" "$bad"; }
    if [ "$(cat "$log.code")" -ne 0 ] && [ -z "$bad" ] || [ -z "$good" ]; then tail -5 "$log"; failed "the property tests ended with $(cat "$log.code")"; fi
  done
}
