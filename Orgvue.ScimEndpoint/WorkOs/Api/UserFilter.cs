using Microsoft.AspNetCore.Mvc;

namespace Orgvue.ScimEndpoint.WorkOs.Api;

/// <summary>Which users are asked for.</summary>
public sealed class UserFilter
{
    /// <summary>Those of this directory.</summary>
    [FromQuery(Name = "directory")]
    public string? Directory { get; set; }

    /// <summary>Those who are direct members of this group.</summary>
    [FromQuery(Name = "group")]
    public string? Group { get; set; }

    /// <summary>The one whom the identity provider knows by this; with a directory.</summary>
    [FromQuery(Name = "idp_id")]
    public string? IdpId { get; set; }

    /// <summary>Those with this e-mail, ignoring case; with a directory.</summary>
    [FromQuery(Name = "email")]
    public string? Email { get; set; }

    internal void Check(ParameterChecks checks)
    {
        if (Directory is null && Group is null) checks.Add("directory", "directory_or_group_required", "Give a directory or a group.");
        if (Directory is null && IdpId is not null) checks.Add("idp_id", "directory_required", "Only with a directory.");
        if (Directory is null && Email is not null) checks.Add("email", "directory_required", "Only with a directory.");
    }
}
