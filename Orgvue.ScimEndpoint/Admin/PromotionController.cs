using Microsoft.AspNetCore.Mvc;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>From staging to production: how a directory is configured, without its users and tokens.</summary>
[Route("admin/api")]
[Tags("Admin: promotion")]
public sealed class PromotionController(PromotionDesk promotion) : AdminApi
{
    /// <summary>How the directory is configured, as a document to be imported elsewhere: no users, no tokens, no ids, no secrets.</summary>
    [HttpGet("directories/{directoryId}/export")]
    [ProducesResponseType<PromotionDocument>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Export(string directoryId, CancellationToken ct) => Ok(await promotion.ExportAsync(directoryId, ct));

    /// <summary>
    /// What a document would change, setting by setting; nothing is written. With <c>dryRun: false</c> and the hash of the diff that was looked
    /// at, all of it is applied in one transaction, and a window opens.
    /// </summary>
    [HttpPost("import")]
    [ProducesResponseType<ImportView>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status400BadRequest)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    [ProducesResponseType<Problem>(StatusCodes.Status409Conflict)]
    public async Task<IActionResult> Import([FromBody] ImportWish wish, CancellationToken ct) => Ok(await promotion.ImportAsync(wish, ct));
}
