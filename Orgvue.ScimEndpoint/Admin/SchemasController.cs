using Microsoft.AspNetCore.Mvc;
using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>The extension schemas of a directory: attributes of its own, beside those of the RFC.</summary>
[Route("admin/api/directories/{directoryId}/schemas")]
[Tags("Admin: schemas")]
public sealed class SchemasController(SchemaDesk schemas) : AdminApi
{
    [HttpGet]
    [ProducesResponseType<Page<SchemaView>>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> List(string directoryId, int? limit, string? cursor, CancellationToken ct) =>
        Ok(await schemas.ListAsync(directoryId, new(limit, cursor), ct));

    [HttpGet("{urn}")]
    [ProducesResponseType<SchemaView>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Get(string directoryId, string urn, CancellationToken ct) =>
        Ok(await schemas.GetAsync(directoryId, SchemaDesk.Unescaped(urn), ct));

    /// <summary>
    /// Creates the schema of this URI, or puts another definition in its place. The identity provider can use it with the next request.
    /// Refused with 409 where stored values do not fit the definition.
    /// </summary>
    [HttpPut("{urn}")]
    [ProducesResponseType<SchemaView>(StatusCodes.Status200OK)]
    [ProducesResponseType<SchemaView>(StatusCodes.Status201Created)]
    [ProducesResponseType<Problem>(StatusCodes.Status400BadRequest)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    [ProducesResponseType<Problem>(StatusCodes.Status409Conflict)]
    public async Task<IActionResult> Put(string directoryId, string urn, [FromBody] SchemaWish schema, CancellationToken ct)
    {
        var (saved, created) = await schemas.PutAsync(directoryId, SchemaDesk.Unescaped(urn), schema, ct);
        return created ? Created($"{Request.Scheme}://{Request.Host}{Request.PathBase}{Request.Path}", saved) : Ok(saved);
    }

    /// <summary>Takes the schema away. Stored values stay, unseen, for the day it comes back.</summary>
    [HttpDelete("{urn}")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Remove(string directoryId, string urn, CancellationToken ct)
    {
        await schemas.RemoveAsync(directoryId, SchemaDesk.Unescaped(urn), ct);
        return NoContent();
    }
}
