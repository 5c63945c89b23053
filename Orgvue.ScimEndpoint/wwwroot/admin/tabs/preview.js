import { h, put } from "../dom.js";
import { get, post } from "../api.js";
import { many, time } from "../format.js";
import { badge, empty, failed, groupName, loading, loads, versus, warnings } from "../parts.js";
import { plan, planCounts } from "./plan.js";

/** What the next run would do, before it does. */
export function previewTab(tab) {
    const { watched } = tab;
    const configurations = () => watched.seen.directory.contents.configurations;
    const box = loads(tab, signal => get(`${watched.base}/preview?limit=500`, signal), preview => {
        if (!preview.tenants.length) return empty("There is nothing to plan",
            "The directory has no tenant that is switched on. Changes wait until it has.");
        return [lead(preview), preview.advice.map(advised), preview.tenants.map(tenant)];
    });
    // A plan costs the server what a run does, and while an identity provider sends, the window changes all the time: it is asked for
    // again on demand.
    const old = h("p", { class: "note", role: "status", hidden: true }, "What waits for the run has changed since. ",
        h("button", { class: "small", onclick: again }, "Plan again"));
    let seen = JSON.stringify(watched.seen.window);
    watched.follow(() => { old.hidden = JSON.stringify(watched.seen.window) === seen; }, tab.signal);
    watched.afterRuns(again, tab.signal);
    return [old, box];

    function again() {
        old.hidden = true;
        seen = JSON.stringify(watched.seen.window);
        box.reload();
    }

    function lead(preview) {
        return h("p", { class: "lead" }, preview.dueAt ? ["The next run is due at ", time(preview.dueAt), ": ",
            many(preview.pendingChanges, "change"), preview.pendingChanges === 1 ? " waits." : " wait."]
            : ["Nothing waits for a run. This is what a look at everybody would do",
                preview.fullRunDueAt && [", as it comes by itself at ", time(preview.fullRunDueAt)], "."],
                " Nothing below has been done yet.");
    }

    function advised(advice) {
        const result = h("div", { "aria-live": "polite" });
        const button = h("button", { onclick: show }, `See what the prefix “${advice.seen}” would do`);
        return h("section", { class: "advice", "aria-label": "Look here first" }, h("h3", null, "Look here first"),
            h("p", null, advice.message),
            versus(["groups begin with", advice.seen], ["configured is", advice.configured]), button, result);
        async function show() {
            button.disabled = true;
            put(result, loading());
            try {
                const wish = { configurations: advice.tenants.map(t => ({ tenantId: t, groupPrefix: advice.seen })) };
                const supposed = await post(`${watched.base}/what-if?limit=100`, wish);
                put(result, h("p", { class: "quiet" }, "Nothing has been written. With this prefix:"),
                    supposed.tenants.map(t => h("p", null, t.summary)), warnings(supposed.warnings));
                button.remove();
            } catch (error) {
                put(result, failed(error));
                button.disabled = false;
            }
        }
    }

    function tenant(t) {
        const prefix = configurations().filter(c => c.configurationId === t.configurationId);
        return h("section", { class: "tenant-plan" }, h("h3", null, h("span", { class: "tenant" }, t.tenantId), " ",
            h("small", null, "groups that begin with ", groupName(`${t.effectivePrefix}…`, prefix)), t.held && badge("Held", "held")),
            t.wouldBeHeld && h("p", { class: "would-hold" }, h("b", null, "This run would be held. "), t.wouldBeHeld),
            planCounts(t.counts), warnings(t.warnings), plan(t, configurations()));
    }
}
