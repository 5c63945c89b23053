// Usage: node check.mjs http://127.0.0.1:5080 ovadmin_…
// Drives the console in a real browser, as an administrator does on the first day. Needs Chromium: $CHROMIUM, else the one in the path.
import { chromium } from "playwright-core";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";

const [base, key] = process.argv.slice(2);
if (!base || !key) {
    console.error("Usage: node check.mjs <base URL> <admin key>");
    process.exit(2);
}
const PREFIX = "IAMAPP_Orgvue_SCIM_";
const mark = Date.now().toString(36).toUpperCase();
const [name, tenant] = [`Check ${mark}`, `CHECK${mark}`];
// It is a name, and must stay one wherever it is shown.
const evil = "<img src=x onerror=alert(1)>";

let [passed, failed] = [0, 0];
const check = async (what, act) => {
    try {
        await act();
        passed++;
        console.log(`ok      ${what}`);
    } catch (error) {
        failed++;
        console.log(`FAILED  ${what}: ${`${error?.message ?? error}`.split("\n").slice(0, 4).join(" | ")}`);
    }
};

const executablePath = process.env.CHROMIUM ?? execFileSync("sh", ["-c", "command -v chromium || command -v chromium-browser || command -v google-chrome"]).toString().trim();
// In a container one is root, and Chromium's sandbox wants somebody else.
const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
const context = await browser.newContext();
const page = await context.newPage();
page.setDefaultTimeout(8000);
const [complaints, foreign] = [[], []];
page.on("console", m => { if (m.type() === "error" || /Content.Security.Policy/i.test(m.text())) complaints.push(`${m.text()} (${m.location().url})`); });
page.on("pageerror", e => complaints.push(`${e}`));
page.on("dialog", d => { complaints.push(`A dialog of the browser: ${d.message()}`); d.dismiss(); });
page.on("request", r => { if (new URL(r.url()).origin !== new URL(base).origin) foreign.push(r.url()); });

