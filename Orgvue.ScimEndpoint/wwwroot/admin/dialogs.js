import { h, say } from "./dom.js";

/** Asks before something is done that hurts. What will happen is said; resolves to whether it is wanted. */
export function ask({ title, text, more, action, danger = true }) {
    return new Promise(resolve => {
        const dialog = h("dialog", { "aria-labelledby": "ask-title" },
            h("form", { method: "dialog" },
                h("h2", { id: "ask-title" }, title),
                [text].flat().map(t => h("p", null, t)), more,
                h("div", { class: "actions" },
                    h("button", { value: "no", class: "plain", autofocus: danger }, "Cancel"),
                    h("button", { value: "yes", class: danger ? "danger" : "primary", autofocus: !danger }, action))));
        show(dialog, () => resolve(dialog.returnValue === "yes"));
    });
}

/** A form in a dialog: `act` gets it when it is sent, and what it throws is shown in it. Resolves to what `act` gave, or null. */
export function fill({ title, text, fields, action, act }) {
    return new Promise(resolve => {
        let result = null;
        const wrong = h("p", { class: "wrong", role: "alert", hidden: true });
        const form = h("form", { onsubmit: send },
            h("h2", { id: "fill-title" }, title), text && h("p", null, text), fields, wrong,
            h("div", { class: "actions" }, h("button", { type: "button", class: "plain", onclick: () => dialog.close() }, "Cancel"),
                h("button", { class: "primary" }, action)));
        const dialog = h("dialog", { "aria-labelledby": "fill-title" }, form);
        async function send(event) {
            event.preventDefault();
            await submit(form, wrong, async () => { result = await act(new FormData(form)); dialog.close(); });
        }
        show(dialog, () => resolve(result));
    });
}

/** Sends a form once, and shows at its fields, or below them, what the server says against it. */
export async function submit(form, wrong, act) {
    const buttons = [...form.querySelectorAll("button")];
    for (const input of form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
    wrong.hidden = true;
    buttons.forEach(b => { b.disabled = true; });
    try {
        await act();
    } catch (error) {
        const named = (error.fields ?? []).map(f => form.elements.namedItem(f.field)).find(e => e instanceof HTMLElement);
        named?.setAttribute("aria-invalid", "true");
        // At a field that has the focus, the field's name need not be said.
        wrong.textContent = named && error.fields.length === 1 ? error.fields[0].message : error.message;
        wrong.hidden = false;
        (error.focus ?? named ?? form.querySelector("[autofocus]") ?? form.elements[0])?.focus();
    } finally {
        buttons.forEach(b => { b.disabled = false; });
    }
}

/** What is shown this once and kept nowhere: it is not closed by a slip of the Escape key. */
export function showOnce({ title, text, values, more }) {
    return new Promise(resolve => {
        const dialog = h("dialog", { "aria-labelledby": "once-title", oncancel: e => e.preventDefault() },
            h("form", { method: "dialog" },
                h("h2", { id: "once-title" }, title), h("p", null, text), more,
                h("dl", { class: "secrets" }, values.map(([label, value]) => [h("dt", null, label), h("dd", null, copied(value, label))])),
                h("div", { class: "actions" }, h("button", { class: "primary" }, "I have copied it"))));
        show(dialog, resolve);
    });
}

/** A value that is to be carried elsewhere, and the button that does it. */
export function copied(value, label) {
    const text = h("code", { class: "value" }, value);
    return h("span", { class: "copied" }, text, h("button", { type: "button", class: "small", "aria-label": `Copy ${label}`,
        onclick: copy }, "Copy"));
    async function copy(event) {
        const button = event.currentTarget;
        // Over plain http there is no clipboard: then it is selected, for Ctrl+C.
        try {
            await navigator.clipboard.writeText(value);
            button.textContent = "Copied";
            setTimeout(() => { button.textContent = "Copy"; }, 1600);
        } catch {
            getSelection().selectAllChildren(text);
            say("It is selected: press Ctrl+C.");
        }
    }
}

function show(dialog, closed) {
    const back = document.activeElement;
    dialog.addEventListener("close", () => { dialog.remove(); back?.isConnected && back.focus?.(); closed(); });
    document.body.append(dialog);
    dialog.showModal();
}
