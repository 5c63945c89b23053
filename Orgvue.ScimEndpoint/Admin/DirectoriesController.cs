using Microsoft.AspNetCore.Mvc;
using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>The directories of this server.</summary>
[Route("admin/api/directories")]
[Tags("Admin: directories")]
public sealed class DirectoriesController(DirectorySetup setup, Onboarded directories) : AdminApi
{
    /// <summary>On-boards a directory. Its token is in this answer and nowhere else.</summary>
    [HttpPost]
    [ProducesResponseType<DirectoryMade>(StatusCodes.Status201Created)]
    [ProducesResponseType<Problem>(StatusCodes.Status400BadRequest)]
    [ProducesResponseType<Problem>(StatusCodes.Status409Conflict)]
    public async Task<IActionResult> Create([FromBody] NewDirectory directory, CancellationToken ct)
    {
        var made = DirectoryMade.Of(await setup.CreateAsync(directory, ct), Origin);
        return Created($"{Origin}/admin/api/directories/{made.DirectoryId}", made);
    }

    [HttpGet]
    [ProducesResponseType<Page<DirectoryView>>(StatusCodes.Status200OK)]
    public async Task<IActionResult> List(int? limit, string? cursor, CancellationToken ct) =>
        Ok(await directories.ListAsync(new(limit, cursor), Origin, ct));

    [HttpGet("{directoryId}")]
    [ProducesResponseType<DirectoryView>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Get(string directoryId, CancellationToken ct) => Ok(await directories.GetAsync(directoryId, Origin, ct));

    /// <summary>Changes what is given. Unlinking a directory closes its SCIM endpoint and stops its runs.</summary>
    [HttpPatch("{directoryId}")]
    [ProducesResponseType<DirectoryView>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status400BadRequest)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Edit(string directoryId, [FromBody] DirectoryEdit edit, CancellationToken ct)
    {
        await directories.EditAsync(directoryId, edit, ct);
        return Ok(await directories.GetAsync(directoryId, Origin, ct));
    }

    /// <summary>
    /// Removes the directory and all that is its own: users, groups, tokens, configurations, waiting changes, runs and failures. The accounts
    /// that came from it go too, as they would had each user been deleted (rule A7); accounts made by hand, and the tenants, stay.
    /// </summary>
    [HttpDelete("{directoryId}")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Delete(string directoryId, CancellationToken ct)
    {
        await directories.DeleteAsync(directoryId, ct);
        return NoContent();
    }

    string Origin => $"{Request.Scheme}://{Request.Host}{Request.PathBase}";
}
