using System.Collections.Concurrent;
using System.Globalization;

namespace Orgvue.ScimEndpoint.Benchmarks.Comparing;

/// <summary>What is done with one group of some size, in a directory that is larger.</summary>
sealed class GroupWorkloads(Running server, Load load, Population population)
{
    /// <summary>Users who come and go; they are not among the members otherwise.</summary>
    public const int Spare = 50;

    const int Batch = 1_000;

    public IEnumerable<Cell> Run(int size, int members, int[] connections, double seconds)
    {
        Cell what(string workload, int c) => new("", workload, size, members, c);
        var group = Make(members, out var filled);
        yield return filled with { Users = size };
        var url = $"/Groups/{group}";
        foreach (var c in connections)
        {
            yield return load.Measure(what("group-without-members", c), seconds, (wire, _) =>
                wire.Send("GET", $"{url}?excludedAttributes=members") == 200 && wire.Says(group) && wire.Body.Count < 2_000);
            var spare = new ConcurrentDictionary<Wire, (string Id, bool IsIn)>();
            var given = -1;
            yield return load.Measure(what("member-add-remove", c), seconds * 2, (wire, _) =>
            {
                var (id, isIn) = spare.GetOrAdd(wire, _ => (population.Users[Interlocked.Increment(ref given) % Spare].Id, false));
                spare[wire] = (id, !isIn);
                return wire.Send("PATCH", url, isIn ? Bodies.Remove(id) : Bodies.Add([id])) is 200 or 204;
            });
            // Who was left in the group when the time was over goes.
            using var last = new Wire(server.Base, server.Token);
            foreach (var (id, isIn) in spare.Values)
                if (isIn) last.Send("PATCH", url, Bodies.Remove(id));
        }
        yield return Whole(what("group-whole", 1), url, members, seconds);
        using var end = new Wire(server.Base, server.Token);
        end.Send("DELETE", url);
    }

    /// <summary>A group of so many members, filled by PATCH.</summary>
    public string Make(int members, out Cell filled)
    {
        string? group = null;
        var ids = population.Users.Skip(Spare).Take(members).Select(u => u.Id).Chunk(Batch).ToArray();
        using (var wire = new Wire(server.Base, server.Token))
        {
            if (wire.Send("POST", "/Groups", Bodies.Group($"Group {members}-{population.Another()}")) != 201) throw new InvalidOperationException(wire.Text);
            group = Bodies.IdOf(wire);
        }
        filled = load.Measure(new("", "group-fill", 0, members, 1) { Note = $"operations are PATCHes of {Batch} members" }, 600,
            (wire, n) => wire.Send("PATCH", $"/Groups/{group}", Bodies.Add(ids[n])) is 200 or 204, ids.Length);
        return group;
    }

    Cell Whole(Cell what, string url, int members, double seconds)
    {
        var idle = server.Memory();
        server.ForgetPeak();
        var size = 0;
        var cell = load.Measure(what, seconds, (wire, _) =>
        {
            if (wire.Send("GET", url) != 200) return false;
            // Counted once; a group that nobody changes has the same length each time.
            if (size == 0 && Count(wire.Body, "\"value\":"u8) == members) size = wire.Body.Count;
            return wire.Body.Count == size;
        });
        return cell with
        {
            Peak = server.Peak(),
            Note = string.Create(CultureInfo.InvariantCulture, $"{size} bytes; {idle:F0} MB before"),
        };
    }

    static int Count(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word)
    {
        var count = 0;
        for (int at; (at = text.IndexOf(word)) >= 0; count++) text = text[(at + word.Length)..];
        return count;
    }
}
