using Microsoft.AspNetCore.Mvc;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Security;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>People who sign in to the console with a password of their own.</summary>
[Route("admin/api/administrators")]
[Tags("Admin: signing in")]
[Needs(ApiRole.Administrator)]
public sealed class AdministratorsController(AdministratorDesk administrators) : AdminApi
{
    /// <summary>Adds somebody; without a password one is made, which is in this answer and nowhere else.</summary>
    [HttpPost]
    [ProducesResponseType<AdministratorMade>(StatusCodes.Status201Created)]
    [ProducesResponseType<Problem>(StatusCodes.Status400BadRequest)]
    [ProducesResponseType<Problem>(StatusCodes.Status409Conflict)]
    public async Task<IActionResult> Add([FromBody] AdministratorWish wish, CancellationToken ct) =>
        StatusCode(StatusCodes.Status201Created, await administrators.AddAsync(wish, ct));

    /// <summary>Everybody who signs in with a password.</summary>
    [HttpGet]
    [ProducesResponseType<Page<AdministratorView>>(StatusCodes.Status200OK)]
    public async Task<IActionResult> List(int? limit, string? cursor, CancellationToken ct) => Ok(await administrators.ListAsync(new(limit, cursor), ct));

    /// <summary>Changes a role or a password, or ends a lock, by id or name; whoever it is has to sign in again.</summary>
    [HttpPatch("{administratorId}")]
    [ProducesResponseType<AdministratorMade>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status400BadRequest)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Change(string administratorId, [FromBody] AdministratorEdit edit, CancellationToken ct) =>
        Ok(await administrators.ChangeAsync(administratorId, edit, ct));

    /// <summary>Removes somebody: his next request is refused.</summary>
    [HttpDelete("{administratorId}")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Remove(string administratorId, CancellationToken ct)
    {
        await administrators.RemoveAsync(administratorId, ct);
        return NoContent();
    }
}
