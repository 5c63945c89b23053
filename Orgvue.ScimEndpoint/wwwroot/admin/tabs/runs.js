import { h, put } from "../dom.js";
import { at, get, query } from "../api.js";
import { ago, many, time, took, words } from "../format.js";
import { empty, facts, failed, head, loads, row, status, tally, warnings } from "../parts.js";
import { to } from "../route.js";

const TRIGGERS = { Window: "the window was due", SyncNow: "sync now", Periodic: "the regular look at everybody",
    Rerun: "the failed, tried again" };

/** Every run, newest first; each opens to what it found and what it undid. */
export function runsTab(tab) {
    const { watched } = tab;
    const list = h("div", { class: "rows runs" });
    const more = h("div", { class: "more" });
    const opened = new Set();
    // Runs only come; those that were read before go on being older than the newest page.
    let [known, cursor] = [[], undefined];
    watched.follow(() => {
        const { runs, cursor: older } = watched.seen;
        const ids = new Set(runs.map(r => r.runId));
        known = [...runs, ...known.filter(r => !ids.has(r.runId))];
        if (cursor === undefined) cursor = older;
        draw();
    }, tab.signal);
    return [list, more];

    function draw() {
        put(list, known.length ? [head("Began", "Tenant", "Status", "What it did", "Why"), known.map(one)]
            : empty("There was no run yet",
                "The first change that the identity provider sends opens a window; when it is over, a run begins.",
                "“Sync now” does not wait."));
        put(more, cursor && h("button", { onclick: next, "data-focus": "more" }, "Show more"));
    }

    async function next() {
        more.firstChild.disabled = true;
        try {
            const page = await get(`${watched.base}/runs${query({ limit: 50, cursor })}`, tab.signal);
            const ids = new Set(known.map(r => r.runId));
            known.push(...page.items.filter(r => !ids.has(r.runId)));
            cursor = page.nextCursor;
            draw();
        } catch (error) {
            if (!tab.signal.aborted) put(more, failed(error, next));
        }
    }

    function one(r) {
        return row(opened, r.runId, [
            h("span", null, time(r.startedAt)), h("span", { class: "tenant" }, r.tenantId), h("span", null, status(r.status)),
            h("span", null, tally(r), r.warnings.length > 0 && h("small", { class: "warn" }, " ", many(r.warnings.length, "warning"))),
                h("span", { class: "quiet" }, words(r.trigger).toLowerCase()),
        ], () => content(r));
    }

    function content(r) {
        return [
            r.heldBecause && h("p", { class: "would-hold" }, r.heldBecause, " ",
                r.status === "Held" && h("a", { href: to(["directories", tab.directoryId, "overview"]) }, "Decide")),
            r.error && h("p", { class: "bad" }, r.error),
            facts([
                ["Began because", TRIGGERS[r.trigger] ?? words(r.trigger)], ["Looked at", r.full ? "everybody" : "what had changed"],
                    ["Due", time(r.dueAt, "–")],
                ["Took", r.finishedAt ? took(r.startedAt, r.finishedAt) : "–"], ["Unchanged", many(r.unchanged, "account")],
                r.decidedBy && ["Decided", [r.decidedBy, ", ", time(r.decidedAt)]], ["Run", h("code", null, r.runId)],
            ]),
            warnings(r.warnings),
            h("p", { class: "links" }, r.failed > 0 && h("a", { href: to(["directories", tab.directoryId, "failures"]) }, "The failures"),
                h("a", { href: to(["directories", tab.directoryId, "history"], { runId: r.runId }) }, "What it changed")),
            loads(tab, signal => get(`${at("runs", r.runId)}/overrode?limit=50`, signal),
                overrode => overrode.items.length > 0 && h("section", null, h("h4", null, "Edits by hand that it undid"),
                h("ul", { class: "plan" }, overrode.items.map(d => h("li", null, h("b", null, d.email),
                    h("span", null, `${d.kind} by hand, ${d.outcome}`), h("small", null, d.why)))))),
        ];
    }
}
