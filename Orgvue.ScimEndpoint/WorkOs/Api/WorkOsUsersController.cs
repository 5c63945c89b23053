using Microsoft.AspNetCore.Mvc;

namespace Orgvue.ScimEndpoint.WorkOs.Api;

/// <summary>Directory users, under both of their addresses.</summary>
[Tags("WorkOS: users and groups")]
public sealed class WorkOsUsersController(ShownUsers users) : WorkOsApi
{
    [HttpGet("directory_users")]
    public Task<IActionResult> List([FromQuery] UserFilter filter, [FromQuery] ListWish wish, CancellationToken ct) => users.ListAsync(filter, wish, ct);

    [HttpGet("directory_users/{id}")]
    public Task<IActionResult> Get(string id, CancellationToken ct) => users.GetAsync(id, directory: null, ct);

    [HttpGet("directories/{directoryId}/users")]
    public Task<IActionResult> ListOfDirectory(
        string directoryId, [FromQuery(Name = "group")] string? group, [FromQuery(Name = "idp_id")] string? idpId, [FromQuery(Name = "email")] string? email,
        [FromQuery] ListWish wish, CancellationToken ct) =>
        users.ListAsync(new() { Directory = directoryId, Group = group, IdpId = idpId, Email = email }, wish, ct);

    [HttpGet("directories/{directoryId}/users/{id}")]
    public Task<IActionResult> GetOfDirectory(string directoryId, string id, CancellationToken ct) => users.GetAsync(id, directoryId, ct);
}
