using Orgvue.ScimEndpoint.Conformance.Running;

namespace Orgvue.ScimEndpoint.Conformance.Simulating;

/// <summary>What is to be played.</summary>
public sealed record Script(string Idp, int Users, int Groups, int Seed, string GroupPrefix, double? Rate, bool CleanUp);

/// <summary>How it went. Took is the play without the reading back.</summary>
public sealed record Outcome(
    Script Script, string Url, Traffic Traffic, TimeSpan Took, int Users, int Active, int Groups, int Memberships,
    int Compared, IReadOnlyList<string> Mismatches, int? CleanedUp)
{
    public bool IsGood => Traffic.Surprises.Count == 0 && Mismatches.Count == 0;
}

/// <summary>Plays an identity provider's part in front of a server.</summary>
public sealed class Simulation(HttpClient scim, Script script, TimeProvider clock)
{
    readonly Traffic _traffic = new();

    /// <summary>Null when the server gave no answer at all to begin with.</summary>
    public async Task<Outcome?> PlayAsync(Func<int, Progress> progressOf, CancellationToken ct)
    {
        var population = new Population(script.Seed, script.Users, script.Groups, script.GroupPrefix);
        var line = new Line(scim, script.Rate is { } rate ? new TokenBucket(rate, clock) : null, clock, _traffic);
        var idp = Idp.All[script.Idp](line, population);
        var chapters = new Story(idp, population).Chapters;
        var progress = progressOf(chapters.Sum(c => c.Moves.Count));
        var began = clock.GetTimestamp();
        foreach (var chapter in chapters)
        {
            await Play(chapter, progress, ct);
            if (_traffic.Surprises.Count == _traffic.Requests && _traffic.Surprises.All(s => s.Status == 0)) return null;
        }
        progress.Close();
        var took = clock.GetElapsedTime(began);

        var readBack = new ReadBack(scim, population, idp.HasGroups, clock);
        var mismatches = await readBack.Mismatches(ct);
        var cleaned = script.CleanUp ? await CleanUp(population, ct) : default((int Gone, int Left)?);
        if (cleaned is { Left: > 0 } some) mismatches = [.. mismatches, $"{some.Left} users and groups could not be cleaned up."];
        var there = population.People.Where(p => p is { Id: not null, Deleted: false }).ToList();
        return new Outcome(
            script, scim.BaseAddress!.AbsoluteUri, _traffic, took, there.Count, there.Count(p => p.Active),
            population.Teams.Count(t => t.Id is not null), population.Teams.Sum(t => t.Members.Count(p => !p.Deleted)),
            readBack.Compared, mismatches, cleaned?.Gone);
    }

    async Task Play(Chapter chapter, Progress progress, CancellationToken ct)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = chapter.AtOnce, CancellationToken = ct };
        await Parallel.ForEachAsync(chapter.Moves, options, async (move, cancel) =>
        {
            var before = _traffic.Surprises.Count;
            progress.Begin(chapter.Title);
            await move(cancel);
            progress.End(chapter.Title, _traffic.Surprises.Count > before);
        });
    }

    // Groups first: whoever is deleted then has nothing to be taken out of. Not part of the play, so it counts for itself.
    async Task<(int Gone, int Left)> CleanUp(Population population, CancellationToken ct)
    {
        List<string> paths =
        [
            .. population.Teams.Where(t => t is { Id: not null, Adopted: false }).Select(t => $"/Groups/{t.Id}"),
            .. population.People.Where(p => p is { Id: not null, Deleted: false, Adopted: false }).Select(p => $"/Users/{p.Id}"),
        ];
        var line = new Line(scim, null, clock, new Traffic());
        var gone = 0;
        foreach (var path in paths)
        {
            var letter = new Letter("clean up", "DELETE", path, new Dictionary<string, string?>(), null, [204, 404], Line.AsTold);
            if ((await line.Send(letter, ct)).Status is 204 or 404) gone++;
        }
        return (gone, paths.Count - gone);
    }
}
