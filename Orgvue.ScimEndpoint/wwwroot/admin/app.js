import { h, put, say } from "./dom.js";
import { me, signOut, signedOut } from "./api.js";
import { agoAgain } from "./format.js";
import { here, to } from "./route.js";
import { failed, loading } from "./parts.js";
import { may, session } from "./session.js";
import { signInPage } from "./sign-in.js";
import { directoriesPage } from "./directories.js";
import { newDirectoryPage } from "./new-directory.js";
import { directoryPage } from "./directory.js";
import { settingsPage } from "./settings.js";

const app = document.getElementById("app");
const main = h("main", { id: "main", tabindex: "-1" });
const nav = h("nav", { "aria-label": "Console" });
const whoever = h("div", { class: "who" });
const shell = h("div", { class: "shell" },
    h("a", { class: "skip", href: "#main", onclick: e => { e.preventDefault(); main.focus(); } }, "Skip to the page"),
    h("header", { class: "top" },
        h("a", { class: "brand", href: "#/" }, h("img", { src: "icon.svg", alt: "", width: 24, height: 24 }),
            h("span", null, "Orgvue SCIM")), nav, whoever),
    main);
let page = null;

function pageOf({ path: [first, second] }) {
    if (!first) return directoriesPage;
    if (first === "new" && may("administrator")) return newDirectoryPage;
    if (first === "directories" && second) return directoryPage;
    if (first === "settings" && may("administrator")) return settingsPage;
    return () => h("div", { class: "empty" }, h("h1", null, "There is no such page"),
        h("p", null, h("a", { href: "#/" }, "To the directories")));
}

function show({ focus = true } = {}) {
    const where = here();
    marked(where);
    if (page?.stays?.(where)) return;
    page?.end.abort();
    const end = new AbortController();
    page = { ...where, end, signal: end.signal, stays: null, title: t => { document.title = `${t} · Orgvue SCIM console`; } };
    put(main, pageOf(where)(page));
    if (!focus) return;
    scrollTo(0, 0);
    const heading = main.querySelector("h1") ?? main;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
}

function marked({ path: [first] }) {
    const current = first === "settings" ? "settings" : "directories";
    put(nav, [["directories", "Directories", to([])], may("administrator")
        && ["settings", "People and keys", to(["settings", "people"])]].filter(Boolean)
        .map(([key, text, href]) => h("a", { href, "aria-current": key === current ? "page" : null, "data-focus": key }, text)));
}

function enter(who) {
    // Whoever was here before goes on; somebody else begins anew, for he may be allowed less.
    const same = page && session.who && session.who.name === who.name && session.who.role === who.role;
    session.who = who;
    put(whoever, h("span", { class: "name", title: `Signed in as ${who.name}, ${who.role}` }, h("b", null, who.name),
        h("small", null, who.role)), h("button", { class: "small", onclick: leave }, "Sign out"));
    put(app, shell);
    session.away = false;
    // What was refused in between is asked again.
    if (!same || page.moved || main.querySelector(".refused")) { page?.end.abort(); page = null; return show(); }
    main.focus();
}

async function leave() {
    try { await signOut(); } catch (error) { if (error.status !== 401) { say(error.message, "bad"); return; } }
    page?.end.abort();
    page = session.who = null;
    history.replaceState(null, "", location.pathname);
    askWho({});
}

/** The page is only taken off the screen: what was typed in it is there again after signing in. */
function askWho({ refused, again }) {
    if (app.querySelector(".sign-in")) return;
    session.away = true;
    for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
    say("");
    document.title = "Sign in · Orgvue SCIM console";
    put(app, signInPage({ refused, again, done: enter }));
    app.querySelector("[autofocus]").focus();
}

/** What a refused sign-in at the identity provider left in the address; it is told once. */
function refusal() {
    const values = new URLSearchParams(location.search);
    const refused = values.get("refused");
    if (refused !== null) history.replaceState(null, "", location.pathname + location.hash);
    return refused;
}

async function start() {
    put(app, loading());
    const refused = refusal();
    try {
        const who = await me();
        if (who) enter(who); else askWho({ refused });
    } catch (error) {
        put(app, failed(error, start));
    }
}

addEventListener("hashchange", () => {
    if (!session.away) show();
    else if (page) page.moved = true;
});
signedOut.addEventListener("signed-out", () => askWho({ again: session.who !== null }));
setInterval(agoAgain, 20_000);
start();
