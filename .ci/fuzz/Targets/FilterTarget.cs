using System.Linq.Expressions;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Directories.Querying;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Filters;
using Orgvue.ScimEndpoint.Scim.Schemas;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Fuzz.Targets;

/// <summary>A filter is read, written and read again, asked of resources, and made a condition on columns (RFC 7644 section 3.4.2.2).</summary>
sealed class FilterTarget : Target
{
    // What is written may be longer than what was read, and have brackets where that had none: a bare name gets its URI.
    static readonly ScimLimits NoLimits = new() { FilterLength = int.MaxValue, Depth = int.MaxValue };

    // To make it code takes longer than all else.
    const int OneIn = 8;

    // No connection is opened: conditions only name the tables.
    static readonly ScimDb Db = new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite("Data Source=:memory:").Options);

    public override string Name => "filter";

    /// <summary>A filter may be as long, of characters that take two bytes.</summary>
    public override int Longest => 2 * Samples.Limits.FilterLength;

    public override IReadOnlyList<string> Words { get; } =
    [
        .. Samples.Words, " eq ", " ne ", " co ", " sw ", " ew ", " gt ", " ge ", " lt ", " le ", " pr", " and ", " or ", "not (", "not ", "(", ")", "[", "]",
        "[type eq \"work\"]", "].value eq ", "\"", "\\u0041", "\\ud83d\\ude00", "\\n", " ", "userName pr", "emails.value sw \"b\"",
    ];

    public override IReadOnlyList<string> Seeds =>
        ["@userName eq \"bjensen@example.com\"", "@emails[type eq \"work\" and value co \"@\"] or not (active eq true)", "AdisplayName sw \"IMAPP\""];

    public override void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty) return;
        var (kind, profile) = ((input[0] & 3) % 3, Samples.ProfileOf((byte)(input[0] >> 2)));
        var text = Encoding.UTF8.GetString(input[1..]);
        var type = kind == 1 ? Samples.Group : Samples.User;
        ResourceType[] others = kind == 2 ? [Samples.Group] : [];
        Filter filter;
        try
        {
            filter = FilterParser.Parse(text, type, others, Samples.Limits, new Tolerance(profile));
        }
        catch (ScimException refusal)
        {
            Refusals.Expect(refusal, [ScimTypes.InvalidFilter]);
            return;
        }
        foreach (var shown in kind == 1 ? [Samples.ShownGroup] : Samples.ShownUsers) FilterMatch.Matches(filter, type, shown);
        foreach (var byCodePoint in (ReadOnlySpan<bool>)[false, true])
            if (kind == 1) new GroupQuery(Db, 1, byCodePoint).Of(filter);
            else if (new UserQuery(Db, 1, byCodePoint).Of(filter) is { } condition && !byCodePoint && input.Length % OneIn == 0) CheckCondition(filter, condition);
        // What stands for an attribute of another type is written as a truth, which no filter can say.
        if (!HasConstant(filter)) CheckWritten(filter, type, others);
    }

    static void CheckWritten(Filter filter, ResourceType type, ResourceType[] others)
    {
        var written = filter.ToString();
        Filter again;
        try
        {
            again = FilterParser.Parse(written, type, others, NoLimits, new Tolerance());
        }
        catch (ScimException refusal)
        {
            throw new BrokenPromiseException($"what was read and written cannot be read: {written}: {refusal.Message}");
        }
        if (again != filter) throw new BrokenPromiseException($"what was read and written means another: {written}");
    }

    // The condition never misses a match, and an exact one is right about all others, too.
    static void CheckCondition(Filter filter, FilterQuery<DirectoryUser>.Condition condition)
    {
        if (Tables.In(condition.Where)) return;
        var holds = condition.Where.Compile(preferInterpretation: true);
        foreach (var (row, shown) in Samples.UserRows.Zip(Samples.ShownUsers))
            if (FilterMatch.Matches(filter, Samples.User, shown) is var matches && holds(row) != matches && (matches || condition.Exact))
                throw new BrokenPromiseException($"a condition on columns that finds another: {filter}: {condition}");
    }

    static bool HasConstant(Filter filter) => filter switch
    {
        Filter.And both => HasConstant(both.Left) || HasConstant(both.Right),
        Filter.Or either => HasConstant(either.Left) || HasConstant(either.Right),
        Filter.Not not => HasConstant(not.Inner),
        Filter.Constant => true,
        _ => false,
    };
}

/// <summary>Finds conditions that ask other tables, which only a database can.</summary>
sealed class Tables : ExpressionVisitor
{
    bool _found;

    public static bool In(Expression condition)
    {
        var tables = new Tables();
        tables.Visit(condition);
        return tables._found;
    }

    protected override Expression VisitMember(MemberExpression node)
    {
        _found |= typeof(IQueryable).IsAssignableFrom(node.Type);
        return base.VisitMember(node);
    }
}
