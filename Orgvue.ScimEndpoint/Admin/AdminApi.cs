using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Orgvue.ScimEndpoint.Security;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>What every controller under <c>/admin/api</c> shares: the admin key, JSON, refusals as problems.</summary>
[Authorize(Policies.Admin)]
[Problems]
[Produces("application/json")]
public abstract class AdminApi : ControllerBase;
