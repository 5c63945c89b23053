import { h, put } from "./dom.js";
import { now } from "./api.js";
import { left, many, time } from "./format.js";

/** The open window: how much of it is over, when its run is due, and how many changes wait. `tick` moves it on. */
export function windowStrip(window) {
    if (!window) return { element: h("div", { class: "window shut" }, h("span", { class: "clock" }, "–"),
        h("span", null, "Nothing waits for a run.")), tick() {} };
    const clock = h("span", { class: "clock" });
    const says = h("span");
    const bar = h("div", { class: "bar", "aria-hidden": "true" }, h("i"));
    const [opened, due] = [new Date(window.openedAt), new Date(window.dueAt)];
    const changes = many(window.pendingChanges, "change");
    let over;
    function tick() {
        const rest = left(window.dueAt);
        clock.textContent = rest ?? "due";
        bar.firstChild.style.width = `${Math.min(100, Math.max(0, 100 * (now() - opened) / (due - opened)))}%`;
        if (over === (rest === null)) return;
        over = rest === null;
        put(says, over ? [h("b", null, changes), " are being taken up by a run, or wait for one."]
            : [h("b", null, changes), window.pendingChanges === 1 ? " waits; the run is due at " : " wait; the run is due at ",
                time(window.dueAt), "."]);
    }
    tick();
    return { element: h("div", { class: "window open" }, clock, says, bar), tick };
}
