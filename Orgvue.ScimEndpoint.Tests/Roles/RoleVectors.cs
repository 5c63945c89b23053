using System.Text.Json;
using Orgvue.ScimEndpoint.Roles;

namespace Orgvue.ScimEndpoint.Tests.Roles;

public sealed record GroupVector(string Config, string Group, string Status, string? Tenant, string? Role);

public sealed record Expectation(bool Ok, IReadOnlyList<string> Roles, string? Failure);

public sealed record UserVector(string Id, string Config, IReadOnlyList<string> Groups, IReadOnlyDictionary<string, Expectation> Expect);

/// <summary>The vectors of <c>role-mapping-vectors.json</c>.</summary>
static class RoleVectors
{
    sealed record Config(string Tenant, string Prefix, string Mode);

    sealed record Vectors(Dictionary<string, Config[]> Configs, GroupVector[] GroupVectors, UserVector[] UserVectors);

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    static readonly Vectors All = JsonSerializer.Deserialize<Vectors>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", "role-mapping-vectors.json")), Json)!;

    public static IReadOnlyList<GroupVector> Groups => All.GroupVectors;
    public static IReadOnlyList<UserVector> Users => All.UserVectors;

    public static IReadOnlyList<RoleSource> Sources(string config) =>
    [
        .. All.Configs[config].Select(source => new RoleSource(
            source.Tenant, source.Mode == "multi" ? TenantMode.MultiTenant : TenantMode.SingleTenant, source.Prefix))
    ];
}
