import { session } from "./session.js";

/** Whether anybody looks. */
const seen = () => document.visibilityState === "visible" && !session.away;

/** Asks again and again while the page is shown and somebody looks; one request at a time. Ends with the signal. */
export function poll(what, signal, every = 5000) {
    let timer;
    let busy = false;
    const again = () => { clearTimeout(timer); timer = setTimeout(tick, every); };
    async function tick() {
        if (signal.aborted || busy) return;
        if (!seen()) return again();
        busy = true;
        // What fails is tried again; the page shows what it last knew.
        try { await what(); } catch { /* a refusal is shown by whoever asked first */ }
        busy = false;
        if (!signal.aborted) again();
    }
    document.addEventListener("visibilitychange", () => { if (seen()) tick(); }, { signal });
    signal.addEventListener("abort", () => clearTimeout(timer));
    again();
}

/** Each second, for countdowns. */
export function everySecond(what, signal) {
    const timer = setInterval(() => { if (seen()) what(); }, 1000);
    signal.addEventListener("abort", () => clearInterval(timer));
    what();
}
