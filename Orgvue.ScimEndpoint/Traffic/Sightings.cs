using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Clients;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Traffic;

/// <summary>
/// Counts which clients called and how they left the RFC: in memory, and every few seconds in the database, where the counts of all nodes
/// add up.
/// </summary>
public sealed class Sightings(Store store)
{
    readonly Lock _lock = new();
    Counts _counts = new();

    public void Note(int directory, Client client, string? userAgent, IEnumerable<Deviation> deviations, DateTimeOffset at)
    {
        lock (_lock)
        {
            _counts.Clients[(directory, client.Name)] = Seen.Once(at, client.Evidence, userAgent)
                .After(_counts.Clients.GetValueOrDefault((directory, client.Name)));
            foreach (var deviation in deviations)
                _counts.Deviations[(directory, deviation.Name, client.Name)] = Seen.Once(at)
                    .After(_counts.Deviations.GetValueOrDefault((directory, deviation.Name, client.Name)));
        }
    }

    /// <summary>Writes what was counted, in one transaction; what cannot be written is kept for the next time.</summary>
    public async Task FlushAsync(CancellationToken ct)
    {
        Counts taken;
        lock (_lock)
        {
            if (_counts.Clients.Count == 0) return;
            (taken, _counts) = (_counts, new());
        }
        try
        {
            await store.WriteAsync(db => WriteAsync(db, taken, ct), ct);
        }
        catch
        {
            lock (_lock) _counts.Add(taken);
            throw;
        }
    }

    static async Task WriteAsync(ScimDb db, Counts counts, CancellationToken ct)
    {
        var keys = counts.Clients.Keys.Select(k => k.Directory).Distinct().ToArray();
        // A directory may have been removed meanwhile.
        var there = (await db.Directories.Where(d => keys.Contains(d.Key)).Select(d => d.Key).ToListAsync(ct)).ToHashSet();
        foreach (var ((directory, name), seen) in counts.Clients.Where(c => there.Contains(c.Key.Directory)))
            if (!await db.AddSeenAsync(
                    db.ClientsSeen.Where(c => c.DirectoryKey == directory && c.Client == name),
                    seen.Times, seen.Last, seen.Evidence, seen.UserAgent, ct))
                db.Add(new ClientSeen
                {
                    DirectoryKey = directory, Client = name, Evidence = seen.Evidence, UserAgent = seen.UserAgent, FirstSeenAt = seen.First,
                    LastSeenAt = seen.Last, Requests = seen.Times,
                });
        foreach (var ((directory, name, client), seen) in counts.Deviations.Where(d => there.Contains(d.Key.Directory)))
            if (!await db.AddSeenAsync(
                    db.DeviationsSeen.Where(d => d.DirectoryKey == directory && d.Name == name && d.Client == client), seen.Times, seen.Last, ct))
                db.Add(new DeviationSeen
                {
                    DirectoryKey = directory, Name = name, Client = client, FirstSeenAt = seen.First, LastSeenAt = seen.Last, Count = seen.Times,
                });
    }

    sealed class Counts
    {
        public Dictionary<(int Directory, string Client), Seen> Clients { get; } = [];
        public Dictionary<(int Directory, string Name, string Client), Seen> Deviations { get; } = [];

        /// <summary>Puts back what was taken before these were counted.</summary>
        public void Add(Counts earlier)
        {
            foreach (var (key, seen) in earlier.Clients) Clients[key] = Clients.TryGetValue(key, out var later) ? later.After(seen) : seen;
            foreach (var (key, seen) in earlier.Deviations) Deviations[key] = Deviations.TryGetValue(key, out var later) ? later.After(seen) : seen;
        }
    }

    sealed record Seen(DateTimeOffset First, DateTimeOffset Last, long Times, string Evidence, string? UserAgent)
    {
        public static Seen Once(DateTimeOffset at, string evidence = "", string? userAgent = null) => new(at, at, 1, evidence, userAgent);

        public Seen After(Seen? earlier) => earlier is null ? this : this with { First = earlier.First, Times = Times + earlier.Times };
    }
}