const tab = text => page.getByRole("navigation", { name: "Directory" }).getByRole("link", { name: text }).click();
const seen = text => page.getByText(text).first().waitFor();
let scim, token;
const send = async (path, body) => {
    const response = await fetch(`${scim}/${path}`, { method: "POST", headers: { authorization: `Bearer ${token}`, "content-type": "application/scim+json" }, body: JSON.stringify(body) });
    assert.equal(response.status, 201, `${path}: ${response.status} ${await response.clone().text()}`);
    return response.json();
};
const user = (userName, email) => send("Users", { schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], userName, active: true, emails: [{ value: email, type: "work", primary: true }] });
const group = (displayName, ...members) => send("Groups", { schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"], displayName, members: members.map(m => ({ value: m.id })) });

await check("a wrong key is refused in words", async () => {
    await page.goto(`${base}/admin/`);
    await page.getByText("Sign in with a key", { exact: true }).click();
    await page.getByLabel("Key", { exact: true }).fill("ovadmin_wrong");
    await page.getByRole("button", { name: "Sign in with this key" }).click();
    await page.getByRole("alert").filter({ hasText: "not valid" }).waitFor();
    // The browser itself reports every 401, and this one was wanted.
    assert.ok(complaints.every(c => c.includes("401")), complaints.join(" | "));
    complaints.length = 0;
});

await check("one signs in with a key", async () => {
    await page.getByLabel("Key", { exact: true }).fill(key);
    await page.getByRole("button", { name: "Sign in with this key" }).click();
    await page.getByRole("heading", { name: "Directories", level: 1 }).waitFor();
});

await check("a directory is made, and its URL and token are shown", async () => {
    await page.goto(`${base}/admin/#/new`);
    await page.getByLabel("Name", { exact: true }).fill(name);
    await page.getByLabel("Tenant", { exact: true }).fill(tenant);
    await page.getByRole("button", { name: "Make the directory" }).click();
    const values = page.getByRole("dialog").locator("code");
    await values.first().waitFor();
    [scim, token] = await values.allTextContents();
    assert.match(token, /^ovscim_/);
    await page.getByRole("button", { name: "I have copied it" }).click();
    await page.getByRole("heading", { name, level: 1 }).waitFor();
    await seen("Nothing waits for a run.");
});

await check("what the identity provider sends opens the window", async () => {
    const megan = await user("megan@check.example", "megan@check.example");
    const alex = await user("alex@check.example", "alex@check.example");
    const odd = await user(evil, "odd@check.example");
    await group(`${PREFIX}user`, megan);
    await group(`${PREFIX}Tech`, alex, odd);
    await group("IMAPP_Orgvue_SCIM_admin", alex);
    await seen(/\d+ changes/);
});

await check("the preview tells of the name that almost matches", async () => {
    await tab("Preview");
    await seen("megan@check.example");
    await seen(/Did you mean/);
});

await check("Sync now runs and says what came of it", async () => {
    await page.getByRole("button", { name: "Sync now" }).click();
    await page.locator(".outcome").getByText("1 created").waitFor();
    await page.locator(".outcome").getByText("2 failed").waitFor();
    await seen("Nothing waits for a run.");
});

await check("a failure has its reason and its remedy", async () => {
    await tab("Failures");
    const failure = page.locator(".failure").filter({ hasText: "alex@check.example" });
    await failure.getByText("User is not part of either User group or Admin group").waitFor();
    assert.ok((await failure.locator(".remedy").textContent()).length > 20);
});

await check("a user is explained", async () => {
    await tab("Explain a user");
    await page.getByLabel(/userName, e-mail or id/).fill("alex@check.example");
    await page.getByRole("button", { name: "Explain", exact: true }).click();
    await page.locator(".verdict").getByText(/gets no account/).first().waitFor();
    await page.locator(".meanings").getByText(`${PREFIX}admin`).first().waitFor();
});

await check("a name that is markup stays a name", async () => {
    await page.getByLabel(/userName, e-mail or id/).fill(evil);
    await page.getByRole("button", { name: "Explain", exact: true }).click();
    await page.locator(".verdict h2").getByText(evil).waitFor();
    for (const text of ["Failures", "Preview", "History", "Requests", "Accounts", "Runs", "Overview"]) {
        await tab(text);
        await page.waitForLoadState("networkidle");
        assert.equal(await page.locator("main img").count(), 0);
    }
});

await check("the place is kept when the session ends elsewhere", async () => {
    await tab("Runs");
    await page.locator(".runs .row").first().waitFor();
    const cookies = await context.cookies();
    await context.clearCookies();
    await page.getByText("The session has ended").waitFor({ timeout: 15000 });
    await context.addCookies(cookies);
    await page.reload();
    await page.locator(".runs .row").first().waitFor();
    assert.ok(complaints.every(c => c.includes("401")), complaints.join(" | "));
    complaints.length = 0;
});

await check("one signs out, and is out", async () => {
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
    assert.equal(await page.evaluate(() => fetch("api/directories").then(r => r.status)), 401);
    complaints.splice(0, complaints.length, ...complaints.filter(c => !c.includes("401")));
});

await check("a refusal in the address is shown as text, once", async () => {
    await page.goto(`${base}/admin/?refused=${encodeURIComponent(`No role. ${evil}`)}`);
    await page.getByRole("alert").getByText(evil).waitFor();
    assert.equal(new URL(page.url()).search, "");
    complaints.splice(0, complaints.length, ...complaints.filter(c => !c.includes("401")));
});

await check("the browser complained of nothing, and nothing was asked of others", () => assert.deepEqual([...complaints, ...foreign], []));

await browser.close();
// What was made here goes again.
const admin = (method, path) => fetch(`${base}/admin/api/${path}`, { method, headers: { authorization: `Bearer ${key}` } });
const { items } = await (await admin("GET", "directories?limit=1000")).json();
for (const made of items.filter(d => d.name === name)) await admin("DELETE", `directories/${made.directoryId}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
