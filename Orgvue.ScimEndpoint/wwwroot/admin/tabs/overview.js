import { h, put } from "../dom.js";
import { copied } from "../dialogs.js";
import { ago, number, time, words } from "../format.js";
import { badge, empty, facts, groupName, status, table, tally } from "../parts.js";
import { to } from "../route.js";
import { may } from "../session.js";
import { lastOfEach } from "../watch.js";
import { heldRuns } from "./held.js";
import { tokens } from "./tokens.js";
import { addTenant, editTenant } from "./configuration.js";
import { directoryActions } from "./directory-actions.js";

const GUARD = "A run is held that would remove or disable more accounts than this, or more of the active ones once more than ten go.";

/** What a directory is, what waits in it, and how its identity provider gets in. */
export function overview(tab) {
    const { watched, directoryId } = tab;
    const holds = h("div");
    const tenants = h("div");
    const connection = h("div");
    const actions = h("div");
    let heldBefore = "";
    watched.follow(() => {
        const { directory, runs, held: waiting } = watched.seen;
        const ids = waiting.map(r => r.runId).join();
        if (ids !== heldBefore) put(holds, waiting.length > 0 && heldRuns(tab, waiting));
        heldBefore = ids;
        put(tenants, tenantsOf(directory, runs));
        put(connection, facts([
            ["SCIM base URL", copied(directory.scimBaseUrl, "SCIM base URL")],
            ["Directory id", copied(directory.directoryId, "directory id")],
            ["External key", h("code", null, directory.externalKey)],
            ["Signs in with", ways(directory.authentication)],
            ["Profile", words(directory.profile)],
            ["IAM administrator", directory.iamAdministratorEmail ?? h("span", { class: "quiet" }, "not said")],
            ["Delay of a run", directory.syncDelay ?? "the server's own"],
            ["Made", time(directory.createdAt)],
        ]));
        put(actions, may("operator") && directoryActions(tab, directory));
    }, tab.signal);
    return [holds,
        h("section", null, h("div", { class: "title" }, h("h2", null, "Tenants"),
            may("administrator") && h("button", { class: "small", onclick: () => addTenant(tab) }, "Feed another tenant")), tenants),
        h("div", { class: "columns" },
            h("section", null, h("h2", null, "Connection"), connection),
            tokens(tab)),
        actions];

    function tenantsOf(directory, runs) {
        const { configurations } = directory.contents;
        if (!configurations.length) return empty("This directory feeds no tenant", "Changes are kept and wait until it does.");
        const lasts = new Map(lastOfEach(runs).map(r => [r.tenantId, r]));
        return table(["Tenant", "Its groups begin with", "Last run", "What it did", "Held above", ""], configurations.map(c => {
            const last = lasts.get(c.tenantId);
            return [
                [h("b", { class: "tenant" }, c.tenantId), " ", !c.enabled && badge("Switched off", "warn"),
                    h("small", { class: "block" }, c.mode === "singleTenant" ? "single tenant" : "multi tenant",
                    c.domains.length > 0 && `, ${c.domains.join(", ")}`)],
                [groupName(`${c.effectivePrefix}…`, [c]), c.warnings?.map(w => h("small", { class: "block warn" }, w.message))],
                last ? [h("a", { class: "plain", href: to(["directories", directoryId, "runs"]) }, status(last.status)),
                    h("small", { class: "block" }, ago(last.finishedAt ?? last.startedAt))] : h("span", { class: "quiet" }, "none yet"),
                last ? tally(last) : "",
                h("span", { class: "nowrap", title: GUARD }, `${number(c.guardAccounts)} or ${c.guardPercent} %`),
                may("administrator") && h("button", { class: "small", onclick: () => editTenant(tab, c), "data-focus": c.configurationId,
                    "aria-label": `Change ${c.tenantId}` }, "Change"),
            ];
        }), "Tenants");
    }
}

function ways(authentication) {
    const on = [authentication.bearerTokens && "bearer tokens", authentication.clientCredentials && "OAuth client credentials",
        authentication.jwt && `JWTs of ${authentication.jwt.issuer}`].filter(Boolean);
    return on.join(", ");
}
