import { field, h, say, select } from "../dom.js";
import { all, at, now, patch, post, remove } from "../api.js";
import { ask, fill, showOnce } from "../dialogs.js";
import { capital, time } from "../format.js";
import { badge, empty, loads, table } from "../parts.js";
import { ROLES, session } from "../session.js";

const locked = p => p.lockedUntil && new Date(p.lockedUntil) > now();

/** People who sign in with a name and a password. */
export function people(tab) {
    const list = loads(tab, signal => all("administrators", {}, signal), found => found.length
        ? table(["Name", "Role", "Signed in", "Password since", ""], found.map(line), "People")
        : empty("Nobody signs in with a password yet",
            "Until somebody is added, the console is entered with a key, or through your own identity provider where that is configured."));
    return [h("div", { class: "title" }, h("p", { class: "lead" },
        "People who sign in to the console with a name and a password of their own. The audit trail names them."),
        h("button", { class: "primary", onclick: add }, "Add a person")), list];

    function line(p) {
        return [
            [h("b", null, p.name), p.name === session.who.name && h("small", null, " you"), " ",
                locked(p) && badge("Locked", "bad", "Too many wrong passwords")],
            capital(p.role), time(p.signedInAt), time(p.passwordChangedAt),
            h("span", { class: "buttons" }, locked(p) && h("button", { class: "small", onclick: () => unlock(p) }, "Unlock"),
                h("button", { class: "small", onclick: () => change(p), "aria-label": `Change the role of ${p.name}` }, "Role"),
                h("button", { class: "small", onclick: () => renew(p), "aria-label": `New password for ${p.name}` }, "New password"),
                h("button", { class: "small danger", onclick: () => drop(p), "aria-label": `Remove ${p.name}` }, "Remove")),
        ];
    }

    async function add() {
        const made = await fill({
            title: "Add a person", action: "Add",
            fields: [
                field("Name", h("input", { name: "name", required: true, maxlength: 100, autofocus: true, autocomplete: "off",
                    spellcheck: "false", autocapitalize: "none" }), "By which he or she signs in, such as an e-mail"),
                field("Role", select("role", ROLES, "operator")),
                field("Password", h("input", { name: "password", type: "password", autocomplete: "new-password" }),
                    "At least 12 characters. Left empty, one is made and shown once."),
            ],
            act: data => post("administrators", { name: data.get("name"), role: data.get("role"),
                password: data.get("password") || undefined }),
        });
        if (!made) return;
        list.reload();
        if (made.password) await secret(made);
        else say(`${made.name} is added.`);
    }

    function secret(made) {
        return showOnce({ title: `The password of ${made.name}`, text: "It is shown this once; only its hash is kept.",
            values: [["Name", made.name], ["Password", made.password]] });
    }

    async function change(p) {
        const made = await fill({
            title: `The role of ${p.name}`, action: "Change", text: "Whoever is signed in by that name has to sign in again.",
                fields: field("Role", select("role", ROLES, p.role)),
            act: data => patch(`administrators/${at(p.administratorId)}`, { role: data.get("role") }),
        });
        if (made) say(`${p.name} is ${made.role} now.`);
        list.reload();
    }

    async function renew(p) {
        if (!await ask({ title: `A new password for ${p.name}?`,
            text: "One is made and shown once. The present one ends, and whoever is signed in by it has to sign in again.",
            action: "Make one", danger: false })) return;
        await done(async () => { await secret(await patch(`administrators/${at(p.administratorId)}`, { newPassword: true })); });
    }

    function unlock(p) {
        return done(async () => { await patch(`administrators/${at(p.administratorId)}`,
            { unlock: true }); say(`${p.name} may sign in again.`); });
    }

    async function drop(p) {
        if (!await ask({ title: `Remove ${p.name}?`,
            text: "The next request of whoever is signed in by that name is refused. What was done under it stays in the audit trail.",
            action: "Remove" })) return;
        await done(async () => { await remove(`administrators/${at(p.administratorId)}`); say(`${p.name} is removed.`); });
    }

    async function done(act) {
        try { await act(); } catch (error) { say(error.message, "bad"); }
        list.reload();
    }
}
