using Microsoft.AspNetCore.Mvc;
using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>How directories feed tenants. Every change opens a window: the next run looks at everybody.</summary>
[Route("admin/api/configurations")]
[Tags("Admin: configurations")]
public sealed class ConfigurationsController(ConfigurationDesk configurations) : AdminApi
{
    [HttpGet]
    [ProducesResponseType<Page<ConfigurationView>>(StatusCodes.Status200OK)]
    public async Task<IActionResult> List(string? directoryId, int? limit, string? cursor, CancellationToken ct) =>
        Ok(await configurations.ListAsync(directoryId, new(limit, cursor), ct));

    [HttpGet("{id}")]
    [ProducesResponseType<ConfigurationView>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Get(string id, CancellationToken ct) => Ok(await configurations.GetAsync(id, ct));

    [HttpPost]
    [ProducesResponseType<ConfigurationView>(StatusCodes.Status201Created)]
    [ProducesResponseType<Problem>(StatusCodes.Status400BadRequest)]
    [ProducesResponseType<Problem>(StatusCodes.Status409Conflict)]
    public async Task<IActionResult> Create([FromBody] ConfigurationEdit configuration, CancellationToken ct)
    {
        var made = await configurations.CreateAsync(configuration, ct);
        return CreatedAtAction(nameof(Get), new { id = made.ConfigurationId }, made);
    }

    /// <summary>Changes what is given; the directory and the tenant of a configuration stay what they are.</summary>
    [HttpPatch("{id}")]
    [ProducesResponseType<ConfigurationView>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status400BadRequest)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    [ProducesResponseType<Problem>(StatusCodes.Status409Conflict)]
    public async Task<IActionResult> Edit(string id, [FromBody] ConfigurationEdit edit, CancellationToken ct) =>
        Ok(await configurations.EditAsync(id, edit, ct));

    /// <summary>Removes a configuration. The tenant's accounts stay as they are: nothing feeds them any more.</summary>
    [HttpDelete("{id}")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Delete(string id, CancellationToken ct)
    {
        await configurations.DeleteAsync(id, ct);
        return NoContent();
    }
}
