using System.Collections.Concurrent;

namespace Orgvue.ScimEndpoint.Benchmarks.Comparing;

/// <summary>What is done with users, in a directory of some size.</summary>
sealed class UserWorkloads(Load load, Population population)
{
    // Walks through the directory with steps that meet everybody, so that no cache of the last few answers helps.
    const int Step = 7_919;
    const int Deletes = 120;

    int _turned = -1;

    public IEnumerable<Cell> Run(int size, int connections, double seconds, string? group = null)
    {
        Cell what(string workload) => new("", workload, size, 0, connections);
        var users = population.Users;
        (string Id, int Number) nth(int n) => users[(int)((long)n * Step % users.Count)];

        yield return load.Measure(what("get"), seconds, (wire, n) => nth(n).Id is var id && wire.Send("GET", $"/Users/{id}") == 200 && wire.Says(id));
        yield return load.Measure(what("filter-hit"), seconds, (wire, n) => wire.Send("GET", Bodies.Find(nth(n).Number)) == 200 && wire.Says(nth(n).Id));
        yield return load.Measure(what("filter-miss"), seconds, (wire, n) =>
            wire.Send("GET", Bodies.Find(-1 - n)) == 200 && wire.Says("\"totalResults\":0"));
        yield return load.Measure(what("list-first"), seconds, (wire, _) =>
            wire.Send("GET", Bodies.Page(1)) == 200 && wire.Says("\"itemsPerPage\":100") && wire.Says($"\"totalResults\":{users.Count}"));
        yield return load.Measure(what("list-deep"), seconds, (wire, n) => users.Count - 100 - n % 50 is var start
            && wire.Send("GET", Bodies.Page(start)) == 200 && wire.Says("\"itemsPerPage\":100") && wire.Says($"\"startIndex\":{start}"));
        if (group is not null)
            yield return load.Measure(what("group-without-members"), seconds, (wire, _) =>
                wire.Send("GET", $"/Groups/{group}?excludedAttributes=members") == 200 && wire.Says(group));
        // Everybody is turned off, then everybody on, so that each request changes something.
        yield return load.Measure(what("patch-active"), seconds, (wire, _) =>
        {
            var turn = Interlocked.Increment(ref _turned);
            return wire.Send("PATCH", $"/Users/{users[turn % users.Count].Id}", Bodies.Active(turn / users.Count % 2 == 1)) is 200 or 204;
        });
        var made = new ConcurrentQueue<string>();
        yield return load.Measure(what("create"), seconds, (wire, _) =>
        {
            if (wire.Send("POST", "/Users", Bodies.User(population.Another())) != 201) return false;
            made.Enqueue(Bodies.IdOf(wire));
            return true;
        });
        // All of them, so that the directory is as large as before.
        yield return load.Measure(what("delete"), Deletes, (wire, _) => made.TryDequeue(out var id) && wire.Send("DELETE", $"/Users/{id}") == 204, made.Count);
    }
}
