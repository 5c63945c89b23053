// Usage: ROOT=http://… WORKOS_API_KEY=sk_… ADMIN=… BASE=<SCIM base URL> TOKEN=<its token> node check.mjs
// The server must be in Development (faults are injected) and its directory empty.
import {
  WorkOS, BadRequestException, UnauthorizedException, NotFoundException, UnprocessableEntityException, ConflictException, RateLimitExceededException,
  SignatureVerificationException,
} from "@workos-inc/node";
import assert from "node:assert/strict";
import { admin, group, many, patch, receive, scim, until, user } from "./server.mjs";

const { ROOT, WORKOS_API_KEY } = process.env;
const root = new URL(ROOT);
const connect = (key, more) => new WorkOS(key, { apiHostname: root.hostname, port: Number(root.port), https: root.protocol === "https:", ...more });
const workos = connect(WORKOS_API_KEY);
const hasty = connect(WORKOS_API_KEY, { maxRetries: 0 });

let passed = 0, failed = 0;
const check = async (name, what) => {
  try {
    await what();
    passed++;
    console.log(`ok      ${name}`);
  } catch (error) {
    failed++;
    console.log(`FAILED  ${name}: ${`${error?.message ?? error}`.split("\n").slice(0, 6).join(" | ")}`);
  }
};
const refused = async (call, type, status, also = () => {}) => {
  const error = await call().then(() => assert.fail("It was not refused."), e => e);
  assert.ok(error instanceof type, `${error?.constructor?.name} (${error?.message}) is no ${type.name}`);
  assert.equal(error.status, status);
  also(error);
};

const KINDS = [
  "dsync.activated", "dsync.deleted", "dsync.user.created", "dsync.user.updated", "dsync.user.deleted", "dsync.group.created", "dsync.group.updated",
  "dsync.group.deleted", "dsync.group.user_added", "dsync.group.user_removed",
];
const ODD = [
  "Zoë 😀", "Łukasz \"Ł\" O'Neil", "back\\slash/ </script>", "line\u2028and\u2029", "control\u0001\u001f\u007f", "tab\tnew\nline\f\b", "\u00e9 or e\u0301",
  "👩‍👩‍👧‍👦 \u{10ffff}", "<&> ; , : =", "\ufeffbom \u200b", "שלום 日本語",
];
// Our SCIM endpoint refuses control characters in the name of a group.
const ODD_GROUPS = ODD.filter(odd => !/[\0-\x1f\x7f]/.test(odd));
const USERS = 205, GROUPS = 205;
const ALL = "/all", SOME = "/some";

const receiver = await receive();
const [made] = (await workos.directorySync.listDirectories()).data.filter(d => process.env.BASE.includes(d.id) || process.env.BASE.includes(d.externalKey));
const directory = made?.id;
let all, some;
const webhooks = (kind, path = ALL) => receiver.at(path).filter(g => g.json.event === kind);
const name = u => u.json.data.first_name;

await check("the directory is listed, and read by its id", async () => {
  assert.ok(directory, "Not among the directories.");
  const one = await workos.directorySync.getDirectory(directory);
  assert.deepEqual([one.object, one.id, one.state], ["directory", directory, "active"]);
  assert.ok(one.name && one.externalKey && one.organizationId.startsWith("org_"));
});

await check("a webhook endpoint is made for every kind of event, another for two", async () => {
  all = await workos.webhooks.createWebhookEndpoint({ endpointUrl: receiver.root + ALL, events: KINDS });
  some = await workos.webhooks.createWebhookEndpoint({ endpointUrl: receiver.root + SOME, events: ["dsync.group.created", "user.created"] });
  assert.match(all.id, /^we_[0-9A-HJKMNP-TV-Z]{26}$/);
  assert.match(all.secret, /^whsec_/);
  assert.deepEqual([all.object, all.status, all.events, all.endpointUrl], ["webhook_endpoint", "enabled", KINDS, receiver.root + ALL]);
  assert.ok(Math.abs(all.createdAt - Date.now()) < 60_000);
});

await check("webhook endpoints are listed in pages, with the secret that the SDK's type has", async () => {
  const first = await workos.webhooks.listWebhookEndpoints({ limit: 1 });
  const second = await workos.webhooks.listWebhookEndpoints({ limit: 1, after: first.listMetadata.after });
  assert.deepEqual([first.data, second.data].flat().map(e => [e.id, e.secret]), [[some.id, some.secret], [all.id, all.secret]]);
  assert.equal((await (await workos.webhooks.listWebhookEndpoints()).autoPagination()).length, 2);
});

await check("409: a second endpoint for one URL", () => refused(() => workos.webhooks.createWebhookEndpoint({ endpointUrl: receiver.root + ALL, events: KINDS }),
  ConflictException, 409, e => assert.equal(e.code, "duplicate_endpoint")));
