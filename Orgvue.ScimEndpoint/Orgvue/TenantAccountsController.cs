using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Security;

namespace Orgvue.ScimEndpoint.OrgvueSide;

/// <summary>
/// The accounts of a tenant as Orgvue has them. What is written here is an edit by hand: it stands until the next run undoes it (rule B2).
/// <c>?environment=staging|production</c> chooses where the tenant's id exists in both; production otherwise.
/// </summary>
[Authorize(Policies.Orgvue)]
[OrgvueErrors]
[Produces("application/json")]
[Route("api/v1/{tenantId}/accounts")]
[Tags("Orgvue side: accounts")]
public sealed class TenantAccountsController(TenantAccounts accounts) : ControllerBase
{
    /// <summary>The tenant's accounts; <c>?email=</c> finds one, ignoring case.</summary>
    [HttpGet]
    [ProducesResponseType<Page<AccountView>>(StatusCodes.Status200OK)]
    [ProducesResponseType<OrgvueErrors>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> List(
        string tenantId, string? environment, string? email, int? limit, string? cursor, CancellationToken ct) =>
        Ok(await accounts.ListAsync(new(tenantId, environment), email, new(limit, cursor), ct));

    [HttpGet("{accountId}")]
    [ProducesResponseType<AccountView>(StatusCodes.Status200OK)]
    [ProducesResponseType<OrgvueErrors>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Get(string tenantId, string accountId, string? environment, CancellationToken ct) =>
        Ok(await accounts.GetAsync(new(tenantId, environment), accountId, ct));

    /// <summary>Adds an account by hand.</summary>
    [Needs(ApiRole.Operator)]
    [HttpPost]
    [ProducesResponseType<AccountView>(StatusCodes.Status201Created)]
    [ProducesResponseType<OrgvueErrors>(StatusCodes.Status400BadRequest)]
    [ProducesResponseType<OrgvueErrors>(StatusCodes.Status404NotFound)]
    [ProducesResponseType<OrgvueErrors>(StatusCodes.Status409Conflict)]
    public async Task<IActionResult> Create(string tenantId, string? environment, [FromBody] AccountEdit account, CancellationToken ct)
    {
        var made = await accounts.CreateAsync(new(tenantId, environment), account, ct);
        return Created($"{Request.Scheme}://{Request.Host}{Request.PathBase}{Request.Path}/{made.AccountId}{Request.QueryString}", made);
    }

    /// <summary>Edits an account by hand, a synced one too; what is not given stays.</summary>
    [Needs(ApiRole.Operator)]
    [HttpPatch("{accountId}")]
    [ProducesResponseType<AccountView>(StatusCodes.Status200OK)]
    [ProducesResponseType<OrgvueErrors>(StatusCodes.Status400BadRequest)]
    [ProducesResponseType<OrgvueErrors>(StatusCodes.Status404NotFound)]
    [ProducesResponseType<OrgvueErrors>(StatusCodes.Status409Conflict)]
    public async Task<IActionResult> Edit(
        string tenantId, string accountId, string? environment, [FromBody] AccountEdit edit, CancellationToken ct) =>
        Ok(await accounts.EditAsync(new(tenantId, environment), accountId, edit, ct));

    /// <summary>Removes an account by hand; one whose user is entitled returns with the next run.</summary>
    [Needs(ApiRole.Operator)]
    [HttpDelete("{accountId}")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesResponseType<OrgvueErrors>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Delete(string tenantId, string accountId, string? environment, CancellationToken ct)
    {
        await accounts.DeleteAsync(new(tenantId, environment), accountId, ct);
        return NoContent();
    }
}
