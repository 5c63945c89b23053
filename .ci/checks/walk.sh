# The README's walk, as it stands there, against a server on its first start: what it prints must be what the README says.
title 'The walk of the README, as it is written there'
block() { sed -n "/^<!-- $1 -->/,/^\`\`\`\$/p" README.md | sed '/^<!--/d;/^```/d'; }
banner() { sed -n "s/^ *$1  *\([^ ]*\) *\$/\1/p" "$WORK/walk/log" | head -n 1; }

start_server "$WORK/walk" ASPNETCORE_ENVIRONMENT=Development
for tries in $(seq 100); do [ -z "$(banner 'Bearer token')" ] || break; sleep 0.1; done
block walk >"$WORK/walk.sh"
block walk-prints >"$WORK/walk.expected"
BASE=$(banner 'SCIM base URL') TOKEN=$(banner 'Bearer token') ADMIN=$(banner 'Admin key') bash "$WORK/walk.sh" >"$WORK/walk.out" 2>&1 || true
if [ -s "$WORK/walk.expected" ] && diff "$WORK/walk.expected" "$WORK/walk.out"; then passed 'the walk prints what the README says'
else failed 'the walk prints something else'; fi
for row in 'testuser1@acme.example  \[user\]' 'testuser2@acme.example  \[admin\]' 'testuser3@acme.example  \[ManagerRetail,Retail,user\]' \
  'testuser4@acme.example  \[admin\]' 'ACME  testuser5@acme.example  User is not part of either User group or Admin group' \
  'MYTENANT  testuser6@acme.example  User is not part of either User group or Admin group'; do
  expect "the guide's table: $row" 1 "$(grep -c "^  $row\$" "$WORK/walk.out" || true)"
done
stop_server
