using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OData.Routing.Controllers;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Security;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Feeds;

/// <summary>The OData feeds: flat rows, read-only. Described in the OpenAPI document by hand, as OData's own description explodes.</summary>
[Authorize(AuthenticationSchemes = Schemes.Admin)]
[ApiExplorerSettings(IgnoreApi = true)]
[FeedErrors]
public sealed class FeedsController(Store store) : ODataController
{
    [HttpGet("odata/Accounts"), HttpGet("odata/Accounts/$count"), FeedQuery]
    public IQueryable<AccountRow> Accounts() => FeedRows.Accounts(Open());

    [HttpGet("odata/SyncFailures"), HttpGet("odata/SyncFailures/$count"), FeedQuery]
    public IQueryable<SyncFailureRow> SyncFailures() => FeedRows.SyncFailures(Open());

    // The rows are read while the answer is written, so the context lives as long as the request.
    ScimDb Open()
    {
        var db = store.Open();
        Response.RegisterForDisposeAsync(db);
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        return db;
    }
}
