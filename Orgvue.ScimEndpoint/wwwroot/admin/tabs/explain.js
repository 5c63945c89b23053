import { h, put } from "../dom.js";
import { get, query } from "../api.js";
import { many, time } from "../format.js";
import { badge, empty, facts, failed, groupName, loading, role, status, versus } from "../parts.js";
import { keep, to } from "../route.js";

const STANDING = { Member: ["Has an account", "good"], Inactive: ["Inactive", "warn"], Elsewhere: ["Needs no account here", ""],
    Failed: ["Fails", "bad"] };
const FOUND = { id: "its id", userName: "its userName", externalId: "its externalId", loginEmail: "the e-mail that it signs in with",
    otherEmail: "another of its e-mails" };
const EMAIL = { primaryEmail: "the primary e-mail", workEmail: "the first e-mail of type work", homeEmail: "the first e-mail of type home",
    userName: "the userName, which is an address" };

/** Why a user has what it has: the answer first, then all of its reasons. */
export function explainTab(tab) {
    const { watched } = tab;
    const input = h("input", { type: "search", name: "user", value: tab.query.get("user") ?? "", placeholder: "userName, e-mail or id",
        "aria-label": "User: userName, e-mail or id", autocomplete: "off", spellcheck: "false", required: true });
    const answer = h("div");
    const form = h("form", { class: "search wide", role: "search", onsubmit: e => { e.preventDefault(); explain(input.value.trim()); } },
        input, h("button", { class: "primary" }, "Explain"));
    const asked = tab.query.get("user");
    if (asked) explain(asked); else put(answer, empty("Why can’t this person sign in?",
        "Give a userName, an e-mail or an id. The answer says what happened and what to do, and every rule on the way."));
    return [form, answer];

    async function explain(user) {
        if (!user) return;
        keep({ user });
        put(answer, loading());
        try {
            const found = await get(`${watched.base}/explain${query({ user })}`, tab.signal);
            put(answer, explained(found));
            // The answer is long: whoever listens begins at its head.
            const heading = answer.querySelector(".verdict h2");
            heading.tabIndex = -1;
            heading.focus({ preventScroll: true });
        } catch (error) {
            if (!tab.signal.aborted) put(answer, error.code === "UserNotFound" ? empty("There is no such user", error.message)
                : failed(error, () => explain(user)));
        }
    }

    function explained(e) {
        const bad = e.failures.length > 0 || e.tenants.some(t => t.standing === "Failed");
        const all = watched.seen.directory.contents.configurations;
        return h("div", { class: "explanation" },
            h("section", { class: `verdict ${bad ? "bad" : e.whatToDo.length ? "warn" : "good"}` },
                h("h2", null, e.user.displayName || e.user.userName), e.summary.map(s => h("p", null, s)),
                e.whatToDo.length > 0 && h("div", { class: "to-do" }, h("h3", null, "What to do"),
                    h("ol", null, e.whatToDo.map(w => h("li", null, w))))),
            e.alsoFound.length > 0 && h("p", { class: "note" }, "It could also mean ",
                e.alsoFound.map((o, i) => [i > 0 && ", ", h("a", { href: to(["directories", tab.directoryId, "explain"],
                { user: o.userId }) }, o.userName)]), "."),
            h("section", null, h("h3", null, "Groups, and what their names mean ", h("span", { class: "n" }, e.groupsInAll)),
                e.groups.length ? h("ul", { class: "meanings" }, e.groups.map(g => meaning(g, all)))
                    : h("p", { class: "quiet" }, "In no group that the identity provider has sent."),
                e.groupsInAll > e.groups.length && h("p", { class: "quiet" },
                    `${many(e.groupsInAll - e.groups.length, "group")} more are not shown.`)),
            e.tenants.map(tenant),
            h("div", { class: "columns" }, h("section", null, h("h3", null, "The user, as the identity provider pushed it"),
                person(e.user)), changes("Last changed by", e.changes)));
    }

    function meaning(g, all) {
        return h("li", { class: g.meaning === "Mapped" ? "mapped" : g.didYouMean ? "near" : "other" },
            h("div", { class: "name" }, groupName(g.name, all), g.meaning === "Mapped"
                && h("span", { class: "becomes" }, h("i", { "aria-hidden": "true" }, "→"), role(g.role),
                h("span", { class: "tenant" }, g.tenantId))),
            h("p", null, g.sentence), g.didYouMean && versus(["it is", g.name], ["did you mean", g.didYouMean]),
            g.readings.length > 0 && h("details", null, h("summary", null, "What each tenant makes of the name"),
                h("ul", { class: "plain" }, g.readings.map(r =>
                h("li", null, h("b", { class: "tenant" }, r.tenantId), " ", r.sentence)))));
    }

    function tenant(t) {
        const [text, kind] = STANDING[t.standing] ?? [t.standing, ""];
        return h("section", { class: "explained-tenant" },
            h("h3", null, h("span", { class: "tenant" }, t.tenantId), " ", badge(text, kind)),
            h("p", null, t.outcome),
            t.held && h("p", { class: "would-hold" }, "A run of this tenant is held: ", t.held.because, " ",
                h("a", { href: to(["directories", tab.directoryId, "overview"]) }, "Decide")),
            (t.standing !== "Elsewhere" || t.account) && facts([
                ["Roles", t.roles.length ? h("ul", { class: "plain" },
                    t.roles.map(r => h("li", null, role(r.role), r.groups.length > 0 && h("small", null, " from ", r.groups.join(", ")))))
                    : h("span", { class: "quiet" }, "none")],
                ["Platform role", t.platformRole ? role(t.platformRole)
                    : h("span", { class: "bad" }, "none: neither user nor admin is among the roles")],
                ["Account now", account(t.account)],
                ["Next run", t.nextRun ? [t.nextRun.sentence, t.nextRun.rolesAdded.length + t.nextRun.rolesRemoved.length > 0
                    && h("span", { class: "roles" }, " ", t.nextRun.rolesAdded.map(r => role(r.role, r.groups, "added")),
                    t.nextRun.rolesRemoved.map(r => role(r, null, "gone")))] : "–"],
                ["Last run", t.lastRun ? [time(t.lastRun.startedAt), " ", status(t.lastRun.status)]
                    : h("span", { class: "quiet" }, "none yet")],
                ...t.openFailures.map(f => ["Fails since", [time(f.firstSeenAt), f.count > 1 ? `, ${many(f.count, "time")}: ` : ": ",
                    f.reason]]),
            ]),
            t.rules.length > 0 && h("details", { open: t.standing === "Failed" }, h("summary", null, "The rules, in their order"),
                h("ol", { class: "rules" }, t.rules.map(r => h("li", null, h("code", null, r.rule), h("span", null, r.sentence))))),
            changes("Edited by hand since the last run", t.manualEdits),
            t.pastFailures.length > 0 && h("details", null, h("summary", null, `${many(t.pastFailures.length, "failure")} in the past`),
                h("ul", { class: "plain" }, t.pastFailures.map(f =>
                h("li", null, time(f.firstSeenAt), " to ", time(f.resolvedAt), ": ", f.reason)))));
    }
}

