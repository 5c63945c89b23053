using Microsoft.AspNetCore.Mvc;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>
/// What is to go wrong on the emulated WorkOS side, so that a receiver can be seen to stand it. In Development alone, in memory alone:
/// elsewhere these addresses do not exist, and a restart ends what was set.
/// </summary>
[Route("admin/api/workos/faults")]
[Tags("Admin: WorkOS")]
public sealed class FaultsController(FaultDesk faults) : AdminApi
{
    /// <summary>The faults that are set, how often each has happened, and what was injected since the server started.</summary>
    [HttpGet]
    [ProducesResponseType<FaultsView>(StatusCodes.Status200OK)]
    public IActionResult Get() => Ok(faults.Show());

    /// <summary>Sets faults, in the place of those that were set before.</summary>
    [HttpPut]
    [ProducesResponseType<FaultsView>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status400BadRequest)]
    public IActionResult Put([FromBody] FaultsWish wish) => Ok(faults.Set(wish));

    /// <summary>Ends all faults. What was delayed meanwhile still comes later.</summary>
    [HttpDelete]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    public IActionResult Clear()
    {
        faults.Clear();
        return NoContent();
    }
}