await check("422: an endpoint that cannot be", () => refused(() => workos.webhooks.createWebhookEndpoint({ endpointUrl: "gopher://x", events: ["dsync.nothing"] }),
  UnprocessableEntityException, 422, e => assert.equal(e.code, "invalid_request_parameters")));
await check("401: another key", () => refused(() => connect("sk_another").directorySync.listDirectories(), UnauthorizedException, 401));
for (const [what, read] of [
  ["directory", id => workos.directorySync.getDirectory(id)], ["user", id => workos.directorySync.getUser(id)], ["group", id => workos.directorySync.getGroup(id)],
  ["webhook endpoint", id => workos.webhooks.deleteWebhookEndpoint({ id })],
])
  await check(`404: a ${what} that is not there`, () => refused(() => read("nobody_01E4ZCR3C56J083X43JQXF3JK5"), NotFoundException, 404,
    e => assert.ok(e.message.length > 0 && e.code === "entity_not_found", `${e.code}: ${e.message}`)));
await check("422: a limit that is none", () => refused(() => workos.directorySync.listUsers({ directory, limit: 1000 }), UnprocessableEntityException, 422));
await check("400: events after one that is not there", async () => {
  const error = await workos.events.listEvents({ events: KINDS, after: "event_01E4ZCR3C56J083X43JQXF3JK5" }).then(() => assert.fail("It was not refused."), e => e);
  assert.ok(error instanceof BadRequestException, `${error.constructor.name}: ${error.message}`);
  assert.equal(error.status, 400, error.message);
});

// What an identity provider does, so that every kind of event happens.
await check("an identity provider pushes and changes users and groups; a directory comes and goes", async () => {
  await many("Users", Array.from({ length: USERS }, (_, i) => user(`user${i}@acme.example`, ODD[i % ODD.length], `${ODD[(i + 3) % ODD.length]} ${i}`)));
  await many("Groups", Array.from({ length: GROUPS }, (_, i) => group(`${ODD_GROUPS[i % ODD_GROUPS.length]} ${i}`)));
  const [ann, bob] = await Promise.all(["user0", "user1"].map(async n => (await scim("GET", `Users?filter=${encodeURIComponent(`userName eq "${n}@acme.example"`)}`)).Resources[0]));
  const both = await scim("POST", "Groups", group("both 😀"));
  await scim("PATCH", `Groups/${both.id}`, patch({ op: "add", path: "members", value: [{ value: ann.id }, { value: bob.id }] }));
  await scim("PATCH", `Groups/${both.id}`, patch({ op: "replace", path: "displayName", value: "both, renamed \u2028" }));
  await scim("PATCH", `Users/${ann.id}`, patch({ op: "replace", path: "name.givenName", value: "Añn 😀 \u0002" }, { op: "replace", path: "active", value: false }));
  await scim("PATCH", `Groups/${both.id}`, patch({ op: "remove", path: `members[value eq "${bob.id}"]` }));
  const gone = await scim("POST", "Users", user("gone@acme.example", "Gone 👻", "\"quoted\""));
  await scim("DELETE", `Users/${gone.id}`);
  const empty = await scim("POST", "Groups", group("gone \\ group"));
  await scim("DELETE", `Groups/${empty.id}`);
  const short = await admin("POST", "directories", { name: "Short-lived 😀 \"x\"", provider: "entra", environment: "staging", tenants: [
    { tenantId: "SHORTLIVED", mode: "singleTenant", groupPrefix: "S_" }] });
  await scim("POST", "Users", user("last@short.example", "Ünicode", "\u0001"), short.scimBaseUrl, short.token);
  await admin("DELETE", `directories/${short.directoryId}`);
});

await check("every kind of webhook arrives", () => until("all webhooks", () =>
  KINDS.every(kind => webhooks(kind).length > 0) && webhooks("dsync.user.created").length >= USERS + 2 && webhooks("dsync.group.created").length >= GROUPS + 2
  && webhooks("dsync.group.user_added").length >= 2, 120).catch(e => assert.fail(`${e.message}: ${KINDS.map(k => `${k} ${webhooks(k).length}`).join(", ")}`)));

for (const kind of KINDS) {
  await check(`${kind}: constructEvent takes the body as text, as bytes and as parsed object`, async () => {
    const list = webhooks(kind);
    assert.ok(list.length > 0, "None arrived.");
    for (const { text, bytes, headers } of list) {
      const given = { sigHeader: headers["workos-signature"], secret: all.secret, tolerance: 600_000 };
      for (const payload of [text, bytes, JSON.parse(text)]) {
        const event = await workos.webhooks.constructEvent({ payload, ...given });
        assert.deepEqual([event.event, event.id], [kind, JSON.parse(text).id]);
      }
      assert.equal(JSON.stringify(JSON.parse(text)), text);
    }
  });
}

