using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;
using Orgvue.ScimEndpoint.Security;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>
/// What every controller under <c>/admin/api</c> shares: the admin key, JSON, refusals as problems. An administrator may wait: a run of a million users that he asks for takes minutes.
/// </summary>
[Authorize(Policies.Admin)]
[Problems]
[DisableRequestTimeout]
[Produces("application/json")]
public abstract class AdminApi : ControllerBase;