function account(a) {
    if (!a) return h("span", { class: "quiet" }, "none");
    return [h("b", null, a.email), " ", badge(a.status, a.enabled ? "good" : "warn"), " ",
        a.source === "Manual" && badge("By hand", "warn"), h("span", { class: "roles" }, a.roles.map(r => role(r.role, r.groups))),
        h("small", { class: "block" }, "last synced ", time(a.lastSyncedAt))];
}

const person = u => facts([
    ["userName", u.userName], ["Found by", FOUND[u.foundBy] ?? u.foundBy], u.externalId && ["externalId", h("code", null, u.externalId)],
        ["Id", h("code", null, u.userId)],
    ["Signs in with", u.loginEmail ? [u.loginEmail, h("small", { class: "block" }, EMAIL[u.loginEmailFrom] ?? "")]
        : h("span", { class: "bad" }, "no e-mail")],
    ["Active", u.active ? "yes" : h("span", { class: "bad" }, "no")], ["Created", time(u.createdAt)], ["Changed", time(u.changedAt)],
]);

const changes = (title, list) => list.length > 0 && h("section", null, h("h3", null, title), h("ol", { class: "changes" }, list.map(c =>
    h("li", null, time(c.at), h("div", null, c.what, h("small", { class: "block" }, "by ", c.by, c.from && ` from ${c.from}`),
        c.request && h("code", { class: "block" }, c.request))))));
