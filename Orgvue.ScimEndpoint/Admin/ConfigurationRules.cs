using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Roles;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>Rules M2, M5 and M9 at the door: which configurations may stand beside each other.</summary>
static class ConfigurationRules
{
    public const string DefaultPrefix = "IAMAPP_Orgvue_SCIM_";

    public static RoleSource Source(string tenant, ConfigurationMode mode, string prefix) => new(tenant,
        mode == ConfigurationMode.SingleTenant ? TenantMode.SingleTenant : TenantMode.MultiTenant, prefix);

    /// <summary>Refuses a directory's enabled configurations when two of them cannot stand together: 409 with the rule's code.</summary>
    public static void Refuse(IReadOnlyList<RoleSource> enabled)
    {
        if (SourceRules.ProblemsOf(enabled).FirstOrDefault(p => p.Severity == SourceSeverity.Error) is not { } problem) return;
        var conflict = problem.Code is SourceProblemCode.PrefixConflict or SourceProblemCode.TenantConflict or SourceProblemCode.SingleTenantConflict;
        throw new RefusalException(conflict ? StatusCodes.Status409Conflict : StatusCodes.Status400BadRequest, problem.Code.ToString(), problem.Message,
            new FieldError(Field(problem.Code), problem.Rule, problem.Message));
    }

    public static IReadOnlyList<SyncWarning> Warnings(IReadOnlyList<RoleSource> enabled) =>
        [.. SourceRules.ProblemsOf(enabled).Where(p => p.Severity == SourceSeverity.Warning).Select(p => new SyncWarning(p.Code.ToString(), p.Message))];

    /// <summary>
    /// Refuses a second enabled configuration of a tenant, whichever directory has the first (M9). Asked before anything is written: the
    /// in-memory store takes nothing back.
    /// </summary>
    public static async Task RefuseTakenAsync(ScimDb db, string tenant, OrgvueEnvironment environment, Guid? except, CancellationToken ct)
    {
        if (!await db.Configurations.AnyAsync(
                c => c.Tenant!.TenantId == tenant && c.Tenant.Environment == environment && c.Enabled && c.Id != except, ct)) return;
        var message = $"The tenant {tenant} already has an enabled configuration; it may have one.";
        throw new RefusalException(StatusCodes.Status409Conflict, nameof(SourceProblemCode.TenantConflict), message,
            new FieldError("tenantId", "M9", message));
    }

    /// <summary>The tenant of this id in the environment; made when it is new. A tenant is only ever made by an administrator (M6).</summary>
    public static async Task<Tenant> TenantAsync(ScimDb db, string id, OrgvueEnvironment environment, TimeProvider clock, CancellationToken ct) =>
        await db.Tenants.SingleOrDefaultAsync(t => t.Environment == environment && t.TenantId == id, ct)
        ?? db.Add(new Tenant { TenantId = id, Environment = environment, CreatedAt = clock.GetUtcNow() }).Entity;

    static string Field(SourceProblemCode code) => code switch
    {
        SourceProblemCode.InvalidTenantId or SourceProblemCode.TenantConflict => "tenantId",
        SourceProblemCode.SingleTenantConflict => "mode",
        _ => "groupPrefix",
    };
}
