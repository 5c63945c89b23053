using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Scim.Filters;

/// <summary>What a filter's names and literals mean in a resource type, and which combinations RFC 7644 table 3 does not allow.</summary>
sealed class FilterCheck(ResourceType type, IReadOnlyList<ResourceType> others, Tolerance tolerance, FilterText source)
{
    /// <summary>The attribute a word names: of the resource, or within brackets a sub-attribute.</summary>
    public ResolvedAttribute Target(string word, int position, SchemaAttribute? within)
    {
        if (word.Length == 0) throw source.ExpectedAt(position, "an attribute name");
        if (within is not null)
        {
            if (AttributePath.TryParse(word) is null) throw source.ExpectedAt(position, "an attribute name");
            return Inside(within, word) ?? throw source.Refused(position, $"{within.Name} has no sub-attribute {Excerpt.Of(word)}");
        }
        var path = AttributePath.TryParse(word);
        if (In(type, word, path) is { } own) return own;
        foreach (var other in others)
        {
            if (In(other, word, path) is { } foreign) return foreign with { Elsewhere = true };
        }
        if (source.IsFilter && !tolerance.Profile.RefusesDeviations && IsEmail(word) && In(type, "emails", new(null, "emails", null)) is { } emails)
        {
            tolerance.Accept(Deviation.EmailForEmails);
            return emails;
        }
        throw path is null
            ? source.ExpectedAt(position, "an attribute name")
            : source.Refused(position,
                $"{string.Join(" and ", others.Prepend(type).Select(t => t.Name))} has no attribute {Excerpt.Of(word)}");
    }

    // PingOne's own example of a filter: email Co "…".
    static bool IsEmail(string word) => word.Equals("email", StringComparison.OrdinalIgnoreCase);

    ResolvedAttribute? In(ResourceType of, string word, AttributePath? path) =>
        of.Extension(word) is { } whole ? new ResolvedAttribute(whole, null, null) : path is null ? null : of.Resolve(path, tolerance);

    public static Filter Value(ResolvedAttribute target, Filter inner) =>
        target.Elsewhere ? new Filter.Constant(false) : new Filter.Value(target.Path, inner);

    /// <summary>The sub-attribute after a closing bracket: ".value".</summary>
    public ResolvedAttribute SubAttribute(string word, int position, SchemaAttribute attribute) =>
        Inside(attribute, word.TrimStart('.')) is { } sub && word.LastIndexOf('.') == 0
            ? sub
            : throw source.Refused(position, $"{attribute.Name} has no sub-attribute {Excerpt.Of(word)}");

    public SchemaAttribute Complex(ResolvedAttribute target, int position) =>
        target is { Sub: null, Attribute: { Type: AttributeType.Complex } complex }
            ? complex
            : throw source.Refused(position, $"only a complex attribute takes a filter in brackets, not {target.Key}");

    public void Tolerate(Deviation deviation, int position) =>
        tolerance.Accept(deviation, () => source.ExpectedAt(position, "the end of the expression after \"]\""));

    public Filter Present(ResolvedAttribute target, int position)
    {
        Readable(target, position);
        return target.Elsewhere ? new Filter.Constant(false) : new Filter.Present(target.Path);
    }

    public Filter Compare(ResolvedAttribute target, int position, CompareOp op, FilterValue value, int literal)
    {
        Readable(target, position);
        if (target is { Sub: null, Attribute: { Type: AttributeType.Complex, MultiValued: false } whole } && whole.Sub("value") is not null)
            tolerance.Accept(Deviation.ComplexByValue,
                () => source.Refused(position, $"{target.Key} is complex; compare one of its sub-attributes"));
        target = target.ByValue();
        if (value is FilterValue.Null)
        {
            if (op is not (CompareOp.Eq or CompareOp.Ne)) throw source.Refused(literal, "only eq and ne take null");
            return target.Elsewhere ? new Filter.Constant(op == CompareOp.Eq) : new Filter.Compare(target.Path, op, value);
        }
        if (target.Leaf is not { Type: not AttributeType.Complex } leaf)
            throw source.Refused(position, $"{target.Key} is complex; compare one of its sub-attributes");
        var fitting = Fitting(leaf, op, value, position, literal);
        return target.Elsewhere ? new Filter.Constant(op == CompareOp.Ne) : new Filter.Compare(target.Path, op, fitting);
    }

    FilterValue Fitting(SchemaAttribute leaf, CompareOp op, FilterValue value, int position, int literal)
    {
        var ordering = op is CompareOp.Gt or CompareOp.Ge or CompareOp.Lt or CompareOp.Le;
        var substring = op is CompareOp.Co or CompareOp.Sw or CompareOp.Ew;
        switch (leaf.Type)
        {
            case AttributeType.Boolean:
                if (ordering || substring) throw source.Refused(position, $"{leaf.Name} is a boolean and takes eq, ne and pr only");
                return value switch
                {
                    FilterValue.Boolean => value,
                    FilterValue.Text text when bool.TryParse(text.Content, out var flag) => Lenient(flag, leaf, literal),
                    _ => throw source.ExpectedAt(literal, $"true or false for {leaf.Name}"),
                };
            case AttributeType.Integer or AttributeType.Decimal:
                if (substring) throw source.Refused(position, $"{leaf.Name} is a number and takes no co, sw or ew");
                return value as FilterValue.Number ?? throw source.ExpectedAt(literal, $"a number for {leaf.Name}");
            case AttributeType.DateTime:
                var written = value as FilterValue.Text ?? throw source.ExpectedAt(literal, $"a dateTime in quotes for {leaf.Name}");
                if (substring) return written;
                return ScimTime.Parse(written.Content) is { } at
                    ? new FilterValue.Instant(at, written.Content)
                    : throw source.ExpectedAt(literal, $"a dateTime such as \"2011-05-13T04:42:34Z\" for {leaf.Name}");
            case AttributeType.Binary when ordering:
                throw source.Refused(position, $"{leaf.Name} is binary and has no order to compare by");
            default:
                return value as FilterValue.Text ?? throw source.ExpectedAt(literal, $"a string in quotes for {leaf.Name}");
        }
    }

    FilterValue.Boolean Lenient(bool flag, SchemaAttribute leaf, int literal)
    {
        tolerance.Accept(Deviation.StringBoolean, () => source.ExpectedAt(literal, $"true or false for {leaf.Name}"));
        return new FilterValue.Boolean(flag);
    }

    // RFC 7643 7, returned "never": a filter would tell what an answer must not.
    void Readable(ResolvedAttribute target, int position)
    {
        if (target.Attribute is { Discarded: true } or { Returned: Returned.Never } || target.Sub is { Discarded: true })
            throw source.Refused(position, $"{target.Key} is never returned and cannot be filtered by");
    }

    static ResolvedAttribute? Inside(SchemaAttribute attribute, string name) =>
        attribute.Sub(name) is { } sub ? new ResolvedAttribute(null, sub, null) : null;
}
