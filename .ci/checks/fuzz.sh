# Whatever reads strangers' bytes: the kept inputs again, and some seconds of new ones made of them, led by coverage. By hand, at length: .ci/fuzz/run
title 'Fuzzing'
FUZZ_TARGETS=6

fuzz() {
  local log=$WORK/fuzz.log good bad code=0
  FOUND=$WORK/fuzz SEED=1 timeout 90 .ci/fuzz/run 3s >"$log" 2>&1 || code=$?
  cat "$log"
  good=$(grep -c '^   ok ' "$log" || true) bad=$(grep -c '^   FAILED ' "$log" || true)
  PASSED=$((PASSED + good)) FAILED=$((FAILED + bad))
  [ "$bad" -gt 0 ] || [ "$code" -eq 0 ] && [ "$good" -eq "$FUZZ_TARGETS" ] || failed "the fuzzing ended with $code after $good of $FUZZ_TARGETS targets"
}
fuzz
