using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Scim.Sorting;

namespace Orgvue.ScimEndpoint.Directories.Querying;

/// <summary>A column by which the database can sort, in the same order as <see cref="SortKey.Compare"/> with the id behind it.</summary>
abstract class SortColumn<T>(Expression<Func<T, Guid>> id)
{
    public abstract IQueryable<T> Ordered(IQueryable<T> rows, bool descending);

    /// <summary>Whether a row comes after the one with this key and id.</summary>
    public abstract Expression<Func<T, bool>> After(SortKey key, Guid last, bool descending);

    /// <summary>What it takes to put rows in order: of their documents nothing.</summary>
    public abstract Task<List<Hit>> HitsAsync(IQueryable<T> rows, CancellationToken ct);

    protected Expression<Func<T, Guid>> Id => id;

    protected Expression<Func<T, bool>> Beyond(Guid last, bool descending) =>
        descending ? id.Where(other => other < last) : id.Where(other => other > last);

    protected async Task<List<Hit>> HitsAsync<TValue>(
        IQueryable<T> rows, Expression<Func<T, TValue>> column, Func<TValue, SortKey> key, CancellationToken ct) =>
        [.. (await rows.Select(id.With(column)).ToListAsync(ct)).Select(r => new Hit(key(r.Value), r.Id))];
}

/// <summary>The ids themselves: the order of a list that nobody asked to sort, or that is sorted by id.</summary>
sealed class IdColumn<T>(Expression<Func<T, Guid>> id, bool isKey) : SortColumn<T>(id)
{
    public Hit HitOf(Guid of) => new(isKey ? SortKey.Of(of.ToString()) : SortKey.Unassigned, of);

    public override IQueryable<T> Ordered(IQueryable<T> rows, bool descending) =>
        descending ? rows.OrderByDescending(Id) : rows.OrderBy(Id);

    public override Expression<Func<T, bool>> After(SortKey key, Guid last, bool descending) => Beyond(last, descending);

    public override async Task<List<Hit>> HitsAsync(IQueryable<T> rows, CancellationToken ct) =>
        [.. (await rows.Select(Id).ToListAsync(ct)).Select(HitOf)];
}

/// <param name="nullable">Whether there may be rows without a text: they come last, or first when descending (RFC 7644 §3.4.2.3).</param>
/// <param name="key">The key of a text; <paramref name="text"/> is the way back.</param>
sealed class TextColumn<T>(
    Expression<Func<T, string?>> column, Expression<Func<T, Guid>> id, bool nullable, Func<string, SortKey> key, Func<SortKey, string> text)
    : SortColumn<T>(id)
{
    public TextColumn(Expression<Func<T, string?>> column, Expression<Func<T, Guid>> id, bool nullable)
        : this(column, id, nullable, t => SortKey.Of(t), k => k.Text!) { }

    public override IQueryable<T> Ordered(IQueryable<T> rows, bool descending)
    {
        if (!nullable)
            return descending ? rows.OrderByDescending(column).ThenByDescending(Id) : rows.OrderBy(column).ThenBy(Id);
        return descending
            ? rows.OrderByDescending(IsUnassigned).ThenByDescending(column).ThenByDescending(Id)
            : rows.OrderBy(IsUnassigned).ThenBy(column).ThenBy(Id);
    }

    public override Expression<Func<T, bool>> After(SortKey key, Guid last, bool descending)
    {
        var later = Beyond(last, descending);
        if (key.IsUnassigned) return descending ? IsUnassigned.Not().Or(later) : IsUnassigned.And(later);
        var value = text(key);
        // The range stands by itself, so that an index on the column can serve it.
        var after = descending
            ? column.Where(c => string.Compare(c, value) <= 0).And(column.Where(c => string.Compare(c, value) < 0).Or(later))
            : column.Where(c => string.Compare(c, value) >= 0).And(column.Where(c => string.Compare(c, value) > 0).Or(later));
        if (!nullable) return after;
        return descending ? IsUnassigned.Not().And(after) : IsUnassigned.Or(after);
    }

    public override Task<List<Hit>> HitsAsync(IQueryable<T> rows, CancellationToken ct) =>
        HitsAsync(rows, column, t => t is null ? SortKey.Unassigned : key(t), ct);

    Expression<Func<T, bool>> IsUnassigned => column.Where(c => c == null);
}

sealed class InstantColumn<T>(Expression<Func<T, DateTimeOffset>> column, Expression<Func<T, Guid>> id) : SortColumn<T>(id)
{
    public override IQueryable<T> Ordered(IQueryable<T> rows, bool descending) => descending
        ? rows.OrderByDescending(column).ThenByDescending(Id)
        : rows.OrderBy(column).ThenBy(Id);

    public override Expression<Func<T, bool>> After(SortKey key, Guid last, bool descending)
    {
        var instant = new DateTimeOffset((long)key.Number!.Value, TimeSpan.Zero);
        var later = Beyond(last, descending);
        return descending
            ? column.Where(c => c < instant).Or(column.Where(c => c == instant).And(later))
            : column.Where(c => c > instant).Or(column.Where(c => c == instant).And(later));
    }

    public override Task<List<Hit>> HitsAsync(IQueryable<T> rows, CancellationToken ct) => HitsAsync(rows, column, SortKey.Of, ct);
}
