import { all, at, get } from "./api.js";
import { poll } from "./live.js";

/** What the pages of a directory share: the directory, its window and its last runs, kept fresh while somebody looks. */
export function watch(directoryId, signal) {
    const target = new EventTarget();
    const base = at("directories", directoryId);
    const seen = { directory: null, failures: 0, window: null, runs: [], held: [], cursor: null };
    let [last, lastRuns] = ["", ""];

    async function read({ whole = false } = {}) {
        // A held run keeps its place: it may lie behind a hundred newer ones.
        const [window, runs, held] = await Promise.all([get(`${base}/window`, signal), get(`${base}/runs?limit=100`, signal),
            get(`${base}/runs?status=Held`, signal)]);
        const text = JSON.stringify([window, runs, held]);
        if (!whole && text === last) return;
        // The counts of users and groups change with the window; they cost the server more than the window does.
        const [directory, causes] = await Promise.all([get(base, signal), all(`${base}/failures/causes`, {}, signal)]);
        Object.assign(seen, { directory, failures: causes.reduce((sum, c) => sum + c.count, 0), window, runs: runs.items,
            held: held.items, cursor: runs.nextCursor });
        last = text;
        target.dispatchEvent(new Event("changed"));
        const ran = JSON.stringify([runs, held]);
        if (lastRuns && ran !== lastRuns) target.dispatchEvent(new Event("ran"));
        lastRuns = ran;
    }

    poll(() => read(), signal);
    return {
        base, seen, read,
        /** Calls now and whenever something has changed. */
        follow(what, until) {
            target.addEventListener("changed", what, { signal: until });
            if (seen.directory) what();
        },
        /** Calls when there is another run than before, or a held one is decided. */
        afterRuns: (what, until) => target.addEventListener("ran", what, { signal: until }),
    };
}

/** Of runs, newest first, the last one of each tenant. */
export const lastOfEach = runs => [...new Map([...runs].reverse().map(r => [r.tenantId, r])).values()]
    .sort((a, b) => a.tenantId < b.tenantId ? -1 : 1);
