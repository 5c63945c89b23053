"""What operations cost the server and PostgreSQL in processor time, as simulate.py reads it. Started by measure.sh.

Processor time and not latency: it is what a fleet must have, and another program on the machine hardly moves it.
"""
import http.client, json, os, sys

host, admin, server_pid, postmaster_pid = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
USERS, TIMES, MANY = 2000, 300, 80
TICK = os.sysconf("SC_CLK_TCK")
connection = http.client.HTTPConnection(host)


def ask(method, path, token, body=None, expected=(200, 201, 204)):
    connection.request(method, path, None if body is None else json.dumps(body),
                       {"Authorization": "Bearer " + token, "Content-Type": "application/json" if token == admin else "application/scim+json"})
    answer = connection.getresponse()
    text = answer.read()
    assert answer.status in expected, (method, path, answer.status, text)
    return json.loads(text) if text else None


def of(pid):
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return [int(n) for n in fields[11:15]]  # its own time, and that of its children who have ended


def spent():
    """Milliseconds of the server, and of PostgreSQL with all its children."""
    own = of(server_pid)
    database = sum(of(postmaster_pid))
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            if open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()[1] == str(postmaster_pid):
                database += sum(of(pid)[:2])
        except FileNotFoundError:
            pass
    return (own[0] + own[1]) * 1000 / TICK, database * 1000 / TICK


def measure(name, times, work, less=(0, 0)):
    for n in range(times // 4):
        work(n)
    before = spent()
    for n in range(times // 4, times // 4 + times):
        work(n)
    cost = [(after - start) / times - minus for after, start, minus in zip(spent(), before, less)]
    print(f"{name},{cost[0]:.2f},{cost[1]:.2f}", flush=True)
    return cost


def patch(op, path, value):
    operation = {"op": op, "path": path}
    if value is not None:
        operation["value"] = value
    return {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [operation]}


def user(name):
    return {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": name + "@customer.example", "active": True,
            "name": {"givenName": name, "familyName": "Measured"}, "emails": [{"value": name + "@customer.example", "primary": True}]}


made = ask("POST", "/admin/api/directories", admin, {
    "name": "Measured", "environment": "staging", "syncDelay": "01:00:00",
    "tenants": [{"tenantId": "ACME", "mode": "singleTenant", "groupPrefix": "IAMAPP_Orgvue_SCIM_"}]})
token, base, directory = made["token"], "/" + made["scimBaseUrl"].split("/", 3)[3], made["directoryId"]
print("operation,server_ms,database_ms")
ids = [ask("POST", base + "/Users", token, user(f"u{n}"))["id"] for n in range(USERS)]
groups = {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "members": [{"value": id} for id in ids]}
ask("POST", base + "/Groups", token, groups | {"displayName": "IAMAPP_Orgvue_SCIM_user"})
team, hr, sales = [ask("POST", base + "/Groups", token, groups | {"displayName": "IAMAPP_Orgvue_SCIM_" + role, "members": []})["id"]
                   for role in ("team", "hr", "sales")]
ask("POST", f"/admin/api/directories/{directory}/sync", admin)

measure("filter", TIMES, lambda n: ask("GET", f"{base}/Users?filter=userName%20eq%20%22u{n}@customer.example%22", token))
measure("get", TIMES, lambda n: ask("GET", f"{base}/Users/{ids[n]}", token))
measure("list_100", TIMES // 3, lambda n: ask("GET", f"{base}/Users?startIndex={1 + n % 19 * 100}&count=100", token))
measure("patch", TIMES, lambda n: ask("PATCH", f"{base}/Users/{ids[n % 100]}", token, patch("replace", "active", n // 100 % 2 == 1)))
add = measure("add_member", TIMES, lambda n: ask("PATCH", f"{base}/Groups/{team}", token, patch("add", "members", [{"value": ids[n]}])))
news = []
measure("create", TIMES, lambda n: news.append(ask("POST", base + "/Users", token, user(f"new{n}"))["id"]))
measure("delete", TIMES, lambda n: ask("DELETE", f"{base}/Users/{news[n]}", token))
ask("POST", f"/admin/api/directories/{directory}/sync", admin)


def window(n):
    ask("PATCH", f"{base}/Groups/{team}", token, patch("add", "members", [{"value": ids[1000 + n]}]))
    assert len(ask("POST", f"/admin/api/directories/{directory}/sync", admin)["runs"]) == 1


def add_many(n, group):
    ask("PATCH", f"{base}/Groups/{group}", token, patch("add", "members", [{"value": id} for id in ids[n * MANY:(n + 1) * MANY]]))


def window_of_many(n):
    add_many(n, sales)
    assert len(ask("POST", f"/admin/api/directories/{directory}/sync", admin)["runs"]) == 1


measure("run_of_one_change", 100, window, add)
adds = measure(f"add_{MANY}_members", 19, lambda n: add_many(n, hr))
ask("POST", f"/admin/api/directories/{directory}/sync", admin)
measure(f"run_of_{MANY}_changes", 19, window_of_many, adds)
