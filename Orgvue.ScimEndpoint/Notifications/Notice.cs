using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Notifications;

/// <summary>An event in words for a person, and in JSON for a program.</summary>
public sealed record Notice(string Text, JsonObject Data);

/// <summary>Where something happened.</summary>
/// <param name="Tenant">Null where no tenant is concerned.</param>
public sealed record Place(string DirectoryId, string DirectoryName, OrgvueEnvironment Environment, string? Tenant)
{
    string Stage => Environment == OrgvueEnvironment.Staging ? "staging" : "production";

    public JsonObject ToJson() => new()
    {
        ["directoryId"] = DirectoryId, ["directoryName"] = DirectoryName, ["environment"] = Stage, ["tenantId"] = Tenant,
    };

    public override string ToString() => Tenant is null
        ? $"directory {Words.Short(DirectoryName)} ({Stage})"
        : $"tenant {Tenant} (directory {Words.Short(DirectoryName)}, {Stage})";
}

/// <summary>How what others named is written in a sentence: on one line, and not too long.</summary>
static class Words
{
    const int Most = 80;

    public static string Short(string text, int most = Most)
    {
        var line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        return line.Length <= most ? line : line[..(char.IsHighSurrogate(line[most - 1]) ? most - 1 : most)] + "…";
    }

    /// <summary><c>1 user</c>, <c>2 users</c>.</summary>
    public static string Count(int number, string thing) => number == 1 ? $"1 {thing}" : $"{number} {thing}s";
}
