using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OData.Routing.Controllers;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Security;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Feeds;

/// <summary>The OData feeds: flat rows, read-only. Described in the OpenAPI document by hand, as OData's own description explodes.</summary>
[Authorize(Policies.Admin)]
[ApiExplorerSettings(IgnoreApi = true)]
[FeedErrors]
public sealed class FeedsController(Store store) : ODataController
{
    [HttpGet("odata/Accounts"), HttpGet("odata/Accounts/$count"), FeedQuery]
    public IQueryable<AccountRow> Accounts() => FeedRows.Accounts(Open());

    [HttpGet("odata/SyncFailures"), HttpGet("odata/SyncFailures/$count"), FeedQuery]
    public IQueryable<SyncFailureRow> SyncFailures() => FeedRows.SyncFailures(Open());

    [HttpGet("odata/AccountRoles"), HttpGet("odata/AccountRoles/$count"), FeedQuery]
    public IQueryable<AccountRoleRow> AccountRoles() => FeedRows.AccountRoles(Open());

    [HttpGet("odata/SyncRuns"), HttpGet("odata/SyncRuns/$count"), FeedQuery]
    public IQueryable<SyncRunRow> SyncRuns() => FeedRows.SyncRuns(Open());

    [HttpGet("odata/Changes"), HttpGet("odata/Changes/$count"), FeedQuery]
    public IQueryable<ChangeRow> Changes() => FeedRows.Changes(Open());

    // The rows are read while the answer is written, so the context lives as long as the request.
    ScimDb Open()
    {
        var db = store.Open();
        Response.RegisterForDisposeAsync(db);
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        return db;
    }
}
