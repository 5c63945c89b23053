import { h } from "./dom.js";
import { now } from "./api.js";

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const year = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** An instant in local time, as short as it can be and still tell; pointed at, the instant in UTC. */
export function time(instant, otherwise = "never") {
    if (!instant) return h("span", { class: "quiet" }, otherwise);
    const date = new Date(instant);
    const today = new Date(now());
    const format = date.toDateString() === today.toDateString() ? clock : date.getFullYear() === today.getFullYear() ? day : year;
    return h("time", { datetime: instant, title: utc(instant) }, format.format(date));
}

export const utc = instant => `${new Date(instant).toISOString().slice(0, 19).replace("T", " ")} UTC`;

export const ago = instant => h("time", { datetime: instant, title: utc(instant), "data-ago": true }, since(instant));

/** What was just now is not for ever. */
export function agoAgain() {
    for (const element of document.querySelectorAll("[data-ago]")) element.textContent = since(element.dateTime);
}

function since(instant) {
    const seconds = Math.max(0, Math.round((now() - new Date(instant)) / 1000));
    return seconds < 60 ? "just now" : seconds < 3600 ? `${Math.floor(seconds / 60)} min ago`
        : seconds < 86400 ? `${Math.floor(seconds / 3600)} h ago` : `${many(Math.floor(seconds / 86400), "day")} ago`;
}

export function took(from, to) {
    const ms = new Date(to) - new Date(from);
    return ms < 1000 ? `${ms} ms` : ms < 60000 ? `${(ms / 1000).toFixed(1)} s`
        : `${Math.floor(ms / 60000)} min ${Math.round(ms % 60000 / 1000)} s`;
}

const numbers = new Intl.NumberFormat(undefined);

export const number = n => numbers.format(n);

export const many = (n, one, more = `${one}s`) => `${number(n)} ${n === 1 ? one : more}`;

/** 4:07 until then; null when it is past. */
export function left(instant) {
    const seconds = Math.ceil((new Date(instant) - now()) / 1000);
    if (seconds <= 0) return null;
    const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds % 3600 / 60)];
    return `${hours ? `${hours}:${String(minutes).padStart(2, "0")}` : minutes}:${String(seconds % 60).padStart(2, "0")}`;
}

const PROVIDERS = {
    generic: "Generic", entra: "Entra ID", okta: "Okta", oneLogin: "OneLogin", google: "Google Workspace", jumpCloud: "JumpCloud",
        ping: "Ping Identity", workos: "WorkOS",
};

export const provider = name => PROVIDERS[name] ?? name;
export const providers = Object.entries(PROVIDERS);

/** CompletedWithFailures is written for programs. */
export const words = name => name.replace(/([a-z])([A-Z])/g, "$1 $2").replace(/ ([A-Z])/g, (_, c) => ` ${c.toLowerCase()}`);
export const capital = text => text.charAt(0).toUpperCase() + text.slice(1);
