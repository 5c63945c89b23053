import { field, h, say, select } from "../dom.js";
import { at, patch, post } from "../api.js";
import { fill } from "../dialogs.js";

const words = text => text.split(/[\s,]+/).filter(Boolean);

function settings(c) {
    return [
        h("div", { class: "pair" },
            field("Mode", select("mode", [["singleTenant", "Single tenant"], ["multiTenant", "Multi tenant"]], c.mode)),
            field("Group prefix", h("input", { name: "groupPrefix", value: c.groupPrefix, class: "mono", autocomplete: "off",
                spellcheck: "false" }), "Literally, its last _ included")),
        h("div", { class: "pair" },
            field("E-mail domains", h("input", { name: "domains", value: c.domains.join(", "), placeholder: "any", autocomplete: "off" }),
                "Separated by commas"),
            field("Other domains", select("domainPolicy", [["enforce", "fail"], ["warn", "are warned of"], ["off", "are let in"]],
                c.domainPolicy))),
        h("div", { class: "pair" },
            field("Without user or admin", select("onMissingPlatformRole",
                [["disable", "disable the account"], ["keep", "keep the account"], ["remove", "remove the account"]],
                c.onMissingPlatformRole)),
            field("Inactive users", select("inactiveUserHandling", [["disable", "disable the account"], ["remove", "remove the account"]],
                c.inactiveUserHandling))),
        h("div", { class: "pair" },
            field("Hold a run above", h("input", { name: "guardAccounts", type: "number", min: 0, value: c.guardAccounts }),
                "accounts removed or disabled"),
            field("or above", h("input", { name: "guardPercent", type: "number", min: 0, max: 100, value: c.guardPercent }),
                "% of the active ones, once more than ten")),
        field("Protected accounts", h("input", { name: "protectedAccounts", value: (c.protectedAccounts ?? []).join(", "),
            autocomplete: "off" }), "E-mails that no run removes or disables, separated by commas"),
        h("label", { class: "check" }, h("input", { type: "checkbox", name: "holdOnLastAdmin", checked: c.holdOnLastAdmin }),
            "Hold a run that leaves no active admin"),
        h("label", { class: "check" }, h("input", { type: "checkbox", name: "enabled", checked: c.enabled }),
            "Switched on; while it is off, changes wait"),
    ];
}

const wish = data => ({
    mode: data.get("mode"), groupPrefix: data.get("groupPrefix"), domains: words(data.get("domains")),
        domainPolicy: data.get("domainPolicy"),
    onMissingPlatformRole: data.get("onMissingPlatformRole"), inactiveUserHandling: data.get("inactiveUserHandling"),
    guardAccounts: Number(data.get("guardAccounts")), guardPercent: Number(data.get("guardPercent")),
        protectedAccounts: words(data.get("protectedAccounts")),
    holdOnLastAdmin: data.has("holdOnLastAdmin"), enabled: data.has("enabled"),
});

export async function editTenant(tab, configuration) {
    await sent(tab, {
        title: `How ${configuration.tenantId} is fed`, action: "Change",
            text: "It opens the window: the next run looks at everybody under the new settings. The preview shows what that does.",
        fields: settings(configuration), act: data => patch(at("configurations", configuration.configurationId), wish(data)),
    }, `${configuration.tenantId} is changed. Look at the preview before the run.`);
}

export async function addTenant(tab) {
    const first = tab.watched.seen.directory.contents.configurations[0];
    const defaults = {
        mode: "multiTenant", groupPrefix: first?.groupPrefix ?? "IAMAPP_Orgvue_SCIM_", domains: [], domainPolicy: "enforce",
            onMissingPlatformRole: "disable", inactiveUserHandling: "disable",
        guardAccounts: 500, guardPercent: 50, holdOnLastAdmin: false, enabled: true,
    };
    await sent(tab, {
        title: "Feed another tenant", action: "Feed it",
        fields: [field("Tenant", h("input", { name: "tenantId", required: true, pattern: "[A-Za-z][A-Za-z0-9_]{0,29}", class: "caps",
            autocomplete: "off", spellcheck: "false" }), "Capitals, digits and _"), settings(defaults)],
        act: data => post("configurations", { directoryId: tab.directoryId, tenantId: data.get("tenantId").trim().toUpperCase(),
            ...wish(data) }),
    }, "The tenant is fed from the next run on.");
}

async function sent(tab, form, done) {
    const made = await fill(form);
    if (!made) return;
    say([done, ...(made.warnings ?? []).map(w => w.message)].join(" "));
    await tab.watched.read({ whole: true }).catch(() => {});
}
