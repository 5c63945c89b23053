import { h, put } from "./dom.js";
import { to } from "./route.js";
import { people } from "./settings/people.js";
import { keys } from "./settings/keys.js";

const TABS = [["people", "People", people], ["keys", "API keys", keys]];

/** Who may use the console and the admin API. Administrators only. */
export function settingsPage(page) {
    const nav = h("nav", { class: "tabs", "aria-label": "Settings" });
    const panel = h("section", { class: "panel" });
    let end = new AbortController();
    page.signal.addEventListener("abort", () => end.abort());
    page.stays = where => where.path[0] === "settings" && (show(where.path[1]), true);
    show(page.path[1]);
    return [h("div", { class: "title" }, h("h1", null, "People and keys")), nav, panel];

    function show(wanted) {
        end.abort();
        end = new AbortController();
        const [key, text, build] = TABS.find(([k]) => k === wanted) ?? TABS[0];
        page.title(text);
        put(nav, TABS.map(([k, t]) => h("a", { href: to(["settings", k]), "aria-current": k === key ? "page" : null, "data-focus": k },
            t)));
        put(panel, build({ signal: end.signal }));
    }
}
