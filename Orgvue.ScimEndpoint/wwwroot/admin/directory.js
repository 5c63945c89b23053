import { h, put, say } from "./dom.js";
import { post } from "./api.js";
import { many, provider, words } from "./format.js";
import { everySecond } from "./live.js";
import { badge, environment, failed, loading, status, tally } from "./parts.js";
import { here, to } from "./route.js";
import { may } from "./session.js";
import { watch } from "./watch.js";
import { windowStrip } from "./window.js";
import { overview } from "./tabs/overview.js";
import { previewTab } from "./tabs/preview.js";
import { failuresTab } from "./tabs/failures.js";
import { explainTab } from "./tabs/explain.js";
import { runsTab } from "./tabs/runs.js";
import { requestsTab } from "./tabs/requests.js";
import { historyTab } from "./tabs/history.js";
import { accountsTab } from "./tabs/accounts.js";

const TABS = [
    ["overview", "Overview", overview], ["preview", "Preview", previewTab], ["failures", "Failures", failuresTab],
        ["explain", "Explain a user", explainTab],
    ["runs", "Runs", runsTab], ["accounts", "Accounts", accountsTab], ["requests", "Requests", requestsTab],
        ["history", "History", historyTab],
];

/** A directory: what is true on every tab of it above, the tab below. */
export function directoryPage(page) {
    const directoryId = page.path[1];
    const watched = watch(directoryId, page.signal);
    const place = h("div", null, loading());
    const frame = { head: h("header", { class: "place" }), closed: h("div", { class: "closed" }), strip: h("div"),
        outcome: h("div", { "aria-live": "polite" }), nav: h("nav", { class: "tabs", "aria-label": "Directory" }),
        panel: h("section", { class: "panel" }) };
    let tab = null;
    let strip = null;

    page.stays = where => {
        if (where.path[0] !== "directories" || where.path[1] !== directoryId) return false;
        if (tab) showTab(where);
        return true;
    };
    everySecond(() => strip?.tick(), page.signal);
    begin();
    return place;

    async function begin() {
        try {
            await watched.read({ whole: true });
        } catch (error) {
            if (!page.signal.aborted) put(place, h("div", { class: "title" }, h("h1", null, "Directory")), failed(error, begin));
            return;
        }
        watched.follow(drawHead, page.signal);
        put(place, frame.head, frame.closed, frame.strip, frame.outcome, frame.nav, frame.panel);
        // The heading came after the page did.
        if (document.activeElement === document.body
            || document.activeElement.id === "main") frame.head.querySelector("h1")?.focus({ preventScroll: true });
        showTab(here());
    }

    function drawHead() {
        const { directory, failures, window, held: waits } = watched.seen;
        const { contents } = directory;
        put(frame.head, h("p", { class: "crumb" }, h("a", { href: to([]), "data-focus": "crumb" }, "Directories")),
            h("h1", { tabindex: "-1", "data-focus": "name" }, directory.name),
            h("p", { class: "meta" }, provider(directory.provider), environment(directory.environment),
                directory.state !== "linked" && badge(words(directory.state), "warn"),
                contents && h("span", null, many(contents.users, "user"), ", ", many(contents.groups, "group"))));
        strip = windowStrip(window);
        put(frame.strip, h("div", { class: "strip" }, strip.element,
            may("operator") && h("button", { class: window ? "primary" : "", onclick: syncNow, "data-focus": "sync",
                title: window ? null : "With nothing pending, a run looks at everybody." }, "Sync now")));
        put(frame.closed, directory.state !== "linked" && h("p", { class: "note" },
            "Its SCIM endpoint is closed: the identity provider is refused, and no run begins."));
        put(frame.nav, TABS.map(([key, text]) => h("a", { href: to(["directories", directoryId, key]),
            "aria-current": key === tab?.key ? "page" : null, "data-focus": key }, text,
            key === "overview" && waits.length > 0 && h("span", { class: "dot", title: "A run is held" }, waits.length),
            key === "failures" && failures > 0 && h("span", { class: "dot bad", title: many(failures, "open failure") }, failures))));
    }

    function showTab(where) {
        const [key, text, build] = TABS.find(([k]) => k === where.path[2]) ?? TABS[0];
        tab?.end.abort();
        const end = new AbortController();
        page.signal.addEventListener("abort", () => end.abort(), { signal: end.signal });
        tab = { key, end, signal: end.signal, query: where.query, directoryId, watched, frame };
        drawHead();
        page.title(`${text} · ${watched.seen.directory.name}`);
        put(frame.panel, build(tab));
        frame.panel.setAttribute("aria-label", text);
        // Whoever walks along the tabs stays there; whoever followed a link elsewhere begins with the tab's content.
        if (!frame.nav.contains(document.activeElement)
            && document.activeElement === document.body) { frame.panel.tabIndex = -1; frame.panel.focus({ preventScroll: true }); }
        frame.nav.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    }

    async function syncNow() {
        const button = frame.strip.querySelector("button");
        button.disabled = true;
        button.textContent = "Running …";
        try {
            const { runs } = await post(`${watched.base}/sync`);
            outcome(runs);
        } catch (error) {
            say(error.message, "bad");
        } finally {
            drawHead();
            await watched.read({ whole: true }).catch(() => {});
        }
    }

    function outcome(runs) {
        const close = h("button", { class: "small", onclick: () => put(frame.outcome), "aria-label": "Close what the runs did" }, "Close");
        put(frame.outcome, h("div", { class: "outcome" }, h("ul", null, runs.length
            ? runs.map(r => h("li", null, h("b", { class: "tenant" }, r.tenantId), status(r.status), tally(r),
                r.failed > 0 && h("a", { href: to(["directories", directoryId, "failures"]) }, "What to do"),
                    r.error && h("span", { class: "bad" }, r.error)))
            : h("li", null, "There was no tenant to run: no configuration is switched on.")), close));
    }
}
