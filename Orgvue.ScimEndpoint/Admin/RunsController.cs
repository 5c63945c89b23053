using Microsoft.AspNetCore.Mvc;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Security;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>Held runs: somebody looks at the preview and decides (rule B8).</summary>
[Route("admin/api/runs/{runId}")]
[Tags("Admin: sync")]
public sealed class RunsController(HoldDesk holds) : AdminApi
{
    /// <summary>Carries a held run out. The hash says which plan was looked at; when the plan has changed since, nothing is applied.</summary>
    [Needs(ApiRole.Operator)]
    [HttpPost("release")]
    [ProducesResponseType<RunView>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status400BadRequest)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    [ProducesResponseType<Problem>(StatusCodes.Status409Conflict)]
    public async Task<IActionResult> Release(string runId, [FromBody] ReleaseWish wish, CancellationToken ct) =>
        Ok(await holds.ReleaseAsync(runId, wish.PlanHash, ct));

    /// <summary>The held run does not happen. The next change has everybody looked at again, and may be held in turn.</summary>
    [Needs(ApiRole.Operator)]
    [HttpPost("discard")]
    [ProducesResponseType<RunView>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    [ProducesResponseType<Problem>(StatusCodes.Status409Conflict)]
    public async Task<IActionResult> Discard(string runId, CancellationToken ct) => Ok(await holds.DiscardAsync(runId, ct));
}
