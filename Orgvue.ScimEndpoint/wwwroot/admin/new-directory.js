import { field, h, put, select } from "./dom.js";
import { post } from "./api.js";
import { showOnce, submit } from "./dialogs.js";
import { providers } from "./format.js";
import { warnings } from "./parts.js";
import { go, to } from "./route.js";

const PREFIX = "IAMAPP_Orgvue_SCIM_";

/** Makes a directory, and shows this once what its identity provider needs. */
export function newDirectoryPage(page) {
    page.title("New directory");
    const wrong = h("p", { class: "wrong", role: "alert", hidden: true });
    const tenants = h("div", { class: "tenants" });
    const rows = [];
    const form = h("form", { class: "sheet", onsubmit: sent },
        h("fieldset", null, h("legend", null, "Identity provider"),
            field("Name", h("input", { name: "name", required: true, maxlength: 200, autofocus: true, autocomplete: "off" }),
                "As you call the customer or the directory, such as Contoso."),
            h("div", { class: "pair" },
                field("Provider", select("provider", providers, "entra")),
                field("Environment", select("environment", [["staging", "Staging"], ["production", "Production"]], "staging"),
                    "Try in staging what is to be production's.")),
            h("div", { class: "pair" },
                field("IAM administrator's e-mail", h("input", { name: "iamAdministratorEmail", type: "email", autocomplete: "off" }),
                    "Optional."),
                field("Delay of a run", h("input", { name: "syncDelay", placeholder: "00:05:00", pattern: "\\d{1,2}:[0-5]\\d:[0-5]\\d",
                    autocomplete: "off" }), "hh:mm:ss; the server's own if left empty."))),
        h("fieldset", null, h("legend", null, "Tenants that it feeds"), tenants,
            h("button", { type: "button", onclick: () => addRow().querySelector("input").focus() }, "Add another tenant")),
        wrong,
        h("div", { class: "actions" }, h("a", { class: "button plain", href: to([]) }, "Cancel"),
            h("button", { class: "primary" }, "Make the directory")));
    addRow();
    return [h("div", { class: "title" }, h("h1", null, "New directory")), form];

    function addRow() {
        const tenantId = h("input", { name: `tenants[${rows.length}].tenantId`, required: true, pattern: "[A-Za-z][A-Za-z0-9_]{0,29}",
            autocomplete: "off", spellcheck: "false", class: "caps", oninput: draw });
        const mode = select(`tenants[${rows.length}].mode`, [["singleTenant", "Single tenant"], ["multiTenant", "Multi tenant"]],
            rows.length ? "multiTenant" : "singleTenant", { onchange: draw });
        const prefix = h("input", { name: `tenants[${rows.length}].groupPrefix`, value: PREFIX, autocomplete: "off", spellcheck: "false",
            class: "mono", oninput: draw });
        const domains = h("input", { name: `tenants[${rows.length}].domains`, autocomplete: "off", spellcheck: "false",
            placeholder: "any" });
        const example = h("p", { class: "example" });
        const row = { tenantId, mode, prefix, domains };
        rows.push(row);
        const element = h("div", { class: "tenant-row" },
            field("Tenant", tenantId, "Capitals, digits and _"), field("Mode", mode),
                field("Group prefix", prefix, "Literally, its last _ included"),
            field("E-mail domains", domains, "Separated by commas"), example,
            rows.length > 1 && h("button", { type: "button", class: "small remove",
                onclick: () => { rows.splice(rows.indexOf(row), 1); element.remove(); } }, "Leave this tenant out"));
        tenants.append(element);
        draw();
        return element;
        function draw() {
            const tenant = tenantId.value.toUpperCase() || "TENANT";
            const effective = prefix.value + (mode.value === "multiTenant" ? `${tenant}_` : "");
            put(example, "Members of ", h("span", { class: "group ours" }, h("span", { class: "prefix" }, effective),
                h("b", null, "user")), ` get the role user in ${tenant}; every account needs user or admin.`);
        }
    }

    function sent(event) {
        event.preventDefault();
        submit(form, wrong, async () => {
            const data = new FormData(form);
            const made = await post("directories", {
                name: data.get("name"), provider: data.get("provider"), environment: data.get("environment"),
                iamAdministratorEmail: data.get("iamAdministratorEmail") || undefined, syncDelay: data.get("syncDelay") || undefined,
                tenants: rows.map(r => ({
                    tenantId: r.tenantId.value.trim().toUpperCase(), mode: r.mode.value, groupPrefix: r.prefix.value,
                    domains: r.domains.value.split(",").map(d => d.trim()).filter(Boolean),
                })),
            });
            await showOnce({
                title: "The directory is made",
                    text: "Give these two to the identity provider. The token is shown this once; a new one can be issued at any time.",
                    more: warnings(made.warnings ?? []),
                values: [["SCIM base URL", made.scimBaseUrl], ["Bearer token", made.token]],
            });
            go(["directories", made.directoryId]);
        });
    }
}
