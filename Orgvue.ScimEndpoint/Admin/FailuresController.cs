using System.Text;
using Microsoft.AspNetCore.Mvc;
using Orgvue.ScimEndpoint.Admin.Failures;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Security;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>Who has no account: by cause, as a table, and tried again (rule B7).</summary>
[Route("admin/api/directories/{directoryId}")]
[Tags("Admin: sync")]
public sealed class FailuresController(FailureDesk failures) : AdminApi
{
    /// <summary>The failures grouped by what one act would mend, the most costly first, with one remedy each.</summary>
    [HttpGet("failures/causes")]
    [ProducesResponseType<Page<FailureCause>>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status400BadRequest)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Causes(string directoryId, string? state, int? limit, string? cursor, CancellationToken ct) =>
        Ok(await failures.CausesAsync(directoryId, state, new(limit, cursor), ct));

    /// <summary>All failures as a table for a spreadsheet (RFC 4180, UTF-8); a cell that would be taken for a formula begins with an apostrophe.</summary>
    [HttpGet("failures.csv")]
    [Produces("text/csv")]
    [ProducesResponseType<string>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status400BadRequest)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Table(string directoryId, string? state, CancellationToken ct) =>
        new CsvResult(await failures.TableAsync(directoryId, state, ct), "failures.csv");

    /// <summary>Runs the users with open failures again, without waiting for the delay, and nobody else who waits.</summary>
    [Needs(ApiRole.Operator)]
    [HttpPost("failures/rerun")]
    [ProducesResponseType<RerunView>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    [ProducesResponseType<Problem>(StatusCodes.Status409Conflict)]
    public async Task<IActionResult> Rerun(string directoryId, CancellationToken ct) => Ok(await failures.RerunAsync(directoryId, ct));
}

/// <summary>Lines of a table, sent as they are read.</summary>
sealed class CsvResult(IAsyncEnumerable<string> lines, string name) : IActionResult
{
    const int Flushed = 64 * 1024;

    public async Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        var ct = context.HttpContext.RequestAborted;
        response.ContentType = "text/csv; charset=utf-8; header=present";
        response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        var pending = 0L;
        await foreach (var line in lines.WithCancellation(ct))
        {
            pending += Encoding.UTF8.GetBytes(line, response.BodyWriter) + Encoding.UTF8.GetBytes(Csv.LineEnd, response.BodyWriter);
            if (pending < Flushed) continue;
            await response.BodyWriter.FlushAsync(ct);
            pending = 0;
        }
        await response.BodyWriter.FlushAsync(ct);
    }
}
