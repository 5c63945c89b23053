using Microsoft.AspNetCore.Mvc;

namespace Orgvue.ScimEndpoint.WorkOs.Api;

/// <summary>The Events API.</summary>
[Route("events")]
[Tags("WorkOS: events")]
public sealed class WorkOsEventsController(ShownEvents events) : WorkOsApi
{
    [HttpGet]
    public Task<IActionResult> List([FromQuery] EventsWish wish, CancellationToken ct) => events.ListAsync(wish.Read(Request.Query["events[]"]), ct);
}
