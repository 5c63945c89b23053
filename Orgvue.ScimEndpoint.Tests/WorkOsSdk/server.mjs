// The server under test as its administrator and an identity provider see it, and a receiver of its webhooks.
import { createServer } from "node:http";

const { ROOT, ADMIN, BASE, TOKEN } = process.env;

const call = async (url, key, type, method, body) => {
  const answer = await fetch(url, {
    method, headers: { authorization: `Bearer ${key}`, "content-type": type }, body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${text.slice(0, 500)}`);
  return text === "" ? null : JSON.parse(text);
};

export const admin = (method, path, body) => call(`${ROOT}/admin/api/${path}`, ADMIN, "application/json", method, body);
export const scim = (method, path, body, base = BASE, token = TOKEN) => call(`${base.replace(/\/$/, "")}/${path}`, token, "application/scim+json", method, body);

const schema = kind => `urn:ietf:params:scim:schemas:core:2.0:${kind}`;
export const user = (userName, givenName, familyName) => ({
  schemas: [schema("User")], userName, name: { givenName, familyName }, emails: [{ value: userName, type: "work", primary: true }], active: true,
});
export const group = displayName => ({ schemas: [schema("Group")], displayName });
export const patch = (...Operations) => ({ schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], Operations });

// Many at once, in requests of a hundred.
export const many = async (path, resources) => {
  for (let i = 0; i < resources.length; i += 100) {
    const Operations = resources.slice(i, i + 100).map((data, n) => ({ method: "POST", path: `/${path}`, bulkId: `${i + n}`, data }));
    const { Operations: done } = await scim("POST", "Bulk", { schemas: ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], Operations });
    const bad = done.find(o => `${o.status}` !== "201");
    if (bad) throw new Error(`Bulk: ${JSON.stringify(bad).slice(0, 500)}`);
  }
};

export const until = async (what, holds, seconds = 60) => {
  for (const end = Date.now() + seconds * 1000; ;) {
    const value = await holds();
    if (value) return value;
    if (Date.now() > end) throw new Error(`${what}: not within ${seconds} s`);
    await new Promise(resume => setTimeout(resume, 100));
  }
};

// Keeps what was posted to each path, as it came; answers 200 unless something else is asked for.
export const receive = async () => {
  const got = [], answers = new Map();
  const server = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    const bytes = Buffer.concat(parts);
    const one = { path: request.url, headers: request.headers, bytes, text: bytes.toString("utf8") };
    one.json = JSON.parse(one.text);
    one.status = answers.get(request.url)?.(one) ?? 200;
    got.push(one);
    response.writeHead(one.status).end();
  });
  await new Promise(listening => server.listen(0, "127.0.0.1", listening));
  const root = `http://127.0.0.1:${server.address().port}`;
  return { got, answers, root, at: path => got.filter(g => g.path === path), close: () => server.close() };
};
