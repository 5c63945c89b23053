using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Orgvue.ScimEndpoint.Security;

namespace Orgvue.ScimEndpoint.WorkOs.Api;

/// <summary>What every controller of the emulated WorkOS API shares: its key, JSON, refusals in WorkOS's shape.</summary>
[Authorize(AuthenticationSchemes = Schemes.WorkOs)]
[WorkOsErrors]
[Produces("application/json")]
public abstract class WorkOsApi : ControllerBase;
