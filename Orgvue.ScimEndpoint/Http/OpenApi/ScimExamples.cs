using System.Globalization;

namespace Orgvue.ScimEndpoint.Http.OpenApi;

/// <summary>SCIM requests as identity providers send them, and the answers to them.</summary>
static class ScimExamples
{
    public const string Directory = "directory_01HRYCB7KCE3M6S8Y1AXVHVT2P";
    const string UserId = "019abcde-1111-7000-8000-000000000001";
    const string GroupId = "019abcde-2222-7000-8000-000000000001";

    const string RoleId = "6a1c0f1de8b04f0d9a3d1c5be0c7f2aa";

    public static IEnumerable<Example> NewUsers =>
    [
        Example.Json("entra", "As Entra creates a user", """
            {
              "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
              "externalId": "adele.vance",
              "userName": "adele.vance@contoso.example",
              "active": true,
              "displayName": "Adele Vance",
              "name": { "formatted": "Adele Vance", "givenName": "Adele", "familyName": "Vance" },
              "emails": [{ "primary": true, "type": "work", "value": "adele.vance@contoso.example" }],
              "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "department": "Finance", "employeeNumber": "10042" }
            }
            """),
        Example.Json("smallest", "The least there can be", """
            { "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "grady.archie@contoso.example" }
            """),
    ];

    public static IEnumerable<Example> NewGroups =>
    [
        Example.Json("user", "The group that lets its members in", """
            { "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "externalId": "8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159", "displayName": "IMAPP_Orgvue_SCIM_user" }
            """),
        Example.Json("withMember", "A group with its first member", $$"""
            {
              "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"],
              "displayName": "IMAPP_Orgvue_SCIM_Finance",
              "members": [{ "value": "{{UserId}}" }]
            }
            """),
    ];

    public static IEnumerable<Example> UserPatches =>
    [
        Patch("deactivate", "Set active to false", """{ "op": "replace", "path": "active", "value": false }"""),
        Patch("entraDeactivate", "The same as Entra may send it: capitalised, the boolean a string", """{ "op": "Replace", "path": "active", "value": "False" }"""),
        Patch("withoutPath", "Without a path, as Okta does", """{ "op": "replace", "value": { "active": true, "displayName": "Adele V." } }"""),
        Patch("workEmail", "One value of several", """{ "op": "replace", "path": "emails[type eq \"work\"].value", "value": "adele@contoso.example" }"""),
    ];

    public static IEnumerable<Example> GroupPatches =>
    [
        Patch("addMember", "Add a member", $$"""{ "op": "add", "path": "members", "value": [{ "value": "{{UserId}}" }] }"""),
        Patch("removeMember", "Remove a member by a value filter", $$"""{ "op": "remove", "path": "members[value eq \"{{UserId}}\"]" }"""),
        Patch("entraRemoveMember", "Remove a member as Entra does", $$"""{ "op": "Remove", "path": "members", "value": [{ "value": "{{UserId}}" }] }"""),
        Patch("rename", "Rename the group", """{ "op": "replace", "path": "displayName", "value": "IMAPP_Orgvue_SCIM_admin" }"""),
    ];

    public static Example User => Example.Json("user", "A user", $$"""
        {
          "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
          "id": "{{UserId}}",
          "externalId": "adele.vance",
          "userName": "adele.vance@contoso.example",
          "active": true,
          "displayName": "Adele Vance",
          "name": { "formatted": "Adele Vance", "givenName": "Adele", "familyName": "Vance" },
          "emails": [{ "primary": true, "type": "work", "value": "adele.vance@contoso.example" }],
          "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "department": "Finance", "employeeNumber": "10042" },
          "groups": [{ "value": "{{GroupId}}", "display": "IMAPP_Orgvue_SCIM_user", "type": "direct" }],
          "meta": {{Meta("User", UserId)}}
        }
        """);

    public static Example Group => Example.Json("group", "A group", $$"""
        {
          "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"],
          "id": "{{GroupId}}",
          "externalId": "8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159",
          "displayName": "IMAPP_Orgvue_SCIM_user",
          "members": [{ "value": "{{UserId}}", "display": "Adele Vance", "type": "User" }],
          "meta": {{Meta("Group", GroupId)}}
        }
        """);

    public static Example Role => Example.Json("role", "A role", $$"""
        {
          "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Role"],
          "id": "{{RoleId}}", "value": "user", "display": "user (ACME)", "type": "platform", "supported": true,
          "limitedAssignmentsPermitted": false, "totalAssignmentsUsed": 1,
          "meta": { "resourceType": "Role", "location": "https://scim.example/scim/v2/{{Directory}}/Roles/{{RoleId}}" }
        }
        """);

    public static Example Bulk => Example.Json("userInGroup", "A user, and a group with the user in it", """
        {
          "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
          "failOnErrors": 1,
          "Operations": [
            { "method": "POST", "path": "/Users", "bulkId": "grady",
              "data": { "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "grady.archie@contoso.example" } },
            { "method": "POST", "path": "/Groups", "bulkId": "hr",
              "data": { "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "IMAPP_Orgvue_SCIM_HR", "members": [{ "value": "bulkId:grady" }] } }
          ]
        }
        """);

    public static Example BulkDone => Example.Json("done", "Both created", $$"""
        {
          "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkResponse"],
          "Operations": [
            { "location": "https://scim.example/scim/v2/{{Directory}}/Users/{{UserId}}", "method": "POST", "bulkId": "grady", "version": "W/\"1\"", "status": "201" },
            { "location": "https://scim.example/scim/v2/{{Directory}}/Groups/{{GroupId}}", "method": "POST", "bulkId": "hr", "version": "W/\"1\"", "status": "201" }
          ]
        }
        """);

    public static readonly Example[] UserSearches =
    [
        Search("byName", "Some, sorted", """ "filter": "userName sw \"a\"", "sortBy": "name.familyName", "startIndex": 1, "count": 10 """),
        Search("byCursor", "All, page by page", """ "attributes": ["userName"], "cursor": "", "count": 100 """),
    ];

    public static readonly Example[] GroupSearches =
    [
        Search("byPrefix", "All of Orgvue's groups", """ "filter": "displayName sw \"IMAPP_Orgvue_SCIM_\"", "excludedAttributes": ["members"] """),
    ];

    public static Example ListOf(Example resource) => Example.Json("page", "A page", $$"""
        {
          "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
          "totalResults": 1, "startIndex": 1, "itemsPerPage": 1,
          "Resources": [{{resource.Value.ToJsonString()}}]
        }
        """);

    public static Example Error(int status, string? scimType, string detail) =>
        new("error", scimType ?? status.ToString(CultureInfo.InvariantCulture), ScimErrors.Body(status, scimType, detail));

    static Example Search(string name, string summary, string query) => Example.Json(name, summary,
        $$"""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],{{query}}}""");

    static Example Patch(string name, string summary, string operation) => Example.Json(name, summary,
        $$"""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [{{operation}}] }""");

    static string Meta(string type, string id) => $$"""
        {
          "resourceType": "{{type}}", "created": "2026-11-23T09:00:00.000Z", "lastModified": "2026-11-23T09:00:00.000Z",
          "location": "https://scim.example/scim/v2/{{Directory}}/{{type}}s/{{id}}", "version": "W/\"1\""
        }
        """;
}
