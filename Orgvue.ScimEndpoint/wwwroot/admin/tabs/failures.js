import { h, put, say } from "../dom.js";
import { all, post, query } from "../api.js";
import { ago, many, time, words } from "../format.js";
import { badge, empty, failed, groupNames, loads, paged } from "../parts.js";
import { keep, to } from "../route.js";
import { may } from "../session.js";

/** Who has no account, why, and what to change in the identity provider: first by cause, then each. */
export function failuresTab(tab) {
    const { watched, directoryId } = tab;
    let state = ["open", "resolved", "all"].includes(tab.query.get("state")) ? tab.query.get("state") : "open";
    const choice = h("div", { class: "choice", role: "group", "aria-label": "Which failures" });
    const place = h("div");
    draw();
    watched.afterRuns(() => place.querySelectorAll(".loads").forEach(l => l.reload()), tab.signal);
    return [h("div", { class: "title" }, choice, h("span", { class: "grow" }),
        h("a", { class: "button small", href: `api/${watched.base}/failures.csv?state=all`, download: "failures.csv" }, "All as CSV"),
        may("operator") && h("button", { class: "small", onclick: again,
            title: "Runs the users with open failures at once, and nobody else" }, "Try the failed again")), place];

    function draw() {
        put(choice, [["open", "Open"], ["resolved", "Resolved"], ["all", "All"]].map(([key, text]) =>
            h("button", { "aria-pressed": String(key === state), "data-focus": key,
                onclick: () => { state = key; keep({ state: key === "open" ? null : key }); draw(); } }, text)));
        put(place, state !== "resolved" && causes(), paged(tab, `${watched.base}/failures`, { state },
            items => h("div", { class: "failures" }, items.map(one)), none()));
    }

    function causes() {
        return loads(tab, signal => all(`${watched.base}/failures/causes`, { state: "open" }, signal),
            found => found.some(c => c.count > 1) && h("section", { class: "causes", "aria-label": "By cause" },
            h("h3", null, "What mends the most"), h("ol", null, found.slice(0, 5).map(c => h("li", null,
                h("b", { class: "n" }, many(c.count, "user")), h("span", null, c.remedy, " ", c.tenantId && badge(c.tenantId),
                    h("small", { class: "block" }, c.users.map(u => u.userName).join(", "), c.count > c.users.length && " …")))))));
    }

    function one(f) {
        return h("article", { class: `failure ${f.resolvedAt ? "resolved" : ""}` },
            h("div", { class: "title" }, h("h3", null, f.userName), f.tenantId ? badge(f.tenantId) : badge("No tenant"),
                badge(words(f.code), f.resolvedAt ? "" : "bad"), f.resolvedAt && badge("Resolved", "good"),
                h("span", { class: "grow" }), h("a", { href: to(["directories", directoryId, "explain"], { user: f.userId }) }, "Explain")),
            f.email && f.email !== f.userName && h("p", { class: "quiet" }, f.email),
            h("p", { class: "reason" }, f.reason),
            !f.resolvedAt && h("p", { class: "remedy" }, f.remedy),
            groupNames(f.groups, watched.seen.directory.contents.configurations),
            h("p", { class: "when" }, "first seen ", time(f.firstSeenAt),
                f.count > 1 && [", last ", time(f.lastSeenAt), `, ${many(f.count, "time")}`],
                f.resolvedAt && [", resolved ", time(f.resolvedAt)]));
    }

    function none() {
        return state === "open" ? empty("Nobody fails",
            "Every user that the identity provider sent has the account that the groups give, as far as the last run knows.")
            : empty(state === "resolved" ? "No failure was resolved yet" : "There was no failure yet");
    }

    async function again(event) {
        const button = event.currentTarget;
        button.disabled = true;
        try {
            const { users, runs } = await post(`${watched.base}/failures/rerun`);
            const failing = Math.min(users, runs.reduce((sum, r) => sum + r.failed, 0));
            say(users ? `${many(users, "user")} looked at again: ${many(users - failing, "user")} healed, ${failing} still failing.`
                : "Nobody fails: there was nothing to try again.");
            await watched.read({ whole: true });
        } catch (error) {
            say(error.message, "bad");
        } finally {
            button.disabled = false;
        }
    }
}
