import { field, h, say, select } from "../dom.js";
import { all, at, now, post, remove } from "../api.js";
import { ask, fill, showOnce } from "../dialogs.js";
import { ago, capital, time } from "../format.js";
import { badge, empty, loads, table } from "../parts.js";
import { ROLES } from "../session.js";

const live = k => !k.revokedAt && !(k.expiresAt && new Date(k.expiresAt) <= now());

/** Keys of the admin API, for jobs and for people who use it with curl. */
export function keys(tab) {
    const list = loads(tab, signal => all("keys", {}, signal), found => {
        const gone = found.filter(k => !live(k));
        return [found.some(live) ? listed(found.filter(live)) : empty("There is no key but the server's own",
            "The key of the setting Admin:Key always works. Make others for jobs and people, so that each can be revoked by itself."),
            gone.length > 0 && h("details", { class: "past" }, h("summary", null, `${gone.length} that are no longer valid`),
                listed(gone))];
    });
    return [h("div", { class: "title" }, h("p", { class: "lead" }, "Keys open the admin API, the Orgvue side and the feeds: ",
        h("code", null, "Authorization: Bearer …"), ". The console takes them, too."),
        h("button", { class: "primary", onclick: make }, "Make a key")), list];

    function listed(found) {
        return table(["Name", "Role", "Key", "Last used", "Ends", ""], found.map(k => [
            [h("b", null, k.name), h("small", { class: "block" }, "made ", time(k.createdAt))], capital(k.role),
                h("code", null, `…${k.suffix}`), k.lastUsedAt ? ago(k.lastUsedAt) : h("span", { class: "quiet" }, "never"),
            k.revokedAt ? badge("Revoked") : live(k) ? time(k.expiresAt, "when it is revoked") : badge("Expired"),
            live(k) && h("button", { class: "small danger", onclick: () => revoke(k), "aria-label": `Revoke ${k.name}` }, "Revoke"),
        ]), "Keys");
    }

    async function make() {
        const made = await fill({
            title: "Make a key", action: "Make it",
            fields: [
                field("Name", h("input", { name: "name", required: true, maxlength: 100, autofocus: true, autocomplete: "off" }),
                    "Whose it is, a person or a job; the audit trail shows it"),
                field("Role", select("role", ROLES, "reader")),
                field("Valid for", select("validFor", [["30.00:00:00", "30 days"], ["90.00:00:00", "90 days"], ["365.00:00:00", "A year"],
                    ["", "Until it is revoked"]], "90.00:00:00")),
            ],
            act: data => post("keys", { name: data.get("name"), role: data.get("role"), validFor: data.get("validFor") || undefined }),
        });
        if (!made) return;
        list.reload();
        await showOnce({ title: `The key of ${made.name}`, text: "It is shown this once; only its hash is kept.",
            values: [["Key", made.key]] });
    }

    async function revoke(k) {
        if (!await ask({ title: `Revoke the key of ${k.name}?`, text: ["The next request with it is refused. It cannot be undone.",
            k.lastUsedAt ? ["It was last used ", ago(k.lastUsedAt), "."] : "It was never used."], action: "Revoke" })) return;
        try { await remove(`keys/${at(k.keyId)}`); say("The key is revoked."); } catch (error) { say(error.message, "bad"); }
        list.reload();
    }
}
