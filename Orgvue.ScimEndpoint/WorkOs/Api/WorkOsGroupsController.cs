using Microsoft.AspNetCore.Mvc;

namespace Orgvue.ScimEndpoint.WorkOs.Api;

/// <summary>Directory groups, under both of their addresses.</summary>
[Tags("WorkOS: users and groups")]
public sealed class WorkOsGroupsController(ShownGroups groups) : WorkOsApi
{
    [HttpGet("directory_groups")]
    public Task<IActionResult> List(
        [FromQuery(Name = "directory")] string? directory, [FromQuery(Name = "user")] string? user, [FromQuery] ListWish wish, CancellationToken ct) =>
        groups.ListAsync(directory, user, wish, ct);

    [HttpGet("directory_groups/{id}")]
    public Task<IActionResult> Get(string id, CancellationToken ct) => groups.GetAsync(id, directory: null, ct);

    [HttpGet("directories/{directoryId}/groups")]
    public Task<IActionResult> ListOfDirectory(
        string directoryId, [FromQuery(Name = "user")] string? user, [FromQuery] ListWish wish, CancellationToken ct) =>
        groups.ListAsync(directoryId, user, wish, ct);

    [HttpGet("directories/{directoryId}/groups/{id}")]
    public Task<IActionResult> GetOfDirectory(string directoryId, string id, CancellationToken ct) => groups.GetAsync(id, directoryId, ct);
}
