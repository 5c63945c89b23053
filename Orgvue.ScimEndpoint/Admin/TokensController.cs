using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>The bearer tokens and client secrets of a directory. Make the new one first, give it to the identity provider, then revoke the old one.</summary>
[Route("admin/api/directories/{directoryId}/tokens")]
[Tags("Admin: tokens")]
public sealed class TokensController(TokenDesk tokens) : AdminApi
{
    /// <summary>Issues a token, or with <c>"kind": "clientSecret"</c> a client secret, which is in this answer and nowhere else. Without an end it is valid until it is revoked.</summary>
    [HttpPost]
    [ProducesResponseType<TokenMade>(StatusCodes.Status201Created)]
    [ProducesResponseType<Problem>(StatusCodes.Status400BadRequest)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    [ProducesResponseType<Problem>(StatusCodes.Status409Conflict)]
    public async Task<IActionResult> Issue(
        string directoryId, [FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] TokenWish? wish, CancellationToken ct) =>
        StatusCode(StatusCodes.Status201Created, await tokens.IssueAsync(directoryId, wish ?? new(), ct));

    [HttpGet]
    [ProducesResponseType<Page<TokenView>>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> List(string directoryId, int? limit, string? cursor, CancellationToken ct) =>
        Ok(await tokens.ListAsync(directoryId, new(limit, cursor), ct));

    /// <summary>Revokes a token: the next request with it is refused.</summary>
    [HttpDelete("{tokenId}")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Revoke(string directoryId, string tokenId, CancellationToken ct)
    {
        await tokens.RevokeAsync(directoryId, tokenId, ct);
        return NoContent();
    }
}
