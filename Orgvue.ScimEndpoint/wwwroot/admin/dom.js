// Whatever comes from the server becomes a text node or an attribute here, and never markup.

/** An element: `h("p", { class: "quiet", onclick: f }, "text", other, [more])`. What is null or false is left out. */
export function h(tag, props, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(props ?? {})) {
        if (value === null || value === undefined || value === false) continue;
        if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
        else if (name === "value" || name === "checked" || name === "selected") element[name] = value;
        else element.setAttribute(name, value === true ? "" : value);
    }
    return put(element, ...children);
}

/**
 * Replaces what is in an element. Who had the focus by a `data-focus` name keeps it: a list that is read again every five seconds
 * must not take it.
 */
export function put(element, ...children) {
    const held = document.activeElement;
    const name = held && element.contains(held) ? held.dataset.focus : undefined;
    element.replaceChildren(...nodes(children));
    const again = name !== undefined && [...element.querySelectorAll("[data-focus]")].find(e => e.dataset.focus === name);
    if (again) again.focus({ preventScroll: true });
    return element;
}

function nodes(children) {
    return children.flat(Infinity).filter(c => c !== null && c !== undefined && c !== false && c !== "")
        .map(c => c instanceof Node ? c : document.createTextNode(String(c)));
}

let last = 0;

/** An id for a label and its input. */
export const newId = () => `i${++last}`;

/** A labelled input, with room for what the server says against it. `name` is the field's name in the request. */
export function field(label, input, hint) {
    const id = input.id = newId();
    const note = h("small", { id: `${id}n`, class: "hint" }, hint);
    input.setAttribute("aria-describedby", note.id);
    return h("div", { class: "field" }, h("label", { for: id }, label), input, note);
}

export const select = (name, options, chosen, props) =>
    h("select", { name, ...props }, options.map(([value, text]) => h("option", { value, selected: value === chosen }, text)));

/** Says what was done to whoever does not see it happen, and shows it for a while to everybody else. */
export function say(text, kind = "good") {
    const said = document.getElementById("said");
    clearTimeout(say.timer);
    said.textContent = text;
    said.className = text ? `shown ${kind}` : "";
    // A refusal is read more slowly than "done".
    say.timer = setTimeout(() => { said.className = ""; said.textContent = ""; }, kind === "bad" ? 12000 : 6000);
}
