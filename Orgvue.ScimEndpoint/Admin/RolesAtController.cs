using Microsoft.AspNetCore.Mvc;
using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>Who held which role on that date.</summary>
[Route("admin/api/tenants/{tenantId}/roles")]
[Tags("Admin: history")]
public sealed class RolesAtController(RolesAtDesk roles) : AdminApi
{
    /// <summary>Which accounts a tenant had at a time, whether enabled, with which roles from which groups: from the audit trail alone.</summary>
    [HttpGet]
    [ProducesResponseType<RolesAtView>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status400BadRequest)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> At(string tenantId, [FromQuery] RolesAtQuery query, int? limit, string? cursor, CancellationToken ct) =>
        Ok(await roles.OfAsync(tenantId, query, new(limit, cursor), ct));
}
