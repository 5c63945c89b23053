using System.Text.Json;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Conformance.Running;

namespace Orgvue.ScimEndpoint.Conformance.Simulating;

/// <summary>Reads everything of the run back and compares it with what the identity provider believes.</summary>
sealed class ReadBack(HttpClient scim, Population population, bool withGroups, TimeProvider clock)
{
    const int AtOnce = 4;

    static readonly Dictionary<string, string?> NoHeaders = [];

    readonly Line _line = new(scim, null, clock, new Traffic());

    public int Compared => population.People.Count + (withGroups ? population.Teams.Count : 0);

    /// <summary>What is not as it should be, a sentence each.</summary>
    public async Task<IReadOnlyList<string>> Mismatches(CancellationToken ct)
    {
        var users = await All(population.People, Of, ct);
        return [.. users, .. withGroups ? await All(population.Teams, Of, ct) : []];
    }

    static async Task<IReadOnlyList<string>> All<T>(
        IReadOnlyList<T> list, Func<T, CancellationToken, Task<string?>> compare, CancellationToken ct)
    {
        var found = new string?[list.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct };
        await Parallel.ForAsync(0, list.Count, options, async (i, cancel) => found[i] = await compare(list[i], cancel));
        return [.. found.OfType<string>()];
    }

    async Task<string?> Of(Person person, CancellationToken ct)
    {
        if (person.Id is null) return $"{person.UserName} was never created.";
        var answer = await Get($"/Users/{person.Id}", ct);
        if (person.Deleted) return answer.Status == 404 ? null : $"{person.UserName} was deleted, but reading it gives {answer.Status}.";
        if (answer.Status != 200) return $"{person.UserName} cannot be read: {answer.Status}.";
        var differences =
            from expected in (IEnumerable<(string Path, JsonNode Value)>)[
                ("$.userName", person.UserName), ("$.active", person.Active), ("$.displayName", person.DisplayName),
                ("$.name.familyName", person.Family), ("$.title", person.Title)]
            let got = JsonPath.Parse(expected.Path).In(answer.Json) is [var first, ..] ? first : null
            where !JsonNode.DeepEquals(got, expected.Value)
            select $"{expected.Path[2..]} is {Shown(got)}, not {Shown(expected.Value)}";
        return string.Join(", ", differences) is { Length: > 0 } all ? $"{person.UserName}: {all}." : null;
    }

    // Whether a deleted user is still named in a group is left open (RFC 7644 3.6 is silent), and other people are none of our business.
    async Task<string?> Of(Team team, CancellationToken ct)
    {
        if (team.Id is null) return $"{team.Name} was never created.";
        var answer = await Get($"/Groups/{team.Id}", ct);
        if (answer.Status != 200) return $"{team.Name} cannot be read: {answer.Status}.";
        var ours = population.People.Where(p => p is { Id: not null, Deleted: false }).ToDictionary(p => p.Id!);
        var members = JsonPath.Parse("$.members[*].value").In(answer.Json)
            .Where(m => m.GetValueKind() == JsonValueKind.String).Select(m => m.GetValue<string>()).ToHashSet();
        var missing = team.Members.Count(p => !p.Deleted && !members.Contains(p.Id!));
        var extra = ours.Count(p => members.Contains(p.Key) && !team.Members.Contains(p.Value));
        return missing + extra == 0 ? null : $"{team.Name}: {missing} members missing, {extra} too many.";
    }

    static string Shown(JsonNode? node) => node?.ToJsonString(Line.AsClientsWrite) ?? "absent";

    Task<Answer> Get(string path, CancellationToken ct) =>
        _line.Send(new Letter("read back", "GET", path, NoHeaders, null, [200, 404], Line.AsTold), ct);
}
