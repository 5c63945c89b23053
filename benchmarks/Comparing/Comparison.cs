using System.Globalization;

namespace Orgvue.ScimEndpoint.Benchmarks.Comparing;

/// <summary>The whole comparison: one server after the other, each with every workload.</summary>
static class Comparison
{
    const int Starts = 5, SmallGroup = 100;
    static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync(ComparisonOptions options, TextWriter console)
    {
        Linux.TakeClientCore();
        using var contestants = new Contestants(options);
        if (options.Short) return await Guard.RunAsync(contestants, options, console);
        using var sheet = new Sheet(options.Out, console);
        foreach (var name in options.Servers)
            if (contestants.Of(name) is { } contestant)
                try
                {
                    await MeasureAsync(contestant, options, sheet);
                }
                catch (InvalidOperationException e)
                {
                    // The others are still worth measuring.
                    sheet.Add(new(name, "failed", 0, 0, 0) { Errors = 1, Note = e.Message.ReplaceLineEndings(" ").Replace('"', '\'') });
                }
        sheet.Summarise();
        return sheet.Errors == 0 ? 0 : 1;
    }

    static async Task MeasureAsync(Contestant contestant, ComparisonOptions options, Sheet sheet)
    {
        string token, user;
        Uri root;
        int reached;
        using (var server = await Running.StartAsync(contestant))
        {
            (root, token) = (server.Base, server.Token);
            var population = new Population(server);
            var load = new Load(server, contestant.Name);
            var (users, groups) = (new UserWorkloads(load, population), new GroupWorkloads(server, load, population));
            Warm(population, users, groups, out var group);
            await Task.Delay(Settling, TimeProvider.System);
            sheet.Add(new(contestant.Name, "memory", population.Users.Count, 0, 0) { Memory = server.Memory(), Note = "idle, warm" });
            var size = 0;
            foreach (var wanted in options.Sizes)
            {
                var full = population.Grow(wanted, options.Patience) >= wanted;
                size = full ? wanted : population.Users.Count;
                await Task.Delay(Settling, TimeProvider.System);
                sheet.Add(new(contestant.Name, "memory", size, 0, 0) { Memory = server.Memory(), Note = full ? "" : $"did not reach {wanted} in time" });
                foreach (var connections in options.Connections)
                    foreach (var cell in users.Run(size, connections, options.Seconds, group)) sheet.Add(cell);
                if (!full) break;
            }
            foreach (var members in options.Groups.Where(m => contestant.LargeGroups || m <= 10_000))
                if (population.Grow(Math.Max(size, Math.Min(members, size) + GroupWorkloads.Spare), options.Patience) >= members + GroupWorkloads.Spare)
                    foreach (var cell in groups.Run(size, members, options.Connections, options.Seconds)) sheet.Add(cell);
            sheet.Add(new(contestant.Name, "memory", size, 0, 0) { Memory = server.Memory(), Note = "at the end" });
            (user, reached) = (population.Users[0].Id, size);
        }
        Start(contestant, root, token, user, reached, sheet);
    }

    // Enough of each request that the code of all is compiled, and the memory is that of a server that has worked.
    static void Warm(Population population, UserWorkloads users, GroupWorkloads groups, out string group)
    {
        population.Grow(SmallGroup + 2 * GroupWorkloads.Spare, 60);
        group = groups.Make(SmallGroup, out _);
        foreach (var _ in users.Run(population.Users.Count, 2, 0.5, group)) { }
        foreach (var _ in groups.Run(population.Users.Count, SmallGroup, [2], 0.5)) { }
    }

    static void Start(Contestant contestant, Uri root, string token, string user, int users, Sheet sheet)
    {
        var times = Enumerable.Range(0, Starts).Select(_ => contestant.Durable
            ? Running.FirstAnswer(contestant, root, token, $"/Users/{user}")
            : Running.FirstAnswer(contestant, contestant.Base, contestant.AdminKey ?? token, contestant.Ready)).OrderBy(t => t.Elapsed).ToList();
        sheet.Add(new(contestant.Name, "start", contestant.Durable ? users : 0, 0, 0)
        {
            Operations = Starts, P50 = times[Starts / 2].Elapsed, P99 = times[^1].Elapsed, ServerCpu = times.Min(t => t.Cpu),
            Note = string.Create(CultureInfo.InvariantCulture, $"first 200 after {times[0].Elapsed:F0} ms at best, {times[Starts / 2].Elapsed:F0} in the middle of {Starts}; processor at least {times.Min(t => t.Cpu):F0} ms"),
        });
    }
}
