using Microsoft.AspNetCore.Mvc;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Security;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>What an identity provider sends, for whoever has to find out why it does not work.</summary>
[Route("admin/api/directories/{directoryId}")]
[Tags("Admin: traffic")]
public sealed class TrafficController(TrafficDesk traffic) : AdminApi
{
    [HttpGet("clients")]
    [ProducesResponseType<Page<ClientView>>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Clients(string directoryId, CancellationToken ct) => Ok(await traffic.ClientsAsync(directoryId, ct));

    [HttpGet("deviations")]
    [ProducesResponseType<Page<DeviationView>>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Deviations(string directoryId, CancellationToken ct) => Ok(await traffic.DeviationsAsync(directoryId, ct));

    [HttpGet("requests")]
    [ProducesResponseType<RequestPage>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Requests(
        string directoryId, int? limit, string? cursor, string? status, string? method, string? client, CancellationToken ct) =>
        Ok(await traffic.RequestsAsync(directoryId, new(status, method, client), new(limit, cursor), ct));

    [HttpGet("requests/{requestId}")]
    [ProducesResponseType<RequestView>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> One(string directoryId, string requestId, CancellationToken ct) =>
        Ok(await traffic.RequestAsync(directoryId, requestId, ct));

    [Needs(ApiRole.Operator)]
    [HttpPost("requests/{requestId}/send")]
    [ProducesResponseType<TrialView>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status400BadRequest)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    [ProducesResponseType<Problem>(StatusCodes.Status409Conflict)]
    public async Task<IActionResult> Send(string directoryId, string requestId, [FromBody] SendRequest wish, CancellationToken ct) =>
        Ok(await traffic.SendAsync(directoryId, requestId, wish, Request.Scheme, Request.Host, ct));
}
