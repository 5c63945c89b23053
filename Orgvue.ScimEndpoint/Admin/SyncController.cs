using Microsoft.AspNetCore.Mvc;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Security;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>The runs of a directory: asked for, waited for, looked back on.</summary>
[Route("admin/api/directories/{directoryId}")]
[Tags("Admin: sync")]
public sealed class SyncController(SyncNow now, SyncHistory history, HoldDesk holds) : AdminApi
{
    /// <summary>Runs what is pending without waiting for the delay; with nothing pending, looks at everybody.</summary>
    [Needs(ApiRole.Operator)]
    [HttpPost("sync")]
    [ProducesResponseType<Runs>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    [ProducesResponseType<Problem>(StatusCodes.Status409Conflict)]
    public async Task<IActionResult> Sync(string directoryId, CancellationToken ct) => Ok(await now.RunAsync(directoryId, ct));

    /// <summary>What the next run would do, tenant by tenant: nothing is applied.</summary>
    /// <param name="directoryId">The directory.</param>
    /// <param name="limit">How many entries of each list are shown; the counts count all.</param>
    /// <param name="ct">Ends with the request.</param>
    [HttpGet("preview")]
    [ProducesResponseType<PlanView>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status400BadRequest)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Preview(string directoryId, int? limit, CancellationToken ct) =>
        Ok(await holds.PreviewAsync(directoryId, limit, ct));

    /// <summary>Has the directory's tenants, or one of them, wait: what changes is taken in and applied when the held run is released.</summary>
    [Needs(ApiRole.Operator)]
    [HttpPost("hold")]
    [ProducesResponseType<Runs>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status400BadRequest)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    [ProducesResponseType<Problem>(StatusCodes.Status409Conflict)]
    public async Task<IActionResult> Hold(string directoryId, [FromBody] HoldWish wish, CancellationToken ct) =>
        Ok(await holds.HoldAsync(directoryId, wish, ct));

    /// <summary>The open window, or 204 when nothing waits for a run.</summary>
    [HttpGet("window")]
    [ProducesResponseType<WindowView>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Window(string directoryId, CancellationToken ct) =>
        await history.WindowAsync(directoryId, ct) is { } window ? Ok(window) : NoContent();

    /// <summary>One entry a run and tenant, newest first; with a status, such as Held, those alone.</summary>
    [HttpGet("runs")]
    [ProducesResponseType<Page<RunView>>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status400BadRequest)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Runs(string directoryId, string? status, int? limit, string? cursor, CancellationToken ct) =>
        Ok(await history.RunsAsync(directoryId, status, new(limit, cursor), ct));

    /// <summary>Who has no account, and what to change in the identity provider; newest first.</summary>
    [HttpGet("failures")]
    [ProducesResponseType<Page<FailureView>>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status400BadRequest)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Failures(string directoryId, string? state, int? limit, string? cursor, CancellationToken ct) =>
        Ok(await history.FailuresAsync(directoryId, state, new(limit, cursor), ct));
}
