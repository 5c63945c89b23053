# A change whose run is not due yet, and a server that is killed: the run happens after the restart, and once (rule B3).
title 'kill -9 between a change and its run'
start_server "$WORK/crash" Admin__Key="$ADMIN" Sync__Delay=00:00:05
new_directory staging
group=$(value_of id "$(scim_api POST Groups '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"IMAPP_Orgvue_SCIM_user"}')")
user=$(value_of id "$(scim_api POST Users '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"survivor@acme.example"}')")
added=$(curl -s -o /dev/null -w '%{http_code}' -X PATCH "$BASE/Groups/$group" -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/scim+json' \
  -d '{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"add","path":"members","value":[{"value":"'"$user"'"}]}]}')
expect 'the change is answered' 204 "$added"
stop_server KILL
start_server "$WORK/crash" Admin__Key="$ADMIN" Sync__Delay=00:00:05
runs() { admin_api GET "directories/$DIRECTORY/runs" | grep -o '"tenantId":"ACME"' | grep -c . || true; }
for tries in $(seq 60); do [ "$(runs)" -eq 0 ] || break; sleep 0.25; done
sleep 7
expect 'exactly one run of the tenant' 1 "$(runs)"
expect 'nothing waits any more' 204 "$(curl -s -o /dev/null -w '%{http_code}' "$ROOT/admin/api/directories/$DIRECTORY/window" -H "Authorization: Bearer $ADMIN")"
accounts=$(curl -s "$ROOT/api/v1/ACME/accounts" -H "Authorization: Bearer $ADMIN")
expect 'the account is there' survivor@acme.example "$(value_of email "$accounts")"
stop_server
