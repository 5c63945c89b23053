using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Orgvue.ScimEndpoint.Http.OpenApi;

/// <summary>One line an operation. What the XML comment of the action says is its summary, or, where there is a line here, its description.</summary>
sealed class OperationTexts : IOperationFilter
{
    static readonly Dictionary<string, (string Summary, string? Description)> Texts = new()
    {
        ["Users_Create"] = ("Create a user", "Attributes that the schema does not know, and the password, are accepted and not kept."),
        ["Users_List"] = ("Find users", "With a filter, page by page. Entra asks `userName eq \"…\"` before it creates a user."),
        ["Users_Search"] = ("Find users by POST", "The query of a list in a body, so that the filter stays out of access logs (RFC 7644 §3.4.3)."),
        ["Users_Get"] = ("Show a user", "The groups that the user is in are part of it."),
        ["Users_Replace"] = ("Replace a user", "What the body does not hold is taken away; read-only attributes in it are ignored."),
        ["Users_Patch"] = ("Change a user", "Identity providers switch a user off this way: `active` becomes false."),
        ["Users_Delete"] = ("Delete a user", "The user leaves all groups; with the next run the account goes too."),
        ["Groups_Create"] = ("Create a group", "Its displayName says which role it grants in which tenant: `IMAPP_Orgvue_SCIM_user`."),
        ["Groups_List"] = ("Find groups", "Leave the members out (`excludedAttributes=members`) where groups are large."),
        ["Groups_Search"] = ("Find groups by POST", "The query of a list in a body (RFC 7644 §3.4.3)."),
        ["Groups_Get"] = ("Show a group", "Its members are part of it."),
        ["Groups_Replace"] = ("Replace a group", "Members that the body does not hold leave the group."),
        ["Groups_Patch"] = ("Change a group, or who is in it", null),
        ["Groups_Delete"] = ("Delete a group", "Its members lose the role that it granted with the next run."),
        ["Bulk_Run"] = ("Many operations in one request", "Each stands or falls alone; `bulkId:…` stands for the id of what another operation creates (RFC 7644 §3.7)."),
        ["Roles_List"] = ("Find roles", "The two platform roles of every tenant that the directory feeds, and what its groups give besides. Read-only."),
        ["Roles_Search"] = ("Find roles by POST", "The query of a list in a body (RFC 7644 §3.4.3)."),
        ["Roles_Get"] = ("Show a role", "With the number of users who have it by their groups."),
        ["Root_List"] = ("Find users and groups", "In one list: users, then groups, or both in the order of `sortBy` (RFC 7644 §3.4.2.1)."),
        ["Root_Search"] = ("Find users and groups by POST", "The query of a list in a body (RFC 7644 §3.4.3)."),
        ["Discovery_Config"] = ("What this server can do", "The service provider configuration of RFC 7643 §5."),
        ["Discovery_ResourceTypes"] = ("The kinds of resource", null),
        ["Discovery_ResourceType"] = ("One kind of resource", "`User`, `Group` or `Role`."),
        ["Discovery_Schemas"] = ("The schemas", "Every attribute with its characteristics (RFC 7643 §7)."),
        ["Discovery_Schema"] = ("One schema", "By its URI, such as `urn:ietf:params:scim:schemas:core:2.0:User`."),
        ["Discovery_Me"] = ("Not offered", null),
        ["Directories_Create"] = ("On-board a directory", null),
        ["Directories_List"] = ("List the directories", null),
        ["Directories_Get"] = ("Show a directory", "With what it holds, its open window and its configurations."),
        ["Directories_Edit"] = ("Change a directory", null),
        ["Directories_Delete"] = ("Remove a directory", null),
        ["Configurations_Create"] = ("Let a directory feed a tenant", "The tenant is created when it is new."),
        ["Configurations_List"] = ("List the configurations", "Of one directory with `directoryId`."),
        ["Configurations_Get"] = ("Show a configuration", "With warnings about what it will probably not do as meant."),
        ["Configurations_Edit"] = ("Change a configuration", null),
        ["Configurations_Delete"] = ("Remove a configuration", null),
        ["Tokens_Issue"] = ("Issue a token", null),
        ["Tokens_List"] = ("List the tokens of a directory", "Without the tokens themselves: only their hashes are kept."),
        ["Tokens_Revoke"] = ("Revoke a token", null),
        ["Schemas_List"] = ("List a directory's own schemas", "Without their definitions."),
        ["Schemas_Get"] = ("Show a schema", "With its definition, as the identity provider sees it under `/Schemas`."),
        ["Schemas_Put"] = ("Add or replace a schema", null),
        ["Schemas_Remove"] = ("Remove a schema", null),
        ["Sync_Sync"] = ("Sync now", null),
        ["Sync_Window"] = ("Show the open window", null),
        ["Sync_Runs"] = ("List the runs", null),
        ["Sync_Failures"] = ("List the sync failures", null),
        ["Explain_Explain"] = ("Explain a user", null),
        ["Explain_WhatIf"] = ("Plan under other settings", null),
        ["Explain_Replay"] = ("Replay a run", null),
        ["Failures_Causes"] = ("List the causes of failures", null),
        ["Failures_Table"] = ("Export the failures as CSV", null),
        ["Failures_Rerun"] = ("Try the failed again", null),
        ["Webhooks_List"] = ("List the webhooks", "Without their signing secrets."),
        ["Webhooks_Create"] = ("Make a webhook", null),
        ["Webhooks_Get"] = ("Show a webhook", "Without its signing secret."),
        ["Webhooks_Edit"] = ("Change a webhook", null),
        ["Webhooks_Remove"] = ("Remove a webhook", null),
        ["Webhooks_Test"] = ("Try a webhook", null),
        ["Webhooks_Rotate"] = ("Give a webhook another secret", null),
        ["Webhooks_Deliveries"] = ("List what was and is to be sent", null),
        ["Webhooks_Retry"] = ("Send a delivery now", null),
        ["WorkOsWebhookEndpoints_List"] = ("List the webhook endpoints", "With their signing secrets, as WorkOS shows them."),
        ["WorkOsWebhookEndpoints_Create"] = ("Make a webhook endpoint", "It hears what happens from now on."),
        ["WorkOsWebhookEndpoints_Edit"] = ("Change a webhook endpoint", "What happens while it is disabled is never sent to it."),
        ["WorkOsWebhookEndpoints_Delete"] = ("Delete a webhook endpoint", null),
        ["Faults_Get"] = ("Show the faults that are set", null),
        ["Faults_Put"] = ("Set faults", null),
        ["Faults_Clear"] = ("End all faults", null),
        ["Audit_List"] = ("Search the audit trail", null),
        ["RolesAt_At"] = ("Show who held which role on that date", null),
        ["Drift_Drift"] = ("Show the role drift", null),
        ["Drift_Overrode"] = ("Show what a run overrode", "Accounts that had been added, edited or removed by hand and that the run put right: who had done it, and what it undid."),
        ["Promotion_Export"] = ("Export a directory's configuration", null),
        ["Promotion_Import"] = ("Import a directory's configuration", null),
        ["Traffic_Clients"] = ("Show who calls", "Told by the shape of the requests; `probably` where only the shape tells."),
        ["Traffic_Deviations"] = ("List the deviations", "Each way in which a client left the RFC and was served nevertheless, with how often."),
        ["Traffic_Requests"] = ("List the last requests", "Newest first, of `status` 404 or 4xx, of a `method`, of a `client`. Recorded where `Inspector:Enabled` is true."),
        ["Traffic_One"] = ("Show a request", "What was sent and what was answered, passwords and tokens replaced by ***."),
        ["Traffic_Send"] = ("Try a request again", "A dry run: what it would get and what it would change, as it was or with another body or path. Nothing is written."),
        ["WorkOsDirectories_List"] = ("List the directories as WorkOS does", "All that are fed through this server's own SCIM endpoint; one of an organization with `organization_id`."),
        ["WorkOsDirectories_Get"] = ("Show a directory as WorkOS does", null),
        ["WorkOsDirectories_Delete"] = ("Tear a directory down", "Its SCIM endpoint is closed and `dsync.deleted` is told; what it holds stays until an administrator removes it or links it again."),
        ["WorkOsUsers_List"] = ("List directory users", "Of a directory or of a group, each with the groups that the user is in. A page may hold fewer than asked for; `after` says where it goes on."),
        ["WorkOsUsers_Get"] = ("Show a directory user", null),
        ["WorkOsUsers_ListOfDirectory"] = ("List the users of a directory", "The same as `/directory_users?directory=…`."),
        ["WorkOsUsers_GetOfDirectory"] = ("Show a user of a directory", null),
        ["WorkOsGroups_List"] = ("List directory groups", "Of a directory, or those that a user is in."),
        ["WorkOsGroups_Get"] = ("Show a directory group", null),
        ["WorkOsGroups_ListOfDirectory"] = ("List the groups of a directory", "The same as `/directory_groups?directory=…`."),
        ["WorkOsGroups_GetOfDirectory"] = ("Show a group of a directory", null),
        ["WorkOsEvents_List"] = ("Read what happened", "Always oldest first, for 90 days. Go on with `after`, the id of the last event that was read."),
        ["TenantAccounts_List"] = ("List a tenant's accounts", null),
        ["TenantAccounts_Get"] = ("Show an account", null),
        ["TenantAccounts_Create"] = ("Add an account by hand", null),
        ["TenantAccounts_Edit"] = ("Edit an account by hand", null),
        ["TenantAccounts_Delete"] = ("Remove an account by hand", null),
    };

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var id = operation.OperationId ?? "";
        if (id.StartsWith("Discovery_Me_", StringComparison.Ordinal)) id = "Discovery_Me";
        var (summary, description) = Texts.GetValueOrDefault(id, (operation.Summary ?? "", operation.Description));
        var comment = operation.Summary == summary ? null : OneLine(operation.Summary);
        (operation.Summary, operation.Description) = (OneLine(summary), description ?? comment);
    }

    static string? OneLine(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
