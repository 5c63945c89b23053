using Orgvue.ScimEndpoint.Scim.Sorting;

namespace Orgvue.ScimEndpoint.Directories.Querying;

/// <summary>A hit and the number of the selection that it is from.</summary>
sealed record Place(int Selection, Hit Hit);

/// <summary>The selections of one query, one behind the other, or sorted into one another where an order was asked for.</summary>
sealed class Union(IReadOnlyList<Selection> selections, bool sorted, bool descending)
{
    /// <param name="counting">Whether the total is wanted; not together with a start.</param>
    /// <returns>The places as they follow one another: backwards where that was asked for.</returns>
    public async Task<(List<Place> Places, int Total)> PlacesAsync(
        Place? after, int skip, int take, bool counting, CancellationToken ct, bool backwards = false) => sorted && selections.Count > 1
            ? await MergedAsync(after, skip, take, descending != backwards, ct)
            : await ChainedAsync(after, skip, take, counting, backwards, ct);

    public async Task<IReadOnlyList<Resource>> ReadAsync(IReadOnlyList<Place> places, CancellationToken ct)
    {
        var read = new Dictionary<Guid, Resource>();
        foreach (var of in places.GroupBy(p => p.Selection))
            foreach (var resource in await selections[of.Key].ReadAsync([.. of.Select(p => p.Hit.Id)], ct))
                read[resource.Id] = resource;
        return [.. places.Where(p => read.ContainsKey(p.Hit.Id)).Select(p => read[p.Hit.Id])];
    }

    public Task<SortKey?> KeyOfAsync(Place place, CancellationToken ct) => selections[place.Selection].KeyOfAsync(place.Hit.Id, ct);

    async Task<(List<Place>, int)> ChainedAsync(Place? after, int skip, int take, bool counting, bool backwards, CancellationToken ct)
    {
        var (places, total) = (new List<Place>(), 0);
        var order = Enumerable.Range(0, selections.Count);
        if (backwards) order = order.Reverse();
        if (after is not null) order = order.SkipWhile(i => i != after.Selection);
        foreach (var i in order.TakeWhile(_ => counting || places.Count < take))
        {
            var slice = await selections[i].SliceAsync(
                new(i == after?.Selection ? after.Hit : null, skip, take - places.Count, backwards), counting, ct);
            places.AddRange(slice.Hits.Select(hit => new Place(i, hit)));
            total += slice.Total ?? 0;
            skip = Math.Max(0, skip - (slice.Total ?? 0));
        }
        return (places, total);
    }

    async Task<(List<Place>, int)> MergedAsync(Place? after, int skip, int take, bool downwards, CancellationToken ct)
    {
        var all = new List<Place>();
        for (var i = 0; i < selections.Count; i++)
        {
            var slice = await selections[i].SliceAsync(new(null, 0, int.MaxValue), counting: false, ct);
            all.AddRange(slice.Hits.Select(hit => new Place(i, hit)));
        }
        Comparison<Place> order = downwards
            ? (left, right) => Hit.Compare(right.Hit, left.Hit)
            : (left, right) => Hit.Compare(left.Hit, right.Hit);
        all.Sort(order);
        var behind = after is null ? all : all.Where(place => order(place, after) > 0);
        return ([.. behind.Skip(skip).Take(take)], all.Count);
    }
}
