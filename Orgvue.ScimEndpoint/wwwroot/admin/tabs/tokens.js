import { field, h, say, select } from "../dom.js";
import { all, at, now, post, remove } from "../api.js";
import { ask, fill, showOnce } from "../dialogs.js";
import { ago, time } from "../format.js";
import { badge, empty, loads, table } from "../parts.js";
import { may } from "../session.js";

const LIVE = t => !t.revokedAt && !(t.expiresAt && new Date(t.expiresAt) <= now());

/** The secrets that open a directory to its identity provider. */
export function tokens(tab) {
    const path = `${tab.watched.base}/tokens`;
    const list = loads(tab, signal => all(path, {}, signal), found => {
        if (!found.length) return empty("There is no token", "Without one, or another way to sign in, the identity provider is refused.");
        const live = found.filter(LIVE);
        const gone = found.filter(t => !LIVE(t));
        return [live.length ? listed(live) : h("p", { class: "bad" }, "None of them is valid any more: the identity provider is refused."),
            gone.length > 0 && h("details", { class: "past" }, h("summary", null, `${gone.length} that are no longer valid`),
                listed(gone))];
    });
    return h("section", null, h("div", { class: "title" }, h("h2", null, "Tokens"),
        may("administrator") && h("button", { class: "small", onclick: issue }, "Issue a token")), list);

    function listed(found) {
        return table(["Token", "Last used", "Ends", ""], found.map(t => [
            [h("code", null, `…${t.suffix}`), t.kind === "clientSecret" && " ", t.kind === "clientSecret" && badge("Client secret"),
                h("small", { class: "block" }, "issued ", time(t.createdAt))],
            t.lastUsedAt ? ago(t.lastUsedAt) : h("span", { class: "quiet" }, "never"),
            t.revokedAt ? badge("Revoked", "", `Revoked ${t.revokedAt}`) : LIVE(t) ? time(t.expiresAt, "when it is revoked")
                : badge("Expired"),
            LIVE(t) && may("administrator") && h("button", { class: "small", onclick: () => revoke(t),
                "aria-label": `Revoke the token that ends in ${t.suffix}` }, "Revoke"),
        ]), "Tokens");
    }

    async function issue() {
        const made = await fill({
            title: "Issue a token", action: "Issue",
            text: "Two can be valid at once, so that a new one takes the old one's place without a gap: issue it, give it to the identity "
                + "provider, and revoke the old one when it is silent.",
            fields: [
                field("For", select("kind", [["bearer", "Bearer token"], ["clientSecret", "OAuth client secret"]], "bearer")),
                field("Valid for", select("validFor", [["", "Until it is revoked"], ["90.00:00:00", "90 days"],
                    ["180.00:00:00", "180 days"], ["365.00:00:00", "A year"]], "")),
            ],
            act: data => post(path, { kind: data.get("kind"), validFor: data.get("validFor") || undefined }),
        });
        if (!made) return;
        await showOnce({
            title: "The token", text: "It is shown this once; only its hash is kept.",
            values: [["Token", made.token], made.clientId && ["Client id", made.clientId],
                made.tokenEndpoint && ["Token endpoint", made.tokenEndpoint]].filter(Boolean),
        });
        list.reload();
    }

    async function revoke(token) {
        if (!await ask({
            title: `Revoke the token …${token.suffix}?`, action: "Revoke",
            text: ["Whoever uses it is refused from the next request on. It cannot be undone.",
                token.lastUsedAt ? ["It was last used ", ago(token.lastUsedAt), "."] : "It was never used."],
        })) return;
        try { await remove(`${path}/${at(token.tokenId)}`); say("The token is revoked."); } catch (error) { say(error.message, "bad"); }
        list.reload();
    }
}
