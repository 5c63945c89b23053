namespace Orgvue.ScimEndpoint.Http.OpenApi;

/// <summary>Bodies to start from on the admin API and the Orgvue side.</summary>
static class RestExamples
{
    public static IEnumerable<Example> Of(string operationId) => operationId switch
    {
        "Directories_Create" =>
        [
            Example.Json("singleTenant", "A directory for one tenant", """
                {
                  "name": "Contoso", "provider": "entra", "environment": "staging", "iamAdministratorEmail": "iam@contoso.example", "syncDelay": "00:05:00",
                  "tenants": [{ "tenantId": "CONTOSO", "mode": "singleTenant", "groupPrefix": "IMAPP_Orgvue_SCIM_", "domains": ["contoso.example"] }]
                }
                """),
            Example.Json("multiTenant", "A directory for several tenants", """
                {
                  "name": "Fabrikam", "provider": "okta", "environment": "production",
                  "tenants": [
                    { "tenantId": "FABRIKAM_EU", "mode": "multiTenant", "groupPrefix": "IMAPP_Orgvue_SCIM_" },
                    { "tenantId": "FABRIKAM_US", "mode": "multiTenant", "groupPrefix": "IMAPP_Orgvue_SCIM_" }
                  ]
                }
                """),
        ],
        "Directories_Edit" =>
        [
            Example.Json("delay", "Another delay", """{ "syncDelay": "00:01:00" }"""),
            Example.Json("unlink", "Close its SCIM endpoint", """{ "state": "unlinked" }"""),
        ],
        "Tokens_Issue" =>
        [
            Example.Json("quarter", "For ninety days", """{ "validFor": "90.00:00:00" }"""),
            Example.Json("until", "Until a day", """{ "expiresAt": "2035-12-31T00:00:00Z" }"""),
        ],
        "WorkOs_Put" =>
        [
            Example.Json("both", "Webhooks and pulls", """
                {
                  "directoryId": "directory_01KVN0RGVVE0D1RECT0RY00001", "apiKey": "sk_test_example_key_of_workos", "webhookSecret": "whsec_example_secret_of_workos",
                  "deletedUsers": "deactivate", "enabled": true
                }
                """),
            Example.Json("webhooks", "Webhooks alone", """{ "webhookSecret": "whsec_example_secret_of_workos" }"""),
        ],
        "WorkOs_Edit" =>
        [
            Example.Json("key", "Another API key", """{ "apiKey": "sk_test_another_key_of_workos" }"""),
            Example.Json("pause", "Take nothing for now", """{ "enabled": false }"""),
        ],
        "WorkOs_Rotate" =>
        [
            Example.Json("next", "The next secret", """{ "webhookSecret": "whsec_the_next_secret_of_workos" }"""),
        ],
        "Webhooks_Create" =>
        [
            Example.Json("all", "Everything of every directory", """{ "url": "https://receiver.example/orgvue-scim" }"""),
            Example.Json("slack", "What needs somebody, in a Slack channel", """
                {
                  "url": "https://hooks.slack.com/services/T000/B000/XXXX",
                  "events": ["failure.opened", "run.held", "run.failed", "token.expiring"]
                }
                """),
        ],
        "Webhooks_Edit" =>
        [
            Example.Json("events", "Only held runs", """{ "events": ["run.held", "run.released", "run.discarded"] }"""),
            Example.Json("pause", "Tell it nothing for now", """{ "enabled": false }"""),
        ],
        "WorkOsWebhookEndpoints_Create" =>
        [
            Example.Json("users", "What happens to users", """
                {
                  "endpoint_url": "https://receiver.example/workos",
                  "events": ["dsync.user.created", "dsync.user.updated", "dsync.user.deleted"]
                }
                """),
        ],
        "WorkOsWebhookEndpoints_Edit" =>
        [
            Example.Json("pause", "Send it nothing for now", """{ "status": "disabled" }"""),
        ],
        "Faults_Put" =>
        [
            Example.Json("webhooks", "Every tenth delivery is lost, some come twice or late", """
                {
                  "seed": 42,
                  "deliveries": {
                    "drop": { "probability": 0.1 }, "duplicate": { "probability": 0.2 }, "reorder": { "probability": 0.5, "time": "00:00:10" },
                    "delay": { "count": 3, "time": "00:05:00" }
                  }
                }
                """),
            Example.Json("requests", "Three requests are put off", """
                { "requests": [{ "path": "/directory_users*", "method": "GET", "status": 429, "retryAfter": 2, "times": 3 }] }
                """),
        ],
        "Schemas_Put" =>
        [
            Example.Json("badge", "Badges of people", """
                {
                  "resourceType": "User",
                  "definition": {
                    "id": "urn:example:scim:schemas:Badge:1.0:User", "name": "Badge", "description": "What opens the doors",
                    "attributes": [
                      { "name": "number", "type": "string", "caseExact": true, "uniqueness": "server", "description": "Printed on the badge" },
                      { "name": "level", "type": "integer", "description": "1 to 5" }
                    ]
                  }
                }
                """),
        ],
        "Traffic_Send" =>
        [
            Example.Json("again", "As it was", """{ "dryRun": true }"""),
            Example.Json("mended", "With another body", """
                {
                  "dryRun": true,
                  "body": {
                    "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                    "Operations": [{ "op": "replace", "path": "active", "value": false }]
                  }
                }
                """),
        ],
        "Configurations_Create" =>
        [
            Example.Json("tenant", "One more tenant", $$"""
                { "directoryId": "{{ScimExamples.Directory}}", "tenantId": "CONTOSO_EU", "mode": "multiTenant", "groupPrefix": "IMAPP_Orgvue_SCIM_", "domains": [] }
                """),
        ],
        "Configurations_Edit" =>
        [
            Example.Json("domains", "Only these domains", """{ "domains": ["contoso.example"], "domainPolicy": "enforce" }"""),
            Example.Json("pause", "Stop feeding the tenant", """{ "enabled": false }"""),
        ],
        "Promotion_Import" =>
        [
            Example.Json("diff", "What would change in production", """
                {
                  "environment": "production", "dryRun": true,
                  "document": {
                    "kind": "orgvue-scim-directory", "version": 1, "exportedFrom": "staging",
                    "directory": { "name": "Contoso", "provider": "entra", "profile": "tolerant", "syncDelay": null },
                    "schemas": [],
                    "tenants": [{
                      "tenantId": "CONTOSO", "mode": "singleTenant", "groupPrefix": "IMAPP_Orgvue_SCIM_", "domains": ["contoso.example"],
                      "domainPolicy": "enforce", "onMissingPlatformRole": "disable", "inactiveUserHandling": "disable", "protectedAccounts": [],
                      "guardAccounts": 500, "guardPercent": 50, "holdOnLastAdmin": false, "enabled": true
                    }]
                  }
                }
                """),
        ],
        "Explain_WhatIf" =>
        [
            Example.Json("prefix", "Another prefix", """{ "configurations": [{ "tenantId": "CONTOSO", "groupPrefix": "IMAPP_Orgvue_SCIM_" }] }"""),
            Example.Json("group", "Another name of a group", """
                { "groups": [{ "displayName": "IMAPP_Orgvue_SCIM_usr", "newDisplayName": "IMAPP_Orgvue_SCIM_user" }] }
                """),
            Example.Json("domains", "Only these domains, and leavers removed", """
                { "configurations": [{ "tenantId": "CONTOSO", "domains": ["contoso.example"], "domainPolicy": "enforce", "inactiveUserHandling": "remove" }] }
                """),
        ],
        "TenantAccounts_Create" =>
        [
            Example.Json("user", "Somebody who works with Orgvue", """
                { "email": "megan.bowen@contoso.example", "enabled": true, "roles": ["user", "Finance"], "expiryDate": "2027-12-31T00:00:00Z", "tokenAccess": false }
                """),
            Example.Json("admin", "An administrator", """{ "email": "alex.wilber@contoso.example", "enabled": true, "roles": ["admin"] }"""),
        ],
        "TenantAccounts_Edit" =>
        [
            Example.Json("disable", "Lock an account", """{ "enabled": false }"""),
            Example.Json("roles", "Other roles", """{ "roles": ["user", "HR"] }"""),
        ],
        _ => [],
    };
}