await check("odd names arrive as they were given", async () => {
  const names = new Set(webhooks("dsync.user.created").map(name));
  for (const odd of [...ODD, "Gone 👻"]) assert.ok(names.has(odd), JSON.stringify(odd));
  assert.ok(webhooks("dsync.group.updated").some(g => g.json.data.name === "both, renamed \u2028"));
  const changed = webhooks("dsync.user.updated").find(u => name(u) === "Añn 😀 \u0002");
  assert.deepEqual([changed.json.data.state, changed.json.data.previous_attributes.first_name], ["inactive", ODD[0]]);
});

await check("an endpoint for some events hears of those alone", async () => {
  await until("its webhooks", () => receiver.at(SOME).length >= GROUPS + 2);
  assert.deepEqual([...new Set(receiver.at(SOME).map(g => g.json.event))], ["dsync.group.created"]);
  const [one] = receiver.at(SOME);
  const event = await workos.webhooks.constructEvent({ payload: one.text, sigHeader: one.headers["workos-signature"], secret: some.secret, tolerance: 600_000 });
  assert.equal(event.event, "dsync.group.created");
});

const [latest] = webhooks("dsync.deleted").slice(-1);
for (const [what, given] of [
  ["another secret", { secret: "whsec_another" }], ["the other endpoint's secret", { secret: some?.secret }], ["an older time than is tolerated", { tolerance: 0 }],
  ["another body", { payload: latest?.text.replace("dsync.deleted", "dsync.activated") }],
  ["another time", { sigHeader: latest?.headers["workos-signature"].replace(/^t=\d/, "t=9") }],
])
  await check(`the SDK refuses ${what}`, async () => {
    const error = await workos.webhooks.constructEvent({ payload: latest.text, sigHeader: latest.headers["workos-signature"], secret: all.secret, tolerance: 600_000, ...given })
      .then(() => assert.fail("It was taken."), e => e);
    assert.ok(error instanceof SignatureVerificationException, `${error}`);
  });

await check("users are paged to the end by the SDK, each once", async () => {
  const users = await (await workos.directorySync.listUsers({ directory })).autoPagination();
  assert.equal(users.length, USERS);
  assert.equal(new Set(users.map(u => u.id)).size, USERS);
  assert.deepEqual([...new Set(users.map(u => u.firstName))].sort(), [...new Set([...ODD, "Añn 😀 \u0002"])].sort());
});
await check("groups are paged to the end by the SDK, each once", async () => {
  const groups = await (await workos.directorySync.listGroups({ directory })).autoPagination();
  assert.equal(groups.length, GROUPS + 1);
  assert.equal(new Set(groups.map(g => g.id)).size, GROUPS + 1);
});
await check("pages go back as they went forward", async () => {
  const first = await workos.directorySync.listUsers({ directory, limit: 7 });
  const second = await workos.directorySync.listUsers({ directory, limit: 7, after: first.listMetadata.after });
  const back = await workos.directorySync.listUsers({ directory, limit: 7, before: second.listMetadata.before });
  assert.deepEqual(back.data.map(u => u.id), first.data.map(u => u.id));
  assert.equal(new Set([...first.data, ...second.data].map(u => u.id)).size, 14);
});
await check("users by group, groups by user, and one of each", async () => {
  const both = (await (await workos.directorySync.listGroups({ directory })).autoPagination()).find(g => g.name === "both, renamed \u2028");
  const members = (await workos.directorySync.listUsers({ group: both.id })).data;
  assert.deepEqual(members.map(u => u.email), ["user0@acme.example"]);
  assert.deepEqual((await workos.directorySync.listGroups({ user: members[0].id })).data.map(g => g.id), [both.id]);
  const one = await workos.directorySync.getUser(members[0].id);
  assert.deepEqual([one.object, one.state, one.groups.map(g => g.name)], ["directory_user", "inactive", ["both, renamed \u2028"]]);
  assert.equal((await workos.directorySync.getGroup(both.id)).name, "both, renamed \u2028");
});

const events = async (names) => {
  const read = [];
  for (let after; ;) {
    const page = await workos.events.listEvents({ events: names, after, limit: 100, order: "desc" });
    read.push(...page.data);
    if (!page.listMetadata.after || page.data.length === 0) return read;
    after = page.listMetadata.after;
  }
};
await check("events are read with a cursor to the end, oldest first, each once, and are those of the webhooks", async () => {
  const read = await events(KINDS);
  assert.equal(new Set(read.map(e => e.id)).size, read.length);
  assert.deepEqual(read.map(e => Date.parse(e.createdAt)), read.map(e => Date.parse(e.createdAt)).sort((a, b) => a - b));
  const known = new Set(read.map(e => e.id));
  assert.deepEqual(receiver.at(ALL).filter(g => !known.has(g.json.id)), []);
  const heard = new Set(receiver.at(ALL).map(g => g.json.id));
  // The directory itself was there before the endpoint.
  assert.ok(read.filter(e => !heard.has(e.id)).every(e => e.event === "dsync.activated"));
});
await check("events are filtered by their names", async () => {
  const read = await events(["dsync.user.deleted", "dsync.token.created"]);
  assert.deepEqual([...new Set(read.map(e => e.event))].sort(), ["dsync.token.created", "dsync.user.deleted"]);
});

