using Microsoft.AspNetCore.Mvc;
using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>Role drift: what was done by hand in Orgvue, and how it ends.</summary>
[Route("admin/api")]
[Tags("Admin: history")]
public sealed class DriftController(DriftDesk drift, OverrodeDesk overrode) : AdminApi
{
    /// <summary>The accounts added, edited or removed by hand that the next run will undo: who did it and when, and what the run will do.</summary>
    [HttpGet("directories/{directoryId}/drift")]
    [ProducesResponseType<Page<DriftView>>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Drift(string directoryId, int? limit, string? cursor, CancellationToken ct) =>
        Ok(await drift.OfAsync(directoryId, new(limit, cursor), ct));

    /// <summary>Which edits by hand a run undid.</summary>
    [HttpGet("runs/{runId}/overrode")]
    [ProducesResponseType<Page<DriftView>>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Overrode(string runId, int? limit, string? cursor, CancellationToken ct) =>
        Ok(await overrode.OfAsync(runId, new(limit, cursor), ct));
}
