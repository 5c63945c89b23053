namespace Orgvue.ScimEndpoint.Scim.Filters;

/// <summary>The operators of RFC 7644 table 3 that take a value.</summary>
public enum CompareOp { Eq, Ne, Co, Sw, Ew, Gt, Lt, Ge, Le }

/// <summary>A filter as a tree (RFC 7644 section 3.4.2.2). A parsed one bears the schema's spelling; long chains are balanced.</summary>
public abstract record Filter
{
    public sealed record And(Filter Left, Filter Right) : Filter
    {
        public override string ToString() => $"{Bracketed(Left)} and {Bracketed(Right)}";

        static string Bracketed(Filter inner) => inner is Or ? $"({inner})" : inner.ToString();
    }

    public sealed record Or(Filter Left, Filter Right) : Filter
    {
        public override string ToString() => $"{Left} or {Right}";
    }

    public sealed record Not(Filter Inner) : Filter
    {
        public override string ToString() => $"not ({Inner})";
    }

    public sealed record Compare(AttributePath Path, CompareOp Op, FilterValue Value) : Filter
    {
        public new FilterValue Value { get; init; } = Value;

        public override string ToString() => $"{Path} {Word(Op)} {Value}";

        static string Word(CompareOp op) => op switch
        {
            CompareOp.Eq => "eq",
            CompareOp.Ne => "ne",
            CompareOp.Co => "co",
            CompareOp.Sw => "sw",
            CompareOp.Ew => "ew",
            CompareOp.Gt => "gt",
            CompareOp.Lt => "lt",
            CompareOp.Ge => "ge",
            _ => "le",
        };
    }

    public sealed record Present(AttributePath Path) : Filter
    {
        public override string ToString() => $"{Path} pr";
    }

    /// <summary>A filter that one and the same value of a multi-valued attribute must meet: emails[type eq "work"].</summary>
    public sealed record Value(AttributePath Path, Filter Inner) : Filter
    {
        public override string ToString() => $"{Path}[{Inner}]";
    }

    /// <summary>An expression on an attribute of another resource type, which here has no value (RFC 7644 section 3.4.2.1).</summary>
    public sealed record Constant(bool Holds) : Filter
    {
        public override string ToString() => Holds ? "true" : "false";
    }

    /// <summary>The operands joined into one tree as shallow as can be, so that a chain of thousands is no deeper than a dozen.</summary>
    public static Filter AllOf(IReadOnlyList<Filter> operands) => Balanced(operands, 0, operands.Count, (l, r) => new And(l, r));

    public static Filter AnyOf(IReadOnlyList<Filter> operands) => Balanced(operands, 0, operands.Count, (l, r) => new Or(l, r));

    /// <summary>The operands of a chain of ands, or of ors, in order; a filter that is no such chain is its own only operand.</summary>
    public static IEnumerable<Filter> Operands<T>(Filter chain) where T : Filter => chain switch
    {
        And both when typeof(T) == typeof(And) => Operands<T>(both.Left).Concat(Operands<T>(both.Right)),
        Or either when typeof(T) == typeof(Or) => Operands<T>(either.Left).Concat(Operands<T>(either.Right)),
        _ => [chain],
    };

    static Filter Balanced(IReadOnlyList<Filter> operands, int from, int to, Func<Filter, Filter, Filter> join)
    {
        if (to - from == 1) return operands[from];
        var middle = from + (to - from + 1) / 2;
        return join(Balanced(operands, from, middle, join), Balanced(operands, middle, to, join));
    }
}
