using System.Linq.Expressions;
using Orgvue.ScimEndpoint.Scim.Filters;
using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.Directories.Querying;

/// <summary>
/// Turns a filter into a condition over columns, as far as there are columns. The condition never misses a match; where it may let others
/// through it says so, and the rows are then matched once more in memory.
/// </summary>
/// <param name="byCodePoint">Whether the database compares texts by code points; one that runs in .NET takes .NET's order.</param>
abstract class FilterQuery<T>(bool byCodePoint)
{
    /// <param name="Exact">Whether the condition means just what the filter means.</param>
    public sealed record Condition(Expression<Func<T, bool>> Where, bool Exact);

    /// <summary>The condition, or null when no column helps and every row must be matched.</summary>
    public Condition? Of(Filter filter) => filter switch
    {
        Filter.And and => And(Of(and.Left), Of(and.Right)),
        Filter.Or or => Of(or.Left) is { } left && Of(or.Right) is { } right
            ? new(left.Where.Or(right.Where), left.Exact && right.Exact)
            : null,
        Filter.Not not => Of(not.Inner) is { Exact: true } inner ? new(inner.Where.Not(), true) : null,
        Filter.Constant constant => Always(constant.Holds),
        Filter.Present present => OfPresent(present.Path.Text),
        Filter.Compare compare => OfCompare(compare.Path.Text, compare.Op, compare.Value),
        Filter.Value value => OfValuePath(value.Path.Text, value.Inner),
        _ => null,
    };

    protected abstract Condition? OfCompare(string path, CompareOp op, FilterValue value);

    protected virtual Condition? OfPresent(string path) => null;

    /// <summary>A condition that every resource with such an element meets; never exact, because the element may be another.</summary>
    Condition? OfValuePath(string path, Filter inner) => inner switch
    {
        Filter.And and => And(OfValuePath(path, and.Left), OfValuePath(path, and.Right)),
        Filter.Compare { Op: CompareOp.Eq } compare when compare.Path.Text == "value" =>
            OfCompare($"{path}.value", CompareOp.Eq, compare.Value) is { } condition ? condition with { Exact = false } : null,
        _ => null,
    };

    static Condition? And(Condition? left, Condition? right) => (left, right) switch
    {
        (null, null) => null,
        ({ } only, null) => only with { Exact = false },
        (null, { } only) => only with { Exact = false },
        ({ } l, { } r) => new(l.Where.And(r.Where), l.Exact && r.Exact),
    };

    /// <summary>A folded column against a text: every operator.</summary>
    protected Condition? OfFolded(Expression<Func<T, string?>> column, CompareOp op, FilterValue value)
    {
        if (value is not FilterValue.Text { Content: var content }) return null;
        if (!byCodePoint && op is not (CompareOp.Eq or CompareOp.Ne or CompareOp.Co)) return null;
        var key = Fold.Key(content);
        Expression<Func<string?, bool>>? test = op switch
        {
            CompareOp.Eq => c => c == key,
            CompareOp.Ne => c => c != key,
            CompareOp.Co => c => c != null && c.Contains(key),
            CompareOp.Sw => c => c != null && c.StartsWith(key),
            CompareOp.Ew => c => c != null && c.EndsWith(key),
            CompareOp.Gt => c => c != null && string.Compare(c, key) > 0,
            CompareOp.Ge => c => c != null && string.Compare(c, key) >= 0,
            CompareOp.Lt => c => c != null && string.Compare(c, key) < 0,
            CompareOp.Le => c => c != null && string.Compare(c, key) <= 0,
            _ => null,
        };
        return test is null ? null : new(column.Where(test), true);
    }

    /// <summary>A column that is compared with its case: equality only, because LIKE does not keep it on every database.</summary>
    protected static Condition? OfExact(Expression<Func<T, string?>> column, CompareOp op, FilterValue value)
    {
        if (value is not FilterValue.Text { Content: var content }) return null;
        return op switch
        {
            CompareOp.Eq => new(column.Where(c => c == content), true),
            CompareOp.Ne => new(column.Where(c => c != content), true),
            _ => null,
        };
    }

    /// <summary>A text that is the same for all rows.</summary>
    protected static Condition? OfConstant(string constant, CompareOp op, FilterValue value) =>
        value is FilterValue.Text { Content: var content } && op is CompareOp.Eq or CompareOp.Ne
            ? Always((constant == content) == (op == CompareOp.Eq))
            : null;

    protected static Condition Always(bool holds) => new(_ => holds, true);

    protected static Condition? OfInstant(Expression<Func<T, DateTimeOffset>> column, CompareOp op, FilterValue value)
    {
        if (value is not FilterValue.Instant { At: var at }) return null;
        Expression<Func<DateTimeOffset, bool>>? test = op switch
        {
            CompareOp.Eq => c => c == at,
            CompareOp.Ne => c => c != at,
            CompareOp.Gt => c => c > at,
            CompareOp.Ge => c => c >= at,
            CompareOp.Lt => c => c < at,
            CompareOp.Le => c => c <= at,
            _ => null,
        };
        return test is null ? null : new(column.Where(test), true);
    }

    protected static Condition? OfId(Expression<Func<T, Guid>> column, CompareOp op, FilterValue value)
    {
        if (value is not FilterValue.Text { Content: var content } || op is not CompareOp.Eq and not CompareOp.Ne) return null;
        var id = Ids.Parse(content) ?? Guid.Empty;
        return new(column.Where(op == CompareOp.Eq ? c => c == id : c => c != id), true);
    }
}
