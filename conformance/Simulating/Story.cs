namespace Orgvue.ScimEndpoint.Conformance.Simulating;

/// <summary>A chapter: what it is, how many of its moves go on at the same time, and the moves.</summary>
sealed record Chapter(string Title, int AtOnce, IReadOnlyList<Func<CancellationToken, Task>> Moves);

/// <summary>
/// A life of a directory in short: everybody is created, groups are filled, some people change, some are disabled, some of those come back,
/// some marry, some leave a group, some leave for good. Who it is follows from the seed.
/// </summary>
sealed class Story(Idp idp, Population population)
{
    const int Updated = 20;
    const int Disabled = 10;
    const int Renamed = 5;
    const int Leaving = 5;
    const int Deleted = 5;

    public IReadOnlyList<Chapter> Chapters { get; } = Written(idp, population);

    static IReadOnlyList<Chapter> Written(Idp idp, Population population)
    {
        var left = population.Shuffled();
        var boss = left.FirstOrDefault();
        if (boss is not null) left.Remove(boss);
        var disabled = population.Pick(left, Disabled);
        var renamed = population.Pick(left, Renamed);
        var deleted = population.Pick(left, Deleted);
        var updated = population.Pick(left, Updated);
        var teams = idp.HasGroups ? population.Teams : [];
        return
        [
            new("connect", 1, [idp.Connect]),
            Of("create users", idp.AtOnce, population.People, idp.Create),
            Of("create groups", 1, teams, idp.Create),
            Of("add members", 1, teams, (team, ct) => Join(idp, team, population.Wanted[team], ct)),
            Of("update users", idp.AtOnce, updated, (person, ct) =>
            {
                (person.Title, person.Department, person.Manager) = ($"Senior {person.Title}", $"{person.Department} II", boss);
                return idp.Update(person, ct);
            }, Known),
            Of("disable users", idp.AtOnce, disabled, (person, ct) => SetActive(idp, person, false, ct), Known),
            Of("restore users", idp.AtOnce, [.. disabled.Take(disabled.Count / 2)], (person, ct) =>
                SetActive(idp, person, true, ct), Known),
            Of("rename users", idp.AtOnce, renamed, (person, ct) =>
            {
                person.Family = $"{person.Family}-Hopper";
                person.DisplayName = $"{person.Given} {person.Family}";
                person.UserName = person.UserName.Replace("@", ".hopper@", StringComparison.Ordinal);
                return idp.Rename(person, ct);
            }, Known),
            Of("remove members", 1, [.. teams.Skip(2)], (team, ct) => Leave(idp, team, Leaving, ct)),
            Of("delete users", idp.AtOnce, deleted, (person, ct) =>
            {
                if (!idp.DeletesUsers) return SetActive(idp, person, false, ct);
                person.Deleted = true;
                return idp.Delete(person, ct);
            }, Known),
        ];
    }

    // Whoever could not be created has no further part in it: the read-back tells of them.
    static bool Known(Person person) => person.Id is not null;

    static Chapter Of<T>(
        string title, int atOnce, IReadOnlyList<T> whom, Func<T, CancellationToken, Task> move, Func<T, bool>? can = null) =>
        new(title, atOnce,
            [.. whom.Select(one => (Func<CancellationToken, Task>)(ct => can?.Invoke(one) == false ? Task.CompletedTask : move(one, ct)))]);

    static Task SetActive(Idp idp, Person person, bool active, CancellationToken ct)
    {
        person.Active = active;
        return idp.SetActive(person, ct);
    }

    static Task Join(Idp idp, Team team, IReadOnlyList<Person> wanted, CancellationToken ct)
    {
        if (team.Id is null) return Task.CompletedTask;
        team.Members.AddRange(wanted.Where(Known));
        return team.Members.Count == 0 ? Task.CompletedTask : idp.Join(team, [.. team.Members], ct);
    }

    static Task Leave(Idp idp, Team team, int percent, CancellationToken ct)
    {
        var leaving = team.Members.TakeLast(Math.Max(1, team.Members.Count * percent / 100)).ToList();
        if (team.Id is null || leaving.Count == 0) return Task.CompletedTask;
        foreach (var person in leaving) team.Members.Remove(person);
        return idp.Leave(team, leaving, ct);
    }
}
