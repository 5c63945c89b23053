import { h, put } from "./dom.js";
import { all, at, get } from "./api.js";
import { ago, many, provider, words } from "./format.js";
import { everySecond, poll } from "./live.js";
import { badge, empty, environment, loads, status } from "./parts.js";
import { to } from "./route.js";
import { may } from "./session.js";
import { lastOfEach } from "./watch.js";
import { windowStrip } from "./window.js";

/** Where more directories than this are, one looks for one by its name. */
const MANY = 8;

/** How many directories are asked about at once. */
const LANES = 4;

/** All of a directory is asked for in each of so many rounds; in between its window, whose change tells of most else. */
const WHOLE = 6;

/** The start page: every directory, and what in it waits for somebody. */
export function directoriesPage(page) {
    page.title("Directories");
    const waiting = h("div", { "aria-live": "polite" });
    const heldBy = new Map();
    const list = loads(page, signal => all("directories", {}, signal), directories => {
        heldBy.clear();
        return directories.length ? listed(directories) : none();
    });
    const add = may("administrator") && h("a", { class: "button primary", href: to(["new"]) }, "New directory");
    return [h("div", { class: "title" }, h("h1", null, "Directories"), add), waiting, list];

    function listed(directories) {
        const cards = directories.map(card);
        const [whole, windows] = [queue(cards.map(c => c.read)), queue(cards.map(c => c.look))];
        let round = 0;
        whole();
        poll(() => ++round % WHOLE ? windows() : whole(), page.signal);
        everySecond(() => cards.forEach(c => c.tick()), page.signal);
        const filter = directories.length > MANY && h("input", { type: "search", class: "find", "aria-label": "Find a directory",
            placeholder: "Find a directory", oninput: narrow });
        return [filter, h("ul", { class: "directories" }, cards.map(c => c.element))];
        function narrow(event) {
            const part = event.target.value.trim().toLowerCase();
            cards.forEach((c, i) => { c.element.hidden = !directories[i].name.toLowerCase().includes(part); });
        }
    }

    function card(directory) {
        const { directoryId: id, name } = directory;
        const base = at("directories", id);
        const [windowPlace, tenants, failures] = [h("div", { class: "due" }, h("span", { class: "quiet" }, "…")),
            h("div", { class: "lasts" }), h("div", { class: "open-failures" })];
        let [strip, last, lastWindow] = [null, "", ""];
        const element = h("li", { class: `directory ${directory.state}` },
            h("div", { class: "names" }, h("h2", null, h("a", { href: to(["directories", id]), "data-focus": id }, name)),
                h("p", { class: "meta" }, provider(directory.provider), environment(directory.environment),
                    directory.state !== "linked" && badge(words(directory.state), "warn"))),
            windowPlace, tenants, failures);
        return { element, read, look, tick: () => strip?.tick() };

        async function read() {
            try {
                await readAll();
            } catch (error) {
                if (!last && !page.signal.aborted) put(windowPlace, h("span", { class: "bad" }, error.message));
                throw error;
            }
        }

        async function look() {
            const window = await get(`${base}/window`, page.signal);
            if (JSON.stringify(window) !== lastWindow) await read();
        }

        async function readAll() {
            const [seen, runs, held, causes] = await Promise.all([get(base, page.signal), get(`${base}/runs?limit=100`, page.signal),
                get(`${base}/runs?status=Held`, page.signal), all(`${base}/failures/causes`, {}, page.signal)]);
            const text = JSON.stringify([seen.contents, runs, held, causes]);
            if (text === last) return;
            last = text;
            lastWindow = JSON.stringify(seen.contents?.window ?? null);
            strip = windowStrip(seen.contents?.window ?? null);
            put(windowPlace, strip.element);
            const lasts = new Map(lastOfEach(runs.items).map(r => [r.tenantId, r]));
            put(tenants, seen.contents?.configurations.length ? h("ul", null,
                seen.contents.configurations.map(c => tenant(id, c, lasts.get(c.tenantId))))
                : h("p", { class: "quiet" }, "Feeds no tenant yet"));
            const count = causes.reduce((sum, c) => sum + c.count, 0);
            put(failures, count ? h("a", { class: "figure bad", href: to(["directories", id, "failures"]) }, h("b", null, count),
                count === 1 ? "open failure" : "open failures")
                : h("span", { class: "figure" }, h("b", null, "0"), "open failures"));
            heldBy.set(id, held.items.map(run => ({ run, name })));
            element.classList.toggle("is-held", heldBy.get(id).length > 0);
            drawWaiting();
        }
    }

    function drawWaiting() {
        const runs = [...heldBy.values()].flat();
        put(waiting, runs.length > 0 && h("section", { class: "hold", "aria-labelledby": "waiting" },
            h("h2", { id: "waiting" }, runs.length === 1 ? "A run is held and waits for a decision"
                : `${runs.length} runs are held and wait for a decision`),
            h("ul", { class: "held-list" }, runs.map(({ run, name }) => h("li", null, h("b", null, name, " → ", run.tenantId),
                h("span", null, run.heldBecause, " Held ", ago(run.startedAt), "."),
                h("a", { class: "button", href: to(["directories", run.directoryId]), "data-focus": run.runId }, "Look at it"))))));
    }

    function none() {
        return empty("No identity provider sends anything yet",
            "A directory is what one identity provider pushes its users and groups to.",
            "It has a SCIM base URL and a token, which you give to the provider, and it feeds one or more tenants.",
            may("administrator") ? h("a", { class: "button primary", href: to(["new"]) }, "Make the first directory")
                : "An administrator can make the first one here.");
    }
}

function tenant(directoryId, configuration, run) {
    const name = h("b", { class: "tenant" }, configuration.tenantId);
    if (!configuration.enabled) return h("li", null, name, badge("Switched off", "warn"));
    return h("li", null, name, run ? [h("a", { class: "plain", href: to(["directories", directoryId, "runs"]) }, status(run.status)),
        h("small", null, ago(run.finishedAt ?? run.startedAt))]
        : h("small", { class: "quiet" }, "no run yet"));
}

/** Works the questions off a few at a time; a directory that cannot be asked does not keep the others. */
function queue(questions) {
    return async () => {
        const rest = [...questions];
        await Promise.all(Array.from({ length: LANES }, async () => {
            for (let next = rest.shift(); next; next = rest.shift()) await next().catch(() => {});
        }));
    };
}
