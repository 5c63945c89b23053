using Microsoft.AspNetCore.Mvc;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Http;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Bulk;

namespace Orgvue.ScimEndpoint.Controllers;

/// <summary>Many operations in one request (RFC 7644 §3.7).</summary>
[Route("scim/v2/{directory}/Bulk")]
public sealed class BulkController(Bulk bulk, ScimLimits limits) : ScimController
{
    [HttpPost]
    [OwnBodyLimit]
    public async Task<IActionResult> Run(CancellationToken ct)
    {
        var body = await BulkBody.ReadAsync(Request, limits);
        var request = BulkRequest.Read(body, [Directory.User, Directory.Group], Directory.Tolerance, limits);
        return Json(BulkResponse.Of(await bulk.RunAsync(Directory, request, Preconditions.IfMatch, ct), Root));
    }
}
