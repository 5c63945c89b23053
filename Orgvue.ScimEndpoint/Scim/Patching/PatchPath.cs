using Orgvue.ScimEndpoint.Scim.Filters;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Scim.Patching;

/// <summary>PATH = attrPath / valuePath [subAttr] (RFC 7644 section 3.5.2), resolved against the resource type.</summary>
public sealed record PatchPath(ResolvedAttribute Target, Filter? Filter)
{
    /// <summary>The path in the text; what is malformed or unknown is refused with invalidPath and the character.</summary>
    public static PatchPath Parse(string text, ResourceType type, ScimLimits limits, Tolerance tolerance, int index = 0)
    {
        var what = $"path of operation {index + 1}";
        if (text.Length > limits.FilterLength)
            throw new ScimException(ScimTypes.InvalidPath, $"The {what} must not be longer than {limits.FilterLength} characters.");

        var source = new FilterText(text, what, ScimTypes.InvalidPath);
        var check = new FilterCheck(type, [], tolerance, source);
        var target = check.Target(source.Word(), 0, within: null);
        if (source.AtEnd) return new PatchPath(target, null);

        var attribute = IsSimpleList(target) ? target.Attribute! : check.Complex(target, 0);
        if (!attribute.MultiValued) throw source.Refused(0, $"{target.Key} has one value only and takes no filter");
        var filter = new FilterGrammar(source, check, limits).Brackets(Filtered(attribute));
        if (source.AtEnd) return new PatchPath(target, filter);

        var start = source.Position;
        if (source.Next != '.') throw source.Expected("\".\" and a sub-attribute, or the end");
        var sub = check.SubAttribute(source.Word(), start, attribute).Attribute;
        if (!source.AtEnd) throw source.Expected("the end of the path");
        return new PatchPath(target with { Sub = sub }, filter);
    }

    /// <summary>What a filter sees of the attribute: of simple values each as the "value" of an object (RFC 7644 section 3.5.2.2).</summary>
    internal static SchemaAttribute Filtered(SchemaAttribute attribute) => attribute.Type == AttributeType.Complex
        ? attribute
        : attribute with { Type = AttributeType.Complex, SubAttributes = [attribute with { Name = "value", MultiValued = false }] };

    static bool IsSimpleList(ResolvedAttribute target) =>
        target is { Sub: null, Attribute: { MultiValued: true, Type: not AttributeType.Complex } };
}
