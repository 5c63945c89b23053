import { h, put } from "../dom.js";
import { at, get, getOrgvue, query } from "../api.js";
import { many, time } from "../format.js";
import { badge, empty, failed, loads, role, table } from "../parts.js";
import { keep, to } from "../route.js";

/** The accounts as Orgvue has them, tenant by tenant, and what was done to them by hand since the last run. */
export function accountsTab(tab) {
    const { directory } = tab.watched.seen;
    const configurations = directory.contents.configurations;
    if (!configurations.length) return empty("This directory feeds no tenant", "Accounts are a tenant's.");
    let tenant = configurations.find(c => c.tenantId === tab.query.get("tenant"))?.tenantId ?? configurations[0].tenantId;
    let email = tab.query.get("email") ?? "";
    const [choice, place] = [h("div", { class: "choice", role: "group", "aria-label": "Tenant" }), h("div")];
    const find = h("form", { class: "search", role: "search",
        onsubmit: e => { e.preventDefault(); email = e.currentTarget.elements.email.value.trim(); draw(); } },
        h("input", { type: "search", name: "email", value: email, placeholder: "E-mail of an account",
            "aria-label": "E-mail of an account", autocomplete: "off" }), h("button", null, "Find"));
    draw();
    tab.watched.afterRuns(() => place.querySelectorAll(".loads").forEach(l => l.reload()), tab.signal);
    return [h("div", { class: "title" }, choice, h("span", { class: "grow" }), find), place];

    function draw() {
        keep({ tenant: tenant === configurations[0].tenantId ? null : tenant, email });
        put(choice, configurations.map(c => h("button", { "aria-pressed": String(c.tenantId === tenant), "data-focus": c.tenantId,
            class: "tenant", onclick: () => { tenant = c.tenantId; draw(); } }, c.tenantId)));
        put(place, drift(), accounts());
    }

    function accounts() {
        const path = `${at(tenant, "accounts")}`;
        const values = { environment: directory.environment, email, limit: 100 };
        const [list, more, items] = [h("div"), h("div", { class: "more" }), []];
        return loads(tab, signal => getOrgvue(path + query(values), signal),
            page => { items.splice(0, items.length, ...page.items); add(page.nextCursor); return [list, more]; });
        function add(cursor) {
            put(list, items.length ? table(["Account", "Status", "Platform role", "User groups", "From", "Last synced"], items.map(line),
                `Accounts of ${tenant}`)
                : email ? empty(`No account of ${tenant} has this e-mail`,
                    h("p", null, h("a", { href: to(["directories", tab.directoryId, "explain"], { user: email }) }, "Explain why")))
                    : empty(`${tenant} has no account`, "A run makes them from users whose groups give them user or admin."));
            put(more, cursor && h("button", { onclick: () => next(cursor) }, "Show more"));
        }
        async function next(cursor) {
            more.firstChild.disabled = true;
            try {
                const page = await getOrgvue(path + query({ ...values, cursor }), tab.signal);
                items.push(...page.items);
                add(page.nextCursor);
            } catch (error) {
                if (!tab.signal.aborted) put(more, failed(error, () => next(cursor)));
            }
        }
    }

    function line(a) {
        return [
            a.directoryUserId ? h("a", { href: to(["directories", tab.directoryId, "explain"], { user: a.directoryUserId }) }, a.email)
                : h("b", null, a.email),
            badge(a.status, a.enabled ? "good" : "warn"), a.platformRole ? role(a.platformRole) : h("span", { class: "bad" }, "none"),
            h("span", { class: "roles" }, a.userGroups.map(g => role(g))), a.source === "Manual" ? badge("By hand", "warn") : "SCIM",
                time(a.lastSyncedAt),
        ];
    }

    function drift() {
        return loads(tab, signal => get(`${tab.watched.base}/drift?limit=200`, signal), page => {
            const edits = page.items.filter(d => d.tenantId === tenant);
            return edits.length > 0 && h("section", { class: "advice" },
                h("h3", null, `${many(edits.length, "account")} edited by hand: the next run undoes it`),
                h("ul", { class: "plan" }, edits.map(d => h("li", null, h("b", null, d.email),
                    h("span", null, `${d.kind} by hand, will be ${d.outcome}`),
                    h("small", null, d.why, d.edits.length > 0 && [" · ", d.edits.at(-1).actor, ", ", time(d.edits.at(-1).at)])))));
        });
    }
}
