import { h, put, select } from "../dom.js";
import { at, get } from "../api.js";
import { many, number, time } from "../format.js";
import { badge, empty, facts, head, json, loads, paged, row, table } from "../parts.js";
import { keep } from "../route.js";

const kind = status => status >= 500 ? "bad" : status >= 400 ? "warn" : "good";

/** What the identity provider sent and what it got; who called, and how that leaves the RFC. */
export function requestsTab(tab) {
    const { base } = tab.watched;
    const filters = { status: tab.query.get("status") ?? "", method: tab.query.get("method") ?? "" };
    const [place, opened] = [h("div"), new Set()];
    draw();
    return [
        h("div", { class: "columns" }, section("Who calls", clients()), section("How it leaves the RFC", deviations())),
        h("div", { class: "title" }, h("h2", null, "Requests"), h("span", { class: "grow" }),
            labelled("Status", select("status", [["", "All"], ["2xx", "2xx"], ["4xx", "4xx"], ["5xx", "5xx"]], filters.status,
                { onchange: changed })),
            labelled("Method", select("method", ["", "GET", "POST", "PATCH", "PUT", "DELETE"].map(m => [m, m || "All"]), filters.method,
                { onchange: changed })),
            h("button", { class: "small", onclick: draw }, "Read again")),
        place];

    function changed(event) {
        filters[event.target.name] = event.target.value;
        draw();
    }

    function draw() {
        keep(filters);
        put(place, paged(tab, `${base}/requests`, filters, (items, answer) => [notice(answer),
            h("div", { class: "rows requests" }, head("At", "Status", "Request", "Took", "Client"), items.map(one))],
            h("div", null, none())));
    }

    function none() {
        if (filters.status || filters.method) return empty("No such request",
            "Of those that are kept; they are kept for a day, and not without end.");
        return empty("No request is recorded",
            "Either the identity provider has not called yet, or recording is off. What is recorded holds names and e-mails: outside Development "
                + "it is on only where the setting Inspector:Enabled is true.",
            "Requests that do not sign in are answered with 401 and recorded nowhere.");
    }

    function one(r) {
        return row(opened, r.requestId, [
            time(r.at), h("span", null, badge(r.status, kind(r.status))),
                h("span", { class: "request" }, h("b", null, r.method), " ", h("code", null, r.path, r.query)),
            h("span", { class: "quiet" }, `${number(r.durationMs)} ms`),
                h("span", { class: "roles" }, h("span", { class: "quiet" }, r.client), r.deviations.map(d => badge(d, "warn"))),
        ], () => loads(tab, signal => get(`${base}/requests/${at(r.requestId)}`, signal), whole));
    }

    function whole(r) {
        return h("div", { class: "exchange" },
            h("section", null, h("h4", null, "Sent"), facts(Object.entries(r.headers ?? {}).map(([name, value]) => [name,
                value === null ? "" : String(value)])),
                r.requestBody === null ? h("p", { class: "quiet" }, "without a body") : json(r.requestBody)),
            h("section", null, h("h4", null, `Answered with ${r.status}`),
                r.truncated && h("p", { class: "warn" }, "A body was too long to be kept whole."),
                r.responseBody === null ? h("p", { class: "quiet" }, "without a body") : json(r.responseBody)));
    }

    function clients() {
        return loads(tab, signal => get(`${base}/clients`, signal), page => page.items.length
            ? table(["Client", "Requests", "Last"], page.items.map(c => [[h("b", null, c.client),
                h("small", { class: "block" }, c.evidence)], number(c.requests), time(c.lastSeenAt)]), "Who calls")
            : empty("Nobody has called yet",
                "The provider has not started, or has another URL, or a token that does not open this directory."));
    }

    function deviations() {
        return loads(tab, signal => get(`${base}/deviations`, signal), page => page.items.length
            ? table(["Deviation", "How often", "Last"], page.items.map(d => [[h("b", null, d.name), " ",
                h("small", null, `RFC ${d.rfcSection.replace(/^RFC /, "")}`), h("small", { class: "block" }, d.why),
                h("small", { class: "block" }, d.client)], number(d.count), time(d.lastSeenAt)]), "Deviations")
            : empty("Nothing", "Whatever was sent so far follows the RFC, or was refused."));
    }
}

const notice = answer => [
    answer.recording === false && h("p", { class: "note" },
        "Recording is off: these are from before. The setting Inspector:Enabled turns it on."),
    answer.dropped > 0 && h("p", { class: "note" }, `${many(answer.dropped, "request")} came too fast to be recorded.`),
];

const section = (title, content) => h("section", null, h("h2", null, title), content);
const labelled = (text, input) => h("label", { class: "inline" }, text, input);
