using Microsoft.AspNetCore.Mvc;
using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>The runs of a directory: asked for, waited for, looked back on.</summary>
[Route("admin/api/directories/{directoryId}")]
[Tags("Admin: sync")]
public sealed class SyncController(SyncNow now, SyncHistory history) : AdminApi
{
    /// <summary>Runs what is pending without waiting for the delay; with nothing pending, looks at everybody.</summary>
    [HttpPost("sync")]
    [ProducesResponseType<Runs>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    [ProducesResponseType<Problem>(StatusCodes.Status409Conflict)]
    public async Task<IActionResult> Sync(string directoryId, CancellationToken ct) => Ok(await now.RunAsync(directoryId, ct));

    /// <summary>The open window, or 204 when nothing waits for a run.</summary>
    [HttpGet("window")]
    [ProducesResponseType<WindowView>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Window(string directoryId, CancellationToken ct) =>
        await history.WindowAsync(directoryId, ct) is { } window ? Ok(window) : NoContent();

    /// <summary>One entry a run and tenant, newest first.</summary>
    [HttpGet("runs")]
    [ProducesResponseType<Page<RunView>>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Runs(string directoryId, int? limit, string? cursor, CancellationToken ct) =>
        Ok(await history.RunsAsync(directoryId, new(limit, cursor), ct));

    /// <summary>Who has no account, and what to change in the identity provider; newest first.</summary>
    [HttpGet("failures")]
    [ProducesResponseType<Page<FailureView>>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status400BadRequest)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Failures(string directoryId, string? state, int? limit, string? cursor, CancellationToken ct) =>
        Ok(await history.FailuresAsync(directoryId, state, new(limit, cursor), ct));
}
