namespace Orgvue.ScimEndpoint.Conformance.Simulating;

/// <summary>People and groups, the same for the same seed.</summary>
sealed class Population
{
    // Of a hundred: administrators, and those in neither platform group, whom a sync has to refuse.
    const int Administrators = 5;
    public const int Outsiders = 2;

    readonly Random _random;

    public Population(int seed, int users, int groups, string prefix)
    {
        _random = new Random(seed);
        People = [.. Enumerable.Range(1, users).Select(n => NewPerson(seed, n))];
        Teams = [.. Enumerable.Range(0, groups).Select(n => new Team { Name = prefix + RoleName(n), ExternalId = Uuid() })];
        Wanted = Teams.ToDictionary(t => t, _ => new List<Person>());
        foreach (var (index, person) in People.Index()) Place(person, index);
    }

    public IReadOnlyList<Person> People { get; }
    public IReadOnlyList<Team> Teams { get; }

    /// <summary>Who is to join which group.</summary>
    public IReadOnlyDictionary<Team, List<Person>> Wanted { get; }

    public string Uuid()
    {
        var bytes = new byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }

    /// <summary>So many of a hundred, at least one if there are ten; taken out of those given, so that nobody is picked twice.</summary>
    public IReadOnlyList<Person> Pick(List<Person> from, int percent)
    {
        var count = Math.Min(from.Count, Math.Max(People.Count * percent / 100, People.Count >= 10 ? 1 : 0));
        var picked = from[..count];
        from.RemoveRange(0, count);
        return picked;
    }

    public List<Person> Shuffled()
    {
        var all = People.ToArray();
        _random.Shuffle(all);
        return [.. all];
    }

    public string Another(IReadOnlyList<string> list, string than)
    {
        var others = list.Where(l => l != than).ToList();
        return others[_random.Next(others.Count)];
    }

    void Place(Person person, int index)
    {
        var platform = index == 9 || _random.Next(100) < Outsiders ? -1 : _random.Next(100) < Administrators ? 1 : 0;
        if (platform >= 0 && Teams.Count > 0) Wanted[Teams[Math.Min(platform, Teams.Count - 1)]].Add(person);
        for (var extra = _random.Next(3); Teams.Count > 2 && extra > 0; extra--)
            if (Wanted[Teams[_random.Next(2, Teams.Count)]] is var group && !group.Contains(person)) group.Add(person);
    }

    Person NewPerson(int seed, int n)
    {
        var (given, family) = (Names.Given[_random.Next(Names.Given.Count)], Names.Family[_random.Next(Names.Family.Count)]);
        var ornament = _random.Next(12) == 0 ? Names.Ornaments[_random.Next(Names.Ornaments.Count)] : "";
        return new Person
        {
            UserName = $"{given.Mail}.{family.Mail}.{n}-{seed:x}@contoso.example",
            Given = given.Shown,
            Family = family.Shown,
            DisplayName = $"{given.Shown} {family.Shown}{ornament}",
            ExternalId = Uuid(),
            Password = $"Pw-{_random.Next(100_000, 999_999)}-{_random.Next(100_000, 999_999)}",
            Title = Names.Titles[_random.Next(Names.Titles.Count)],
            Department = Names.Departments[_random.Next(Names.Departments.Count)],
        };
    }

    static string RoleName(int n) => n < Names.Roles.Count ? Names.Roles[n] : $"Role_{n + 1:000}";
}
