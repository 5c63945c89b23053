using Microsoft.AspNetCore.Mvc;
using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>The audit trail.</summary>
[Route("admin/api/audit")]
[Tags("Admin: history")]
public sealed class AuditController(AuditDesk audit) : AdminApi
{
    /// <summary>
    /// Who changed what, when and from where, newest first. Texts of <c>actor</c> and <c>name</c> are looked for without regard to the case of
    /// the letters a to z.
    /// </summary>
    [HttpGet]
    [ProducesResponseType<Page<AuditView>>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status400BadRequest)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> List([FromQuery] AuditQuery query, int? limit, string? cursor, CancellationToken ct) =>
        Ok(await audit.ListAsync(query, new(limit, cursor), ct));
}
