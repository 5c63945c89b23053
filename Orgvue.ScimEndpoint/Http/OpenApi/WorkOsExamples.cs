using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.Http.OpenApi;

/// <summary>Answers of the emulated WorkOS API, as they look.</summary>
static class WorkOsExamples
{
    [StringSyntax("Json")]
    const string Directory = """
        {
          "object": "directory", "id": "directory_01KVN0RGVVE0D1RECT0RY00001", "organization_id": "org_01KVN0RGVVE0D1RECT0RY00001",
          "external_key": "5pA12dwRQ0v7m3KxB8tYzN4cE6uHjLfW", "type": "azure scim v2.0", "state": "linked", "name": "Contoso", "domain": "contoso.example",
          "created_at": "2026-11-23T20:00:00.000Z", "updated_at": "2026-11-23T20:05:00.000Z"
        }
        """;

    [StringSyntax("Json")]
    const string Group = """
        {
          "object": "directory_group", "id": "directory_group_01KVN0RGVVE0GR0VP0000000001", "idp_id": "6f3c0d62-0f7d-4f0e-8a53-0a7c7b5d0001",
          "directory_id": "directory_01KVN0RGVVE0D1RECT0RY00001", "organization_id": "org_01KVN0RGVVE0D1RECT0RY00001",
          "name": "IAMAPP_Orgvue_SCIM_user", "raw_attributes": {}, "created_at": "2026-11-23T20:00:00.000Z", "updated_at": "2026-11-23T20:05:00.000Z"
        }
        """;

    [StringSyntax("Json")]
    const string UserWithoutGroups = """
        {
          "object": "directory_user", "id": "directory_user_01KVN0RGVVE0VSER0000000001", "directory_id": "directory_01KVN0RGVVE0D1RECT0RY00001",
          "organization_id": "org_01KVN0RGVVE0D1RECT0RY00001", "idp_id": "8e1f0c7a-5a0f-4c53-9d5e-2d1f3f0d0001", "email": "megan.bowen@contoso.example",
          "first_name": "Megan", "last_name": "Bowen", "name": "Megan Bowen", "state": "active", "raw_attributes": {},
          "custom_attributes": { "department_name": "R&D" }, "emails": [{ "primary": true, "type": "work", "value": "megan.bowen@contoso.example" }],
          "job_title": "Engineer", "username": "megan.bowen@contoso.example", "created_at": "2026-11-23T20:00:00.000Z", "updated_at": "2026-11-23T20:05:00.000Z"
        }
        """;

    [StringSyntax("Json")]
    const string Endpoint = """
        {
          "object": "webhook_endpoint", "id": "we_01KVN0RGVVE0END0P01NT00001", "endpoint_url": "https://receiver.example/workos",
          "secret": "whsec_0FWAiVGkEfGBqqsJH4aNAGBJ4", "status": "enabled", "events": ["dsync.user.created", "dsync.user.updated", "dsync.user.deleted"],
          "created_at": "2026-11-23T20:00:00.000Z", "updated_at": "2026-11-23T20:05:00.000Z"
        }
        """;

    public static JsonNode? Of(string operationId) => operationId switch
    {
        "WorkOsDirectories_List" => List(JsonNode.Parse(Directory)!),
        "WorkOsDirectories_Get" => JsonNode.Parse(Directory),
        "WorkOsUsers_List" or "WorkOsUsers_ListOfDirectory" => List(User()),
        "WorkOsUsers_Get" or "WorkOsUsers_GetOfDirectory" => User(),
        "WorkOsGroups_List" or "WorkOsGroups_ListOfDirectory" => List(JsonNode.Parse(Group)!),
        "WorkOsGroups_Get" or "WorkOsGroups_GetOfDirectory" => JsonNode.Parse(Group),
        "WorkOsWebhookEndpoints_List" => List(JsonNode.Parse(Endpoint)!),
        "WorkOsWebhookEndpoints_Create" or "WorkOsWebhookEndpoints_Edit" => JsonNode.Parse(Endpoint),
        "WorkOsEvents_List" => new JsonObject
        {
            ["object"] = "list", ["data"] = new JsonArray(Event()), ["list_metadata"] = new JsonObject { ["after"] = null },
        },
        _ => null,
    };

    static JsonObject User()
    {
        var user = JsonNode.Parse(UserWithoutGroups)!.AsObject();
        user["groups"] = new JsonArray(JsonNode.Parse(Group));
        return user;
    }

    static JsonObject Event() => new()
    {
        ["object"] = "event", ["id"] = "event_01KVN0RGVVE0EVENT0000000008", ["event"] = "dsync.user.created",
        ["data"] = JsonNode.Parse(UserWithoutGroups), ["created_at"] = "2026-11-23T20:05:00.000Z", ["context"] = new JsonObject(),
    };

    static JsonObject List(JsonNode one) => new()
    {
        ["object"] = "list", ["data"] = new JsonArray(one), ["list_metadata"] = new JsonObject { ["before"] = null, ["after"] = (string)one["id"]! },
    };
}
