// Relative to /admin/, so that the console works under whatever path a proxy puts the server.
const root = new URL("api/", document.baseURI);
const orgvue = new URL("../api/v1/", document.baseURI);

/** What the server refused, in its own words. */
export class Refusal extends Error {
    constructor(status, problem, retryAfter) {
        super(problem.detail ?? problem.errors?.[0]?.message ?? problem.title ?? `The server answered ${status} and did not say why.`);
        Object.assign(this, { status, code: problem.code, fields: problem.errors ?? [], retryAfter });
    }
}

let antiForgeryToken = null;
let skew = 0;

/** Now, by the server's clock: a countdown must not depend on how this machine's is set. */
export const now = () => Date.now() + skew;

/** Signed out by whoever or whatever: the console asks to sign in again. */
export const signedOut = new EventTarget();

export const get = (path, signal) => call("GET", root, path, undefined, signal);
export const post = (path, body) => call("POST", root, path, body);
export const patch = (path, body) => call("PATCH", root, path, body);
export const remove = path => call("DELETE", root, path);
export const getOrgvue = (path, signal) => call("GET", orgvue, path, undefined, signal);

/** Who is signed in, or null. */
export async function me() {
    const response = await send("GET", new URL("me", root));
    if (response.status === 401) return null;
    return known(await answer(response));
}

export async function signIn(credentials) {
    return known(await answer(await send("POST", new URL("sign-in", root), credentials)));
}

export async function signOut() {
    await post("sign-out");
    antiForgeryToken = null;
}

function known(who) {
    antiForgeryToken = who.antiForgeryToken;
    return who;
}

async function call(method, base, path, body, signal) {
    const url = new URL(path, base);
    let response = await send(method, url, body, signal);
    // Another tab may have signed in anew, and with that this tab's token is stale, not its user.
    if (response.status === 401 && method !== "GET" && await me()) response = await send(method, url, body, signal);
    if (response.status === 401) signedOut.dispatchEvent(new Event("signed-out"));
    return answer(response);
}

async function send(method, url, body, signal) {
    const headers = { accept: "application/json" };
    if (body !== undefined) headers["content-type"] = "application/json";
    if (method !== "GET" && antiForgeryToken) headers["x-anti-forgery"] = antiForgeryToken;
    try {
        const response = await fetch(url, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), signal,
            cache: "no-store" });
        const date = Date.parse(response.headers.get("date"));
        // The header has whole seconds: less than two of difference is none.
        if (date) skew = Math.abs(date - Date.now()) < 2000 ? 0 : date - Date.now();
        return response;
    } catch (error) {
        if (error.name === "AbortError") throw error;
        throw new Refusal(0, { detail: "The server cannot be reached. It may be stopped, or the network is down." });
    }
}

async function answer(response) {
    const text = await response.text();
    let body = null;
    try { body = text ? JSON.parse(text) : null; } catch { /* a proxy's page, which is of no use to anybody */ }
    if (!response.ok) throw new Refusal(response.status, body ?? {}, response.headers.get("retry-after"));
    return body;
}

/** `query({ state: "open", cursor: null })` is `?state=open`. */
export function query(values) {
    const given = Object.entries(values).filter(([, v]) => v !== null && v !== undefined && v !== "");
    return given.length ? `?${new URLSearchParams(given)}` : "";
}

export const at = (...segments) => segments.map(encodeURIComponent).join("/");

/** All of a list whose pages are few. */
export async function all(path, values = {}, signal) {
    const items = [];
    for (let cursor = null, page = 0; page === 0 || cursor && page < 20; page++) {
        const next = await get(path + query({ limit: 1000, ...values, cursor }), signal);
        items.push(...next.items);
        cursor = next.nextCursor;
    }
    return items;
}
