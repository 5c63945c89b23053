using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Scim.Filters;

/// <summary>Reads a filter by the grammar of RFC 7644 section 3.4.2.2 and checks it against the resource type.</summary>
public static class FilterParser
{
    /// <summary>The filter in the text; anything else is refused with invalidFilter and the character where it went wrong.</summary>
    public static Filter Parse(string text, ResourceType type, ScimLimits limits, Tolerance tolerance) =>
        Parse(text, type, [], limits, tolerance);

    /// <param name="others">Types queried together with this one; what they alone know has no value here (section 3.4.2.1).</param>
    public static Filter Parse(string text, ResourceType type, IReadOnlyList<ResourceType> others, ScimLimits limits, Tolerance tolerance)
    {
        if (text.Length > limits.FilterLength)
            throw new ScimException(ScimTypes.InvalidFilter,
                $"A filter must not be longer than {limits.FilterLength} characters; this one has {text.Length}.");
        var source = new FilterText(text, "filter", ScimTypes.InvalidFilter);
        var filter = new FilterGrammar(source, new FilterCheck(type, others, tolerance, source), limits).Filter();
        source.End("\"and\", \"or\" or the end of the filter");
        return filter;
    }
}

/// <summary>One method, one production; the brackets are counted, so no filter is too deep for the stack.</summary>
sealed class FilterGrammar(FilterText source, FilterCheck check, ScimLimits limits)
{
    int _depth;

    /// <summary>FILTER, where "or" binds least.</summary>
    public Filter Filter(SchemaAttribute? within = null)
    {
        source.SkipSpaces();
        var operands = new List<Filter>();
        do operands.AddRange(Filters.Filter.Operands<Filter.Or>(Conjunction(within)));
        while (source.TakeJoin("or"));
        return Filters.Filter.AnyOf(operands);
    }

    Filter Conjunction(SchemaAttribute? within)
    {
        var operands = new List<Filter>();
        do operands.AddRange(Filters.Filter.Operands<Filter.And>(Term(within)));
        while (source.TakeJoin("and"));
        return Filters.Filter.AllOf(operands);
    }

    /// <summary>attrExp / valuePath / *1"not" "(" FILTER ")"</summary>
    Filter Term(SchemaAttribute? within)
    {
        if (source.Next == '(') return Group(within);

        var start = source.Position;
        var word = source.Word();
        if (word.Equals("not", StringComparison.OrdinalIgnoreCase))
        {
            source.SkipSpaces();
            return new Filter.Not(Group(within));
        }
        var target = check.Target(word, start, within);
        return source.Next == '[' ? ValuePath(target, start, within) : Expression(target, start);
    }

    Filter Group(SchemaAttribute? within)
    {
        source.Need('(');
        var inner = Nested(() => Filter(within));
        source.SkipSpaces();
        source.Need(')');
        return inner;
    }

    /// <summary>valuePath = attrPath "[" valFilter "]"</summary>
    Filter ValuePath(ResolvedAttribute target, int start, SchemaAttribute? within)
    {
        if (within is not null) throw source.Refused(start, "a filter in brackets must not hold another one");
        var attribute = check.Complex(target, start);
        var inner = Brackets(attribute);
        var named = source.Next == '.';
        if (!named && Operator(source.Ahead()) is null) return FilterCheck.Value(target, inner);

        var after = source.Position;
        var sub = check.SubAttribute(named ? source.Word() : ".value", after, attribute);
        var extra = Expression(sub, after);
        check.Tolerate(Deviation.SubAttributeAfterFilter, after);
        return FilterCheck.Value(target, Filters.Filter.AllOf([.. Filters.Filter.Operands<Filter.And>(inner), extra]));
    }

    /// <summary>"[" valFilter "]", whose names are the attribute's sub-attributes.</summary>
    public Filter Brackets(SchemaAttribute attribute)
    {
        source.Need('[');
        var inner = Nested(() => Filter(attribute));
        source.SkipSpaces();
        source.Need(']');
        return inner;
    }

    /// <summary>attrExp = (attrPath SP "pr") / (attrPath SP compareOp SP compValue)</summary>
    Filter Expression(ResolvedAttribute target, int start)
    {
        source.Space("an operator");
        var at = source.Position;
        var word = source.Word();
        if (word.Equals("pr", StringComparison.OrdinalIgnoreCase)) return check.Present(target, start);
        if (Operator(word) is not { } op) throw source.ExpectedAt(at, "an operator (eq, ne, co, sw, ew, pr, gt, ge, lt or le)");

        source.Space("a value");
        var literal = source.Position;
        return check.Compare(target, start, op, source.Literal(), literal);
    }

    Filter Nested(Func<Filter> production)
    {
        if (++_depth > limits.Depth)
            throw source.Refused(source.Position, $"brackets must not nest deeper than {limits.Depth} levels");
        var filter = production();
        _depth--;
        return filter;
    }

    static CompareOp? Operator(string word) => word.ToUpperInvariant() switch
    {
        "EQ" => CompareOp.Eq,
        "NE" => CompareOp.Ne,
        "CO" => CompareOp.Co,
        "SW" => CompareOp.Sw,
        "EW" => CompareOp.Ew,
        "GT" => CompareOp.Gt,
        "LT" => CompareOp.Lt,
        "GE" => CompareOp.Ge,
        "LE" => CompareOp.Le,
        _ => null,
    };
}
