using Microsoft.AspNetCore.Mvc;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Security;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>Keys of this API besides the setting's: each has a name, a role and, if wanted, an end.</summary>
[Route("admin/api/keys")]
[Tags("Admin: keys")]
[Needs(ApiRole.Administrator)]
public sealed class ApiKeysController(ApiKeyDesk keys) : AdminApi
{
    /// <summary>Issues a key, which is in this answer and nowhere else.</summary>
    [HttpPost]
    [ProducesResponseType<ApiKeyMade>(StatusCodes.Status201Created)]
    [ProducesResponseType<Problem>(StatusCodes.Status400BadRequest)]
    [ProducesResponseType<Problem>(StatusCodes.Status409Conflict)]
    public async Task<IActionResult> Issue([FromBody] ApiKeyWish wish, CancellationToken ct) =>
        StatusCode(StatusCodes.Status201Created, await keys.IssueAsync(wish, ct));

    /// <summary>The keys, by their last characters.</summary>
    [HttpGet]
    [ProducesResponseType<Page<ApiKeyView>>(StatusCodes.Status200OK)]
    public async Task<IActionResult> List(int? limit, string? cursor, CancellationToken ct) => Ok(await keys.ListAsync(new(limit, cursor), ct));

    /// <summary>Revokes a key: the next request with it is refused.</summary>
    [HttpDelete("{keyId}")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Revoke(string keyId, CancellationToken ct)
    {
        await keys.RevokeAsync(keyId, ct);
        return NoContent();
    }
}
