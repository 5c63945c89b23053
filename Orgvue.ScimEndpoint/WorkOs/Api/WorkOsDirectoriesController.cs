using Microsoft.AspNetCore.Mvc;

namespace Orgvue.ScimEndpoint.WorkOs.Api;

/// <summary>Directories, as WorkOS lists them.</summary>
[Route("directories")]
[Tags("WorkOS: directories")]
public sealed class WorkOsDirectoriesController(ShownDirectories directories) : WorkOsApi
{
    [HttpGet]
    public Task<IActionResult> List(
        [FromQuery] ListWish wish, [FromQuery(Name = "organization_id")] string? organizationId, [FromQuery(Name = "search")] string? search, CancellationToken ct) =>
        directories.ListAsync(wish, organizationId, search, ct);

    [HttpGet("{id}")]
    public Task<IActionResult> Get(string id, CancellationToken ct) => directories.GetAsync(id, ct);

    [HttpDelete("{id}")]
    public async Task<IActionResult> Delete(string id, CancellationToken ct)
    {
        await directories.TearDownAsync(id, ct);
        return StatusCode(StatusCodes.Status202Accepted);
    }
}
