// scimmy-routers on express 4, with a store in memory. The store does all that the library leaves to the implementer (ids, times,
// uniqueness, 404s, the members' names, User.groups, what follows from a delete), so that what the console finds is the library's.
// PORT and TOKEN come from the environment.
import { randomUUID } from "node:crypto";
import express from "express";
import SCIMMY from "scimmy";
import SCIMMYRouters from "scimmy-routers";

const { PORT = "8090", TOKEN = "peer-token" } = process.env;
const users = new Map();
const groups = new Map();

const plain = (instance) => JSON.parse(JSON.stringify(instance));
const notFound = (id) => new SCIMMY.Types.Error(404, null, `Resource ${id} not found`);
const same = (a, b) => String(a).toLowerCase() === String(b).toLowerCase();

// RFC 7643 3.1: id and meta are the server's; created stays, lastModified moves.
function stored(store, resource, instance) {
  const before = resource.id === undefined ? undefined : store.get(resource.id);
  if (resource.id !== undefined && before === undefined) throw notFound(resource.id);
  const now = new Date().toISOString();
  return { ...plain(instance), id: before?.id ?? randomUUID(), meta: { created: before?.meta.created ?? now, lastModified: now } };
}

function found(store, resource, shown) {
  if (resource.id !== undefined) {
    if (!store.has(resource.id)) throw notFound(resource.id);
    return shown(store.get(resource.id));
  }
  const all = [...store.values()].map(shown);
  return resource.filter ? resource.filter.match(all) : all;
}

// RFC 7643 4.1.2: groups is read-only and follows from the groups' members.
const userShown = (user) => {
  const of = [...groups.values()].filter((g) => g.members?.some((m) => m.value === user.id));
  const { password, ...rest } = user;
  const root = SCIMMY.Resources.Group.basepath();
  return { ...rest, groups: of.map((g) => ({ value: g.id, display: g.displayName, type: "direct", $ref: `${root}/${g.id}` })) };
};

const groupShown = (group) => ({
  ...group,
  members: group.members?.map((m) => ({
    value: m.value,
    type: groups.has(m.value) ? "Group" : "User",
    display: users.get(m.value)?.displayName ?? groups.get(m.value)?.displayName,
    $ref: `${(groups.has(m.value) ? SCIMMY.Resources.Group : SCIMMY.Resources.User).basepath()}/${m.value}`,
  })),
});

function withoutMember(id) {
  for (const group of groups.values()) group.members = group.members?.filter((m) => m.value !== id);
}

SCIMMY.Resources.declare(SCIMMY.Resources.User.extend(SCIMMY.Schemas.EnterpriseUser, false))
  .ingress((resource, instance) => {
    const user = stored(users, resource, instance);
    // RFC 7643 4.1.1: userName is unique, whatever its case.
    if ([...users.values()].some((other) => other.id !== user.id && same(other.userName, user.userName)))
      throw new SCIMMY.Types.Error(409, "uniqueness", `There is another user with the userName ${user.userName}`);
    users.set(user.id, user);
    return userShown(user);
  })
  .egress((resource) => found(users, resource, userShown))
  .degress((resource) => {
    if (!users.delete(resource.id)) throw notFound(resource.id);
    withoutMember(resource.id);
  });

SCIMMY.Resources.declare(SCIMMY.Resources.Group)
  .ingress((resource, instance) => {
    const group = stored(groups, resource, instance);
    // RFC 7644 3.5.2.1: a member that is there already is not added again.
    group.members = [...new Map((group.members ?? []).map((m) => [m.value, m])).values()];
    groups.set(group.id, group);
    return groupShown(group);
  })
  .egress((resource) => found(groups, resource, groupShown))
  .degress((resource) => {
    if (!groups.delete(resource.id)) throw notFound(resource.id);
    withoutMember(resource.id);
  });

const app = express();
app.disable("x-powered-by");
app.use("/scim/v2", new SCIMMYRouters({
  type: "bearer",
  baseUri: (request) => `${request.protocol}://${request.get("host")}`,
  handler: (request) => {
    if (request.get("Authorization") !== `Bearer ${TOKEN}`) throw new Error("A bearer token is needed");
    return "nobody";
  },
}));
// What the library hands on is a 500 that it has answered already: only the log is left.
app.use((error, request, response, next) => {
  console.error(error);
  if (!response.headersSent) next(error);
});
app.listen(Number(PORT), "127.0.0.1", () => console.log(`scimmy peer on http://127.0.0.1:${PORT}/scim/v2`));
