using Orgvue.ScimEndpoint.Scim.Sorting;

namespace Orgvue.ScimEndpoint.Directories.Querying;

/// <summary>A hit and the number of the selection that it is from.</summary>
sealed record Place(int Selection, Hit Hit);

/// <summary>The selections of one query, one behind the other, or sorted into one another where an order was asked for.</summary>
sealed class Union(IReadOnlyList<Selection> selections, bool sorted, bool descending)
{
    /// <param name="counting">Whether the total is wanted; not together with a start.</param>
    public async Task<(List<Place> Places, int Total)> PlacesAsync(Place? after, int skip, int take, bool counting, CancellationToken ct) =>
        sorted && selections.Count > 1 ? await MergedAsync(after, skip, take, ct) : await ChainedAsync(after, skip, take, counting, ct);

    public async Task<IReadOnlyList<Resource>> ReadAsync(IReadOnlyList<Place> places, CancellationToken ct)
    {
        var read = new Dictionary<Guid, Resource>();
        foreach (var of in places.GroupBy(p => p.Selection))
            foreach (var resource in await selections[of.Key].ReadAsync([.. of.Select(p => p.Hit.Id)], ct))
                read[resource.Id] = resource;
        return [.. places.Where(p => read.ContainsKey(p.Hit.Id)).Select(p => read[p.Hit.Id])];
    }

    public Task<SortKey?> KeyOfAsync(Place place, CancellationToken ct) => selections[place.Selection].KeyOfAsync(place.Hit.Id, ct);

    async Task<(List<Place>, int)> ChainedAsync(Place? after, int skip, int take, bool counting, CancellationToken ct)
    {
        var (places, total) = (new List<Place>(), 0);
        for (var i = after?.Selection ?? 0; i < selections.Count && (counting || places.Count < take); i++)
        {
            var window = new Window(i == after?.Selection ? after.Hit : null, skip, take - places.Count);
            var slice = await selections[i].SliceAsync(window, counting, ct);
            places.AddRange(slice.Hits.Select(hit => new Place(i, hit)));
            total += slice.Total ?? 0;
            skip = Math.Max(0, skip - (slice.Total ?? 0));
        }
        return (places, total);
    }

    async Task<(List<Place>, int)> MergedAsync(Place? after, int skip, int take, CancellationToken ct)
    {
        var all = new List<Place>();
        for (var i = 0; i < selections.Count; i++)
            all.AddRange((await selections[i].SliceAsync(new(null, 0, int.MaxValue), counting: false, ct)).Hits.Select(hit => new Place(i, hit)));
        all.Sort(InOrder);
        var behind = after is null ? all : all.Where(place => InOrder(place, after) > 0);
        return ([.. behind.Skip(skip).Take(take)], all.Count);
    }

    int InOrder(Place left, Place right) => descending ? Hit.Compare(right.Hit, left.Hit) : Hit.Compare(left.Hit, right.Hit);
}
