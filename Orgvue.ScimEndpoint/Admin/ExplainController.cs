using Microsoft.AspNetCore.Mvc;
using Orgvue.ScimEndpoint.Admin.Explaining;
using Orgvue.ScimEndpoint.Admin.Supposing;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Security;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>Why things are as they are, and how they would be if something were different. Nothing is written.</summary>
[Route("admin/api")]
[Tags("Admin: sync")]
public sealed class ExplainController(ExplainDesk explain, WhatIfDesk whatIf, ReplayDesk replay) : AdminApi
{
    /// <summary>One user from the identity provider's last request to the accounts: groups, roles, rules, failures, and what to do.</summary>
    /// <param name="directoryId">The directory.</param>
    /// <param name="user">The user's id, userName, externalId or e-mail.</param>
    /// <param name="ct">Ends with the request.</param>
    [HttpGet("directories/{directoryId}/explain")]
    [ProducesResponseType<Explanation>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status400BadRequest)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    [ProducesResponseType<Problem>(StatusCodes.Status409Conflict)]
    public async Task<IActionResult> Explain(string directoryId, string? user, CancellationToken ct) =>
        Ok(await explain.OfAsync(directoryId, user, ct));

    /// <summary>The plan of the next run if configurations or group names were different, and what differs from the plan as it is.</summary>
    /// <param name="directoryId">The directory.</param>
    /// <param name="wish">What would be different.</param>
    /// <param name="limit">How many entries of each list are shown; the counts count all.</param>
    /// <param name="ct">Ends with the request.</param>
    [Needs(ApiRole.Reader)]
    [HttpPost("directories/{directoryId}/what-if")]
    [ProducesResponseType<WhatIfView>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status400BadRequest)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    [ProducesResponseType<Problem>(StatusCodes.Status409Conflict)]
    public async Task<IActionResult> WhatIf(string directoryId, [FromBody] WhatIfWish wish, int? limit, CancellationToken ct) =>
        Ok(await whatIf.OfAsync(directoryId, wish, limit, ct));

    /// <summary>What a run did, beside what today's configurations and rules would make of the same users and accounts.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="limit">How many entries of each list are shown; the counts count all.</param>
    /// <param name="ct">Ends with the request.</param>
    [HttpGet("runs/{runId}/replay")]
    [ProducesResponseType<ReplayView>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status400BadRequest)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    [ProducesResponseType<Problem>(StatusCodes.Status409Conflict)]
    public async Task<IActionResult> Replay(string runId, int? limit, CancellationToken ct) => Ok(await replay.OfAsync(runId, limit, ct));
}
