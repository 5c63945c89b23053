using System.Security.Cryptography;
using System.Text;

namespace Orgvue.ScimEndpoint.Sync;

/// <summary>What a plan does, as a short text: whoever releases a held run says by it which plan he has seen.</summary>
public static class PlanHash
{
    /// <summary>The same for the same steps on the same accounts, whatever the order; another as soon as any of it differs.</summary>
    public static string Of(SyncPlan plan)
    {
        var text = new StringBuilder();
        foreach (var line in plan.Steps.Select(Line).Order(StringComparer.Ordinal)) text.Append(line).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..32];
    }

    /// <summary>What one step does.</summary>
    internal static string Line(SyncStep step) => step switch
    {
        SyncStep.Create create => $"create {create.UserId} {Quoted(create.Email)} {Roles(create.Roles)}",
        SyncStep.Update update => $"update {Account(update.Account)} {update.UserId} {Quoted(update.Email)} {Roles(update.Roles)}",
        SyncStep.Disable disable => $"disable {Account(disable.Account)} {Roles(disable.Roles)}",
        SyncStep.Keep keep => $"keep {Account(keep.Account)} {Roles(keep.Roles)}",
        SyncStep.Remove remove => $"remove {Account(remove.Account)}",
        _ => throw new ArgumentException($"Unknown step {step.GetType().Name}.", nameof(step)),
    };

    // With the version: what somebody has edited since is not what was looked at.
    static string Account(SyncAccount account) => $"{account.Id}/{account.Version}";

    static string Roles(IReadOnlyList<PlannedRole> roles) => string.Join(' ', roles.OrderBy(r => r.Role, StringComparer.Ordinal)
        .Select(r => $"{Quoted(r.Role)}<{string.Join(',', r.SourceGroups.Order(StringComparer.Ordinal).Select(Quoted))}>"));

    static string Quoted(string text) => System.Text.Json.JsonSerializer.Serialize(text, System.Text.Json.JsonSerializerOptions.Default);
}
