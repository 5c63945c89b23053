import { h, put, select } from "../dom.js";
import { capital, time, words } from "../format.js";
import { empty, facts, head, paged, row } from "../parts.js";
import { keep } from "../route.js";

const SUBJECTS = ["account", "user", "group", "members", "configuration", "directory", "token", "run", "schema", "workOsLink"];

/** The audit trail: who changed what, from where, before and after. */
export function historyTab(tab) {
    const { directory } = tab.watched.seen;
    const { configurations } = directory.contents;
    const filters = Object.fromEntries(["of", "subject", "action", "name", "actor", "runId"].map(k => [k, tab.query.get(k) ?? ""]));
    const [place, opened] = [h("div"), new Set()];
    // An account is its tenant's, not a directory's: they are looked for by tenant.
    const of = select("of", [["", "This directory"], ...configurations.map(c => [c.tenantId, `Accounts of ${c.tenantId}`])], filters.of,
        { onchange: changed });
    const subject = select("subject", [["", "Everything"], ...SUBJECTS.map(s => [s, capital(words(s).toLowerCase())])], filters.subject,
        { onchange: changed });
    const action = select("action", [["", "Any"], ["created", "Created"], ["changed", "Changed"], ["deleted", "Deleted"]], filters.action,
        { onchange: changed });
    const form = h("form", { class: "filters", role: "search", onsubmit: e => { e.preventDefault(); Object.assign(filters,
        { name: form.elements.name.value.trim(), actor: form.elements.actor.value.trim() }); draw(); } },
        labelled("Of", of), labelled("What", subject), labelled("How", action),
        labelled("Name", h("input", { name: "name", type: "search", value: filters.name, placeholder: "a part of it",
            autocomplete: "off" })),
        labelled("By", h("input", { name: "actor", type: "search", value: filters.actor, placeholder: "a part of it",
            autocomplete: "off" })), h("button", null, "Search"));
    draw();
    return [form, place];

    function changed(event) {
        filters[event.target.name] = event.target.value;
        draw();
    }

    function draw() {
        keep(filters);
        const { of: tenantId, runId, ...rest } = filters;
        const values = runId ? { ...rest, runId } : tenantId ? { ...rest, subject: filters.subject || "account", tenantId,
            environment: directory.environment } : { ...rest, directoryId: tab.directoryId };
        put(place, runId && h("p", { class: "note" }, "What one run changed. ",
            h("button", { class: "small", onclick: () => { filters.runId = ""; draw(); } }, "Show everything")),
            paged(tab, "audit", values, items => h("div", { class: "rows history" }, head("At", "By", "What", "Name"), items.map(one)),
                empty("Nothing was changed", filters.name || filters.actor || filters.subject || filters.action
                    ? "Nothing that fits what is searched for." : runId ? "The run changed nothing."
                    : "Every change leaves an entry here.")));
    }

    function one(a) {
        return row(opened, a.entryId, [
            time(a.at), h("span", null, a.actor), h("span", null, h("span", { class: `did ${a.action}` }, a.action), " ",
                words(a.subject).toLowerCase()), h("span", null, a.name ?? h("code", null, a.subjectId),
                a.tenantId && a.tenantId !== a.name && h("small", { class: "tenant" }, " ", a.tenantId)),
        ], () => [facts([a.source && ["From", a.source], a.request && ["Request", h("code", null, a.request)],
            a.runId && ["Run", h("code", null, a.runId)], ["Id", h("code", null, a.subjectId)]]), differences(a)]);
    }
}

/** Field by field, what was and what is; of an account the entry holds all, and only what differs is news. */
function differences({ before, after }) {
    const names = [...new Set([...Object.keys(before ?? {}),
        ...Object.keys(after ?? {})])].filter(n => text(before?.[n]) !== text(after?.[n]));
    if (!names.length) return h("p", { class: "quiet" }, "No field is different.");
    return h("dl", { class: "diff" }, names.map(n => [h("dt", null, n), h("dd", null,
        text(before?.[n]) && h("del", null, text(before[n])), text(after?.[n]) && h("ins", null, text(after[n])))]));
}

/** A value for people: roles by their names and groups, lists as lists; nothing for what holds nothing. */
function text(value) {
    if (value === undefined || value === null) return "";
    if (Array.isArray(value)) return value.map(v => v?.role ? v.role + (v.groups?.length ? ` (from ${v.groups.join(", ")})` : "")
        : text(v)).join(", ");
    if (typeof value !== "object") return String(value);
    return Object.keys(value).length ? JSON.stringify(value, null, 1) : "";
}

const labelled = (label, input) => h("label", { class: "inline" }, label, input);
