using System.Text.Json;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Tests.Scim.Naive;

/// <summary>A value filter as a tree that writes itself and judges an element by the words of RFC 7644 §3.4.2.2; it parses nothing.</summary>
abstract record NaiveFilter
{
    /// <summary>What is between the brackets.</summary>
    public abstract string Text { get; }

    public abstract bool Picks(JsonNode element);

    /// <summary>RFC 7643 §2.3.2: a boolean in quotes is no boolean.</summary>
    public virtual bool IsStrict => true;

    /// <summary>The parts that a missing element can be built from, or null when the filter does not say what it would be.</summary>
    public virtual IReadOnlyList<(SchemaAttribute Sub, JsonNode Value)>? Parts => null;

    /// <summary>sub op literal; without a sub-attribute it is the simple value itself, which filters call "value".</summary>
    public sealed record Compare(SchemaAttribute? Sub, string Name, string Op, JsonNode Literal) : NaiveFilter
    {
        public override string Text => $"{Name} {Op} {Literal.ToJsonString()}";

        public override bool IsStrict => Sub?.Type != AttributeType.Boolean || Literal.GetValueKind() != JsonValueKind.String;

        public override IReadOnlyList<(SchemaAttribute, JsonNode)>? Parts => Op == "eq" && Sub is not null ? [(Sub, Meant)] : null;

        JsonNode Meant => IsStrict ? Literal : JsonValue.Create(bool.Parse((string)Literal!));

        public override bool Picks(JsonNode element)
        {
            var value = Sub is null ? element : ((JsonObject)element)[Sub.Name];
            // RFC 7643 §2.4: without "primary" it is assumed to be false.
            if (Sub?.Name == "primary") value ??= JsonValue.Create(false);
            if (value is null) return Op == "ne";
            if (value.GetValueKind() == JsonValueKind.Number) return Holds(NaiveValues.Number(value).CompareTo(NaiveValues.Number(Literal)));
            if (value.GetValueKind() != JsonValueKind.String) return (value.GetValueKind() == Meant.GetValueKind()) == (Op == "eq");
            var rule = Sub?.CaseExact == true ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
            var (left, right) = ((string)value!, (string)Literal!);
            return Op switch
            {
                "co" => left.Contains(right, rule),
                "sw" => left.StartsWith(right, rule),
                "ew" => left.EndsWith(right, rule),
                _ => Holds(string.Compare(left, right, rule)),
            };
        }

        bool Holds(int order) => Op switch
        {
            "eq" => order == 0,
            "ne" => order != 0,
            "gt" => order > 0,
            "ge" => order >= 0,
            "lt" => order < 0,
            _ => order <= 0,
        };
    }

    public sealed record Present(SchemaAttribute Sub) : NaiveFilter
    {
        public override string Text => Sub.Name + " pr";

        public override bool Picks(JsonNode element) => ((JsonObject)element)[Sub.Name] switch
        {
            null => false,
            var value when value.GetValueKind() == JsonValueKind.String => ((string)value!).Length > 0,
            _ => true,
        };
    }

    public sealed record And(NaiveFilter Left, NaiveFilter Right) : NaiveFilter
    {
        public override string Text => $"{Inner(Left)} and {Inner(Right)}";

        public override bool IsStrict => Left.IsStrict && Right.IsStrict;

        public override IReadOnlyList<(SchemaAttribute, JsonNode)>? Parts =>
            Left.Parts is { } left && Right.Parts is { } right ? [.. left, .. right] : null;

        public override bool Picks(JsonNode element) => Left.Picks(element) && Right.Picks(element);

        static string Inner(NaiveFilter part) => part is Or ? $"({part.Text})" : part.Text;
    }

    public sealed record Or(NaiveFilter Left, NaiveFilter Right) : NaiveFilter
    {
        public override string Text => $"{Left.Text} or {Right.Text}";

        public override bool IsStrict => Left.IsStrict && Right.IsStrict;

        public override bool Picks(JsonNode element) => Left.Picks(element) || Right.Picks(element);
    }

    public sealed record Not(NaiveFilter Inner) : NaiveFilter
    {
        public override string Text => $"not ({Inner.Text})";

        public override bool IsStrict => Inner.IsStrict;

        public override bool Picks(JsonNode element) => !Inner.Picks(element);
    }
}
