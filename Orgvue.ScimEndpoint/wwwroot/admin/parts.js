import { h, put } from "./dom.js";
import { get, query } from "./api.js";
import { poll } from "./live.js";
import { capital, many, words } from "./format.js";

/**
 * What is asked of the server and shown when it answers; `reload` asks again. What has not changed is not drawn again: whoever reads
 * or selects is not disturbed.
 */
export function loads(page, ask, show, { every } = {}) {
    const note = h("p", { class: "wrong", role: "alert", hidden: true });
    const content = h("div", null, loading());
    const box = h("div", { class: "loads" }, note, content);
    let shown;
    async function load() {
        try {
            const found = await ask(page.signal);
            if (page.signal.aborted) return;
            note.hidden = true;
            const text = JSON.stringify(found);
            if (text === shown) return;
            shown = text;
            put(content, show(found));
        } catch (error) {
            if (page.signal.aborted) return;
            if (shown === undefined) put(content, failed(error, load));
            else { put(note, `What is shown may be old: ${error.message}`); note.hidden = false; }
        }
    }
    if (every) poll(load, page.signal, every);
    load();
    box.reload = load;
    return box;
}

/** A list of which the next page comes on demand. */
export function paged(page, path, values, show, empty) {
    const list = h("div");
    const more = h("div", { class: "more" });
    const items = [];
    const box = loads(page, signal => get(path + query({ limit: 50, ...values }), signal), first => {
        items.splice(0, items.length, ...first.items);
        draw(first.nextCursor, first);
        return [list, more];
    });
    function draw(cursor, answer) {
        put(list, items.length ? show(items, answer) : empty);
        put(more, cursor && h("button", { onclick: () => next(cursor), "data-focus": "more" }, "Show more"));
    }
    async function next(cursor) {
        more.firstChild.disabled = true;
        try {
            const answer = await get(path + query({ limit: 50, ...values, cursor }), page.signal);
            items.push(...answer.items);
            draw(answer.nextCursor, answer);
        } catch (error) {
            if (!page.signal.aborted) put(more, failed(error, () => next(cursor)));
        }
    }
    return box;
}

export const loading = () => h("p", { class: "loading", role: "status" }, "Loading …");

export const failed = (error, again) => h("div", { class: "refused", role: "alert" }, h("p", null, error.message),
    again && h("button", { onclick: again }, "Try again"));

export const empty = (title, ...text) => h("div", { class: "empty" }, h("p", { class: "empty-title" }, title),
    text.map(t => t instanceof Node ? t : h("p", null, t)));

/** A line of a list that opens. `keep` remembers which are open when the list is drawn again. */
export function row(keep, key, cells, content, props) {
    const body = h("div", { class: "body" });
    const details = h("details", { class: "row", open: keep.has(key), ...props, ontoggle: toggled },
        h("summary", { "data-focus": key }, cells), body);
    if (keep.has(key)) put(body, content());
    return details;
    function toggled() {
        if (!details.open) { keep.delete(key); return; }
        if (!keep.has(key)) put(body, content());
        keep.add(key);
    }
}

export const head = (...labels) => h("div", { class: "head", "aria-hidden": "true" }, labels.map(l => h("span", null, l)));

export const badge = (text, kind = "", title) => h("span", { class: `badge ${kind}`, title }, text);

const STATUS = { Completed: "good", CompletedWithFailures: "warn", Held: "held", Failed: "bad", Discarded: "" };

export const status = name => badge(words(name), STATUS[name]);

export const environment = name => badge(capital(name), name === "production" ? "production" : "staging");

/** What a run did or would do, as few figures as tell it. */
export function tally(counts) {
    const parts = [["created", "+", "good"], ["updated", "~", ""], ["disabled", "○", "warn"], ["removed", "−", "bad"],
        ["failed", "!", "bad"]]
        .filter(([name]) => counts[name] > 0).map(([name, sign, kind]) => h("span", { class: `count ${kind}` },
            h("i", { "aria-hidden": "true" }, sign), `${counts[name]} ${name}`));
    const undone = counts.status === "Held" || counts.status === "Discarded";
    return h("span", { class: "tally" }, undone && h("span", { class: "quiet" }, "not done:"),
        parts.length ? parts : h("span", { class: "quiet" }, "nothing changed"));
}

/** A role; the platform roles, without which there is no account, stand out. */
export function role(name, groups, kind = "") {
    const platform = name === "admin" || name === "user" ? "platform" : "";
    return h("span", { class: `role ${platform} ${kind}`, title: groups?.length ? `from ${groups.join(", ")}` : null }, name);
}

export const roles = (list, kind) => h("span", { class: "roles" },
    list.length ? list.map(r => typeof r === "string" ? role(r, null, kind) : role(r.role, r.groups, kind))
        : h("span", { class: "quiet" }, "no role"));

/**
 * A group's name with the prefix that the configurations take off it told from the role that remains. It only shows: what a name means
 * is the server's to say (rule M1: the longest prefix, ignoring case).
 */
export function groupName(name, configurations = []) {
    const trimmed = name.trim();
    const prefix = configurations.map(c => c.effectivePrefix).filter(p => p && trimmed.slice(0, p.length).toUpperCase() === p.toUpperCase())
        .sort((a, b) => b.length - a.length)[0] ?? "";
    return h("span", { class: `group ${prefix ? "ours" : ""}` }, h("span", { class: "prefix" }, trimmed.slice(0, prefix.length)),
        h("b", null, trimmed.slice(prefix.length)));
}

export const groupNames = (names, configurations) => names.length
    ? h("ul", { class: "groups" }, names.map(n => h("li", null, groupName(n, configurations))))
    : h("p", { class: "quiet" }, "In no group at all.");

export const warnings = list => list.length > 0 && h("ul", { class: "warnings" },
    list.map(w => h("li", null, h("b", null, words(w.code)), h("span", null, w.message))));

/** Two spellings, one above the other, with the letters marked in which they differ. */
export function versus([labelA, a], [labelB, b]) {
    let [start, end] = [0, 0];
    while (start < Math.min(a.length, b.length) && a[start] === b[start]) start++;
    while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
    const marked = text => h("code", null, text.slice(0, start), start + end < text.length
        && h("mark", null, text.slice(start, text.length - end)), text.slice(text.length - end));
    return h("div", { class: "versus" }, h("span", null, labelA), marked(a), h("span", null, labelB), marked(b));
}

/** A table that scrolls by itself where the window is narrow. */
export const table = (columns, rows, label) => h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": label },
    h("table", null, h("thead", null, h("tr", null, columns.map(c => h("th", { scope: "col" }, c)))),
        h("tbody", null, rows.map(cells => h("tr", null, cells.map(c => h("td", null, c)))))));

export const facts = pairs => h("dl", { class: "facts" }, pairs.filter(Boolean).map(([name, value]) => [h("dt", null, name),
    h("dd", null, value)]));

export const json = value => h("pre", { tabindex: "0" }, typeof value === "string" ? value : JSON.stringify(value, null, 2));

/** The first of a list that may be long, and how many more there are. */
export function firstOf(items, most, show, what) {
    const list = h("ul", { class: "plan" }, items.slice(0, most).map(show));
    if (items.length <= most) return list;
    const button = h("button", { class: "small", onclick: () => { put(list,
        items.map(show)); button.remove(); list.tabIndex = -1; list.focus(); } }, `Show all ${many(items.length, what)}`);
    return [list, button];
}
