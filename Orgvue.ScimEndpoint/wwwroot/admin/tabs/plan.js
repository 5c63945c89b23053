import { h } from "../dom.js";
import { number } from "../format.js";
import { firstOf, groupNames, role, roles } from "../parts.js";

const MOST = 25;

/** A plan's counts as a band of figures. */
export const planCounts = counts => h("ul", { class: "figures" }, [["create", "created", "good"], ["update", "updated", ""],
    ["disable", "disabled", "warn"], ["remove", "removed", "bad"], ["fail", "failing", "bad"], ["unchanged", "unchanged", ""]]
    .map(([key, word, kind]) => h("li", { class: counts[key] ? kind : "none" }, h("b", null, number(counts[key])), word)));

/** What a run would do in one tenant, with the why of each step. */
export function plan(tenant, configurations, { only } = {}) {
    const { counts } = tenant;
    const parts = [
        ["removals", "Removed", counts.remove, tenant.removals, loss, "account"],
        ["disables", "Disabled", counts.disable, tenant.disables, loss, "account"],
        ["failures", "Failing", counts.fail, tenant.failures, failure, "user"],
        ["creates", "Created", counts.create, tenant.creates, create, "account"],
        ["updates", "Updated", counts.update, tenant.updates, update, "account"],
    ].filter(([key, , count]) => count > 0 && (!only || only.includes(key)));
    return h("div", { class: "steps" },
        parts.map(([key, title, count, items, show, what]) => h("section", { class: `step ${key}` },
            h("h4", null, title, " ", h("span", { class: "n" }, number(count))),
            firstOf(items, MOST, show, what), count > items.length && h("p", { class: "quiet" },
                `${number(count - items.length)} more are not listed.`))));

    function failure(f) {
        return h("li", null, h("b", null, f.userName), f.email && f.email !== f.userName && h("span", { class: "quiet" }, f.email),
            h("p", null, f.reason), h("p", { class: "remedy" }, f.remedy), groupNames(f.groups, configurations));
    }
}

const create = c => h("li", null, h("b", null, c.email), roles(c.roles, "added"), h("small", null, c.why));

const update = u => h("li", null, h("b", null, u.email), u.emailBefore && h("span", { class: "quiet" }, `until now ${u.emailBefore}`),
    u.enables && h("span", { class: "good" }, "is enabled"),
    h("span", { class: "roles" }, u.rolesAdded.map(r => role(r.role, r.groups, "added")), u.rolesRemoved.map(r => role(r, null, "gone"))),
        h("small", null, u.why));

const loss = l => h("li", null, h("b", null, l.email), roles(l.roles, "gone"), h("small", null, l.why));
