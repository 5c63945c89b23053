/** Where the address says we are: `#/directories/{id}/failures?state=all` is { path: ["directories", id, "failures"], query }. */
export function here() {
    const [path, search] = location.hash.replace(/^#\/?/, "").split("?");
    return { path: path.split("/").filter(Boolean).map(part), query: new URLSearchParams(search ?? "") };
}

// An address that somebody mistyped is shown as it is, not thrown at him.
function part(text) {
    try { return decodeURIComponent(text); } catch { return text; }
}

export function to(path, values = {}) {
    const given = Object.entries(values).filter(([, v]) => v !== null && v !== undefined && v !== "");
    return `#/${path.map(encodeURIComponent).join("/")}${given.length ? `?${new URLSearchParams(given)}` : ""}`;
}

export const go = (path, values) => { location.hash = to(path, values); };

/** Keeps what a page's filters say in the address, so that it can be sent to a colleague and comes back after a reload; the page stays. */
export function keep(values) {
    const { path } = here();
    history.replaceState(null, "", to(path, values));
}
