using System.Text;
using System.Text.Json;
using Orgvue.ScimEndpoint.WorkOs.In;

namespace Orgvue.ScimEndpoint.Tests.WorkOs.Receiving;

/// <summary>
/// One life of a directory at WorkOS and one way in which it may be heard of: some events late, some twice, in any order, some never; and
/// pulls in between, the last of which may come after everything else.
/// </summary>
sealed class Interleaving
{
    public Interleaving(int seed, int most)
    {
        var dice = new Random(seed);
        var remote = new Remote(dice) { Fast = dice.Next(4) == 0 };
        RemoveDeletedUsers = dice.Next(4) == 0;
        var (steps, loses) = (dice.Next(3, most), dice.Next(3) > 0);
        var heard = new List<(Delivery Delivery, double At)>();
        var (events, pulls) = (0, 0);
        for (var n = 0; n < steps; n++)
        {
            remote.Step();
            for (; events < remote.Events.Count; events++)
            {
                if (loses && dice.Next(4) == 0) continue;
                for (var times = dice.Next(5) == 0 ? 2 : 1; times > 0; times--) heard.Add((new Delivery.Webhook(remote.Events[events]), n + Delay(dice)));
            }
            if (loses && dice.Next(12) == 0) heard.Add((new Delivery.Pull(++pulls, remote.Lists()), n + Delay(dice)));
        }
        EndsWithPull = loses;
        if (loses) heard.Add((new Delivery.Pull(++pulls, (Last = remote.Lists())), dice.Next(3) == 0 ? dice.Next(steps) : steps + 100));
        Deliveries = [.. heard.OrderBy(h => h.At).Select(h => h.Delivery)];
        Dice = dice;
        Exact = !remote.Fast;
    }

    public IReadOnlyList<Delivery> Deliveries { get; }

    public bool RemoveDeletedUsers { get; }

    /// <summary>Whether everything that was lost can be known from a pull.</summary>
    public bool EndsWithPull { get; }

    /// <summary>Whether no two things happened in one millisecond.</summary>
    public bool Exact { get; }

    /// <summary>What the last pull showed: how it is at WorkOS in the end.</summary>
    public RemoteLists? Last { get; }

    /// <summary>For whatever else is left to chance.</summary>
    public Random Dice { get; }

    /// <summary>The lines that the directory should show, as the naive model has it.</summary>
    public List<string> Expected()
    {
        var naive = new NaiveDirectory { RemoveDeletedUsers = RemoveDeletedUsers };
        foreach (var delivery in Deliveries)
            if (delivery is Delivery.Pull pull) naive.Hear(pull.Lists);
            else naive.Hear(((Delivery.Webhook)delivery).Body);
        return naive.Shown();
    }

    /// <summary>What a directory shows that knows the last lists and nothing else: whatever is at WorkOS, shown as it is.</summary>
    public List<string> Truth()
    {
        var naive = new NaiveDirectory { RemoveDeletedUsers = true };
        naive.Hear(Last!);
        return naive.Shown();
    }

    static double Delay(Random dice) => dice.Next(3) == 0 ? dice.Next(60) : dice.NextDouble();
}

/// <summary>What arrives at once.</summary>
abstract record Delivery
{
    public sealed record Webhook(string Body) : Delivery;

    public sealed record Pull(int Number, RemoteLists Lists) : Delivery;

    public IReadOnlyList<Statement> Statements() => this switch
    {
        Webhook webhook => Event.Read(Encoding.UTF8.GetBytes(webhook.Body)).Statements,
        Pull pull =>
        [
            .. pull.Lists.Groups.Select(g => Objects.ListedGroup(Json(g), pull.Lists.At)),
            .. pull.Lists.Users.Select(u => Objects.ListedUser(Json(u), pull.Lists.At)),
            .. pull.Lists.Members.Select(m => Objects.ListedMembership(m.Group, m.User, pull.Lists.At)),
        ],
        _ => throw new InvalidOperationException(),
    };

    static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
