import { h, put, say } from "../dom.js";
import { at, get, post } from "../api.js";
import { ask } from "../dialogs.js";
import { ago, many, utc } from "../format.js";
import { loads, status, warnings } from "../parts.js";
import { may } from "../session.js";
import { plan, planCounts } from "./plan.js";

/** The runs that are held: why, what they would do, and the decision (rule B8). */
export function heldRuns(tab, runs) {
    // It outlives the plan that it is about: the next one is read at once.
    const wrong = h("p", { class: "wrong", role: "alert", hidden: true });
    const box = loads(tab, signal => get(`${tab.watched.base}/preview?limit=500`, signal), preview =>
        runs.map(run => one(run, preview.tenants.find(t => t.held?.runId === run.runId))));
    const hashes = () => tab.watched.seen.runs.filter(r => r.status === "Held").map(r => r.planHash).join();
    let shown = hashes();
    tab.watched.follow(() => { if (hashes() !== shown) { shown = hashes(); box.reload(); } }, tab.signal);
    return [wrong, box];

    function one(run, tenant) {
        const hash = tenant?.planHash ?? run.planHash;
        return h("section", { class: "hold", "aria-label": `Held run of ${run.tenantId}` },
            h("div", { class: "title" }, h("h2", null, `The run of ${run.tenantId} is held`), status("Held")),
            h("p", { class: "why" }, run.heldBecause),
            h("p", { class: "quiet" }, "Nothing of it has been done. It was held ", ago(run.startedAt),
                "; what changes meanwhile is taken in. ",
                tenant?.held.outOfDate && "The plan has changed since the run last looked; below it is as it is now."),
            tenant ? [planCounts(tenant.counts), warnings(tenant.warnings),
                h("details", { open: tenant.counts.disable + tenant.counts.remove <= 20 }, h("summary", null, "What it would do"),
                plan(tenant, tab.watched.seen.directory.contents.configurations, { only: ["removals", "disables", "creates", "updates"] }))]
                : h("p", null, "There is no plan to show: the tenant has no configuration here that is switched on."),
            may("operator") && h("div", { class: "actions" },
                tenant && h("button", { class: "danger", onclick: () => release(run, tenant, hash) }, "Release"),
                h("button", { onclick: () => discard(run) }, "Discard")),
            h("p", { class: "hash" }, "Plan ", h("code", null, hash.slice(0, 16)), " · held ", h("span", null, utc(run.startedAt))));
    }

    async function release(run, tenant, planHash) {
        const { create, update, disable, remove } = tenant.counts;
        const will = [[remove, "removed"], [disable, "disabled"], [create, "created"],
            [update, "updated"]].filter(([n]) => n > 0).map(([n, what]) => `${many(n, "account")} will be ${what}`);
        if (!await ask({
            title: `Release the run of ${run.tenantId}?`, action: "Release",
            text: [will.length ? `${will.join(", ")}.` : "No account will change.",
                "Exactly the plan that you looked at is carried out; if it has changed by then, nothing is."],
        })) return;
        await decide(() => post(`${at("runs", run.runId)}/release`, { planHash }), `The run of ${run.tenantId} is released.`);
    }

    async function discard(run) {
        if (!await ask({
            title: `Discard the run of ${run.tenantId}?`, action: "Discard",
            text: "None of it happens. The next change has everybody looked at again, and that run may be held in turn.",
        })) return;
        await decide(() => post(`${at("runs", run.runId)}/discard`), `The run of ${run.tenantId} is discarded.`);
    }

    async function decide(act, done) {
        try {
            await act();
            wrong.hidden = true;
            say(done);
        } catch (error) {
            // Another plan than the one that was looked at: it is shown, to be looked at.
            if (error.code === "PlanChanged") await box.reload();
            put(wrong, error.message);
            wrong.hidden = false;
        }
        await tab.watched.read({ whole: true }).catch(() => {});
    }
}
