import { field, h, say } from "../dom.js";
import { patch, post, remove } from "../api.js";
import { ask, fill } from "../dialogs.js";
import { many } from "../format.js";
import { go } from "../route.js";
import { may } from "../session.js";

/** What may be done to the directory itself. */
export function directoryActions(tab, directory) {
    const { base } = tab.watched;
    const linked = directory.state === "linked";
    return h("section", { class: "last" }, h("h2", null, "This directory"), h("div", { class: "actions start" },
        h("button", { onclick: hold }, "Hold the next runs"),
        may("administrator") && h("button", { onclick: link }, linked ? "Close its SCIM endpoint" : "Open its SCIM endpoint"),
        may("administrator") && h("button", { class: "danger", onclick: destroy }, "Remove the directory")));

    async function hold() {
        const made = await fill({
            title: "Hold the next runs", action: "Hold",
            text: "What changes is taken in, and nothing is applied until somebody releases or discards the held run of the tenant.",
            fields: field("Why", h("input", { name: "reason", maxlength: 500, autofocus: true, autocomplete: "off" }),
                "For whoever finds it held"),
            act: data => post(`${base}/hold`, { reason: data.get("reason") || undefined }),
        });
        if (!made) return;
        say(`${many(made.runs.length, "tenant")} held.`);
        await tab.watched.read({ whole: true }).catch(() => {});
    }

    async function link() {
        if (linked && !await ask({
            title: `Close the SCIM endpoint of ${directory.name}?`, action: "Close it",
            text: "The identity provider is refused and no run begins, until it is opened again. Users, groups and accounts stay.",
        })) return;
        await done(() => patch(base, { state: linked ? "unlinked" : "linked" }),
            linked ? "The endpoint is closed." : "The endpoint is open.");
        await tab.watched.read({ whole: true }).catch(() => {});
    }

    async function destroy() {
        const { users, groups, configurations } = directory.contents;
        const tenants = configurations.map(c => c.tenantId).join(", ") || "any tenant";
        if (!await ask({
            title: `Remove ${directory.name}?`, action: "Remove it for good",
            text: [
                `${many(users, "user")}, ${many(groups, "group")} and the tokens go, and so do the accounts that came from it in ${tenants}.`,
                "It cannot be undone. The audit trail stays.",
            ],
        })) return;
        if (await done(() => remove(base), `${directory.name} is removed.`)) go([]);
    }
}

async function done(act, text) {
    try { await act(); say(text); return true; } catch (error) { say(error.message, "bad"); return false; }
}
