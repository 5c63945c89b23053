using Microsoft.AspNetCore.Mvc;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Security;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>A directory that lives at WorkOS: what opens it there, and how it is read.</summary>
[Route("admin/api/directories/{directoryId}/workos")]
[Tags("Admin: WorkOS")]
public sealed class WorkOsController(WorkOsDesk workOs) : AdminApi
{
    /// <summary>How the directory is linked, how far its pull has come, and what could not be shown. Keys and secrets by their ends alone.</summary>
    [HttpGet]
    [ProducesResponseType<WorkOsLinkView>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Get(string directoryId, CancellationToken ct) => Ok(await workOs.GetAsync(directoryId, Origin, ct));

    /// <summary>Links the directory, or puts another link in the place of the one there is. With an API key the first pull begins at once.</summary>
    [HttpPut]
    [ProducesResponseType<WorkOsLinkView>(StatusCodes.Status200OK)]
    [ProducesResponseType<WorkOsLinkView>(StatusCodes.Status201Created)]
    [ProducesResponseType<Problem>(StatusCodes.Status400BadRequest)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Put(string directoryId, [FromBody] NewWorkOsLink link, CancellationToken ct) =>
        await workOs.PutAsync(directoryId, link, Origin, ct) is var (view, created) && created
            ? CreatedAtAction(nameof(Get), new { directoryId }, view)
            : Ok(view);

    /// <summary>Changes what is given; what is given as null is taken away. Another directory, or another place of the API, is read anew.</summary>
    [HttpPatch]
    [ProducesResponseType<WorkOsLinkView>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status400BadRequest)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Edit(string directoryId, [FromBody] WorkOsLinkEdit edit, CancellationToken ct) =>
        Ok(await workOs.EditAsync(directoryId, edit, Origin, ct));

    /// <summary>
    /// Unlinks the directory: webhooks are refused, nothing is pulled, and what was known of it at WorkOS is forgotten. Its users and groups
    /// stay as they are.
    /// </summary>
    [HttpDelete]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Remove(string directoryId, CancellationToken ct)
    {
        await workOs.RemoveAsync(directoryId, ct);
        return NoContent();
    }

    /// <summary>The next secret of the webhooks. The one before is accepted too until the rotation is ended.</summary>
    [HttpPost("secret")]
    [ProducesResponseType<WorkOsLinkView>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status400BadRequest)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    [ProducesResponseType<Problem>(StatusCodes.Status409Conflict)]
    public async Task<IActionResult> Rotate(string directoryId, [FromBody] NewWorkOsSecret secret, CancellationToken ct) =>
        Ok(await workOs.RotateAsync(directoryId, secret, Origin, ct));

    /// <summary>Ends a rotation: the new secret alone is accepted.</summary>
    [HttpDelete("secret/old")]
    [ProducesResponseType<WorkOsLinkView>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> EndRotation(string directoryId, CancellationToken ct) =>
        Ok(await workOs.EndRotationAsync(directoryId, Origin, ct));

    /// <summary>Has the directory read whole now. While a pull is under way, that one is meant.</summary>
    [Needs(ApiRole.Operator)]
    [HttpPost("pull")]
    [ProducesResponseType<WorkOsPullView>(StatusCodes.Status202Accepted)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    [ProducesResponseType<Problem>(StatusCodes.Status409Conflict)]
    public async Task<IActionResult> Pull(string directoryId, CancellationToken ct) =>
        Accepted($"{Origin}/admin/api/directories/{directoryId}/workos", await workOs.PullAsync(directoryId, ct));

    string Origin => $"{Request.Scheme}://{Request.Host}{Request.PathBase}";
}
