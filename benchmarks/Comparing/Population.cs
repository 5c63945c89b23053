using System.Collections.Concurrent;
using System.Diagnostics;

namespace Orgvue.ScimEndpoint.Benchmarks.Comparing;

/// <summary>The users that a server was given, each known by the number in its userName.</summary>
sealed class Population(Running server)
{
    const int Connections = 8;

    int _next = -1;

    /// <summary>Ids and numbers, in no order that means anything.</summary>
    public List<(string Id, int Number)> Users { get; } = [];

    /// <summary>A number that no user has yet.</summary>
    public int Another() => Interlocked.Increment(ref _next);

    /// <summary>Creates users until there are so many, or the time is over; returns how many there are.</summary>
    public int Grow(int users, double patience)
    {
        var until = Stopwatch.StartNew();
        var (missing, made, trouble) = (users - Users.Count, new ConcurrentBag<(string, int)>(), (string?)null);
        var threads = Enumerable.Range(0, Connections).Select(_ => new Thread(() =>
        {
            using var wire = new Wire(server.Base, server.Token);
            try
            {
                while (trouble is null && until.Elapsed.TotalSeconds < patience && Interlocked.Decrement(ref missing) >= 0)
                {
                    var number = Another();
                    if (wire.Send("POST", "/Users", Bodies.User(number)) != 201) trouble = wire.Text;
                    else made.Add((Bodies.IdOf(wire), number));
                }
            }
            catch (Exception e) when (e is System.Net.Sockets.SocketException or InvalidOperationException)
            {
                trouble = e.Message;
            }
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        Users.AddRange(made);
        return trouble is null ? Users.Count : throw new InvalidOperationException($"A user was not created: {trouble}");
    }
}
