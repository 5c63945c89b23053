using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Tests.Storage;

/// <summary>Reads the audit trail of a host.</summary>
static class Trail
{
    public static Task<List<AuditEntry>> EntriesAsync(this Host host) => host.Store.ReadAsync(db => db.Audit.AsNoTracking().OrderBy(a => a.Id).ToListAsync());

    /// <summary>What the work leaves in the trail, oldest first.</summary>
    public static async Task<List<AuditEntry>> ToldAsync(this Host host, Func<Task> work)
    {
        var before = (await host.EntriesAsync()).Select(e => e.Id).ToHashSet();
        await work();
        return [.. (await host.EntriesAsync()).Where(e => !before.Contains(e.Id))];
    }

    /// <summary>The same in words, in any order: <c>Created User ada@contoso.example</c>.</summary>
    public static async Task<IEnumerable<string>> WordsAsync(this Host host, Func<Task> work) => Words(await host.ToldAsync(work));

    public static IEnumerable<string> Words(IEnumerable<AuditEntry> entries) => entries.Select(e => $"{e.Action} {e.Subject} {e.Name}".TrimEnd()).Order(StringComparer.Ordinal);

    public static string Roles(string? account) =>
        account is null ? "none" : string.Join(' ', JsonNode.Parse(account)!["roles"]!.AsArray().Select(r => (string)r!["role"]!));
}
