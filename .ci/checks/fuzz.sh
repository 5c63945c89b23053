# Whatever reads strangers' bytes: the kept inputs again, and some seconds of new ones made of them, led by coverage. By hand, at length: .ci/fuzz/run
title 'Fuzzing'
FUZZ_TARGETS=6

fuzz() {
  local log=$WORK/fuzz.log good bad code=0
  FOUND=$WORK/fuzz SEED=1 timeout 300 .ci/fuzz/run 3s >"$log" 2>&1 || code=$?
  cat "$log"
  good=$(grep -c '^   ok ' "$log" || true) bad=$(grep -c '^   FAILED ' "$log" || true)
  PASSED=$((PASSED + good)) FAILED=$((FAILED + bad))
  if [ $((good + bad)) -ne "$FUZZ_TARGETS" ] || { [ "$code" -ne 0 ] && [ "$bad" -eq 0 ]; }; then failed "the fuzzing ended with $code after $((good + bad)) of $FUZZ_TARGETS targets"; fi
}
fuzz
