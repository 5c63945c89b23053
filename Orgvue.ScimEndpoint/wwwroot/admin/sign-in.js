import { field, h, put } from "./dom.js";
import { get, signIn } from "./api.js";
import { submit } from "./dialogs.js";

/** The form to sign in with; `done` gets who it was. `refused` is what an identity provider's sign-in was refused with. */
export function signInPage({ refused, again, done }) {
    const wrong = h("p", { class: "wrong", role: "alert", hidden: true });
    const wrongKey = h("p", { class: "wrong", role: "alert", hidden: true });
    const provider = h("div", { class: "provider" });
    const byName = h("form", { onsubmit: sent(wrong, d => ({ name: d.get("name"), password: d.get("password") })) },
        field("Name", h("input", { name: "name", autocomplete: "username", required: true, autofocus: true, spellcheck: "false",
            autocapitalize: "none" })),
        field("Password", h("input", { name: "password", type: "password", autocomplete: "current-password", required: true })),
        wrong, h("button", { class: "primary wide" }, "Sign in"));
    const byKey = h("details", { class: "by-key" }, h("summary", null, "Sign in with a key"),
        h("form", { onsubmit: sent(wrongKey, d => ({ key: d.get("key") })) },
            field("Key", h("input", { name: "key", type: "password", autocomplete: "off", required: true, spellcheck: "false" }),
                "The admin key that the server prints on its first start, or one that an administrator made for you."),
            wrongKey, h("button", { class: "wide" }, "Sign in with this key")));
    // Without it the two forms above still work.
    get("sign-in").then(ways => put(provider, ways.openIdConnect
        && [h("a", { class: "button wide", href: ways.openIdConnect.url }, `Sign in with ${ways.openIdConnect.name}`),
            h("p", { class: "or" }, "or")])).catch(() => {});
    return h("main", { class: "sign-in" },
        h("div", { class: "card" },
            h("div", { class: "brand" }, h("img", { src: "icon.svg", alt: "", width: 36, height: 36 }),
                h("h1", null, "Orgvue SCIM console")),
            again && h("p", { class: "note" }, "The session has ended. Sign in again to go on where you were."),
            refused && h("p", { class: "wrong", role: "alert" }, refused),
            provider, byName, byKey));

    function sent(wrong, credentials) {
        return event => {
            event.preventDefault();
            const form = event.currentTarget;
            submit(form, wrong, async () => {
                try {
                    done(await signIn(credentials(new FormData(form))));
                } catch (error) {
                    // What was wrong is typed anew; a name that was right is not.
                    const secret = form.querySelector("[type=password]");
                    secret.value = "";
                    throw Object.assign(error, { focus: secret });
                }
            });
        };
    }
}