await check("what a receiver refuses is sent again until it is taken", async () => {
  let refusals = 0;
  receiver.answers.set(ALL, one => one.json.data.name === "refused" && refusals++ < 1 ? 500 : 200);
  await scim("POST", "Groups", group("refused"));
  const tries = await until("the second try", () => (list => list.length >= 2 && list)(webhooks("dsync.group.created").filter(g => g.json.data.name === "refused")), 40);
  assert.deepEqual(tries.map(g => g.status), [500, 200]);
  assert.equal(tries[0].text, tries[1].text);
  assert.notEqual(tries[0].headers["workos-signature"], tries[1].headers["workos-signature"]);
  for (const { text, headers } of tries) await workos.webhooks.constructEvent({ payload: text, sigHeader: headers["workos-signature"], secret: all.secret, tolerance: 600_000 });
});
await check("nothing is sent to an endpoint that is disabled, nor later of what happened meanwhile", async () => {
  assert.equal((await workos.webhooks.updateWebhookEndpoint({ id: some.id, status: "disabled" })).status, "disabled");
  await scim("POST", "Groups", group("meanwhile"));
  await until("the other endpoint", () => webhooks("dsync.group.created").some(g => g.json.data.name === "meanwhile"));
  const changed = await workos.webhooks.updateWebhookEndpoint({ id: some.id, status: "enabled", endpointUrl: `${receiver.root}${SOME}?2`, events: ["dsync.group.created"] });
  assert.deepEqual([changed.status, changed.secret, changed.events], ["enabled", some.secret, ["dsync.group.created"]]);
  await scim("POST", "Groups", group("afterwards"));
  await until("the next webhook", () => webhooks("dsync.group.created", `${SOME}?2`).some(g => g.json.data.name === "afterwards"));
  assert.deepEqual([SOME, `${SOME}?2`].flatMap(p => receiver.at(p)).filter(g => g.json.data.name === "meanwhile"), []);
});

await check("429: typed with its Retry-After; with retries the SDK does not notice", async () => {
  const fault = () => admin("PUT", "workos/faults", { requests: [{ path: "/directory_users*", status: 429, retryAfter: 1, times: 1 }] });
  await fault();
  await refused(() => hasty.directorySync.listUsers({ directory }), RateLimitExceededException, 429, e => assert.equal(e.retryAfter, 1));
  await fault();
  assert.equal((await workos.directorySync.listUsers({ directory })).data.length, 10);
  await admin("DELETE", "workos/faults");
});
await check("a duplicated and a dropped delivery: one comes twice, the other is in the Events API alone", async () => {
  await admin("PUT", "workos/faults", { seed: 1, deliveries: { duplicate: { count: 1 } } });
  await scim("POST", "Groups", group("twice"));
  await until("both", () => webhooks("dsync.group.created").filter(g => g.json.data.name === "twice").length === 2);
  await admin("PUT", "workos/faults", { seed: 1, deliveries: { drop: { count: 2 } } });
  await scim("POST", "Groups", group("dropped"));
  await until("the faults", async () => (await admin("GET", "workos/faults")).deliveries.drop.injected === 2);
  await admin("DELETE", "workos/faults");
  await scim("POST", "Groups", group("after the fault"));
  await until("the next webhook", () => webhooks("dsync.group.created").some(g => g.json.data.name === "after the fault"));
  assert.ok(!webhooks("dsync.group.created").some(g => g.json.data.name === "dropped"));
  assert.ok((await events(["dsync.group.created"])).some(e => e.data.name === "dropped"));
});

await check("an endpoint that is deleted hears nothing more and is there no more", async () => {
  await workos.webhooks.deleteWebhookEndpoint({ id: some.id });
  assert.deepEqual((await workos.webhooks.listWebhookEndpoints()).data.map(e => e.id), [all.id]);
  await scim("POST", "Groups", group("unheard"));
  await until("the other endpoint", () => webhooks("dsync.group.created").some(g => g.json.data.name === "unheard"));
  assert.ok(!receiver.got.some(g => g.path.startsWith(SOME) && g.json.data.name === "unheard"));
  await workos.webhooks.deleteWebhookEndpoint({ id: all.id });
});

receiver.close();
console.log(`\n${receiver.got.length} webhooks were received.`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
