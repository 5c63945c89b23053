using System.Text.Json;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim.Filters;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Scim.Patching;

/// <summary>The document after a PATCH, and whether it differs from the one before.</summary>
public sealed record PatchResult(JsonObject Document, bool Changed);

/// <summary>Operations × document → document (RFC 7644 section 3.5.2); all of them or, by an exception, none.</summary>
public static class Patch
{
    /// <summary>Works on a copy; operations on a group's members must have been split off by MemberChanges.</summary>
    public static PatchResult Apply(ResourceType type, JsonObject document, string id, IReadOnlyList<PatchOperation> operations,
        Tolerance tolerance, ScimLimits limits)
    {
        var draft = (JsonObject)document.DeepClone();
        var run = new PatchRun(type, draft, id, tolerance, limits);
        foreach (var operation in operations) run.Apply(operation);

        var result = Document.Finish(type, draft);
        Immutables.Check(type, document, result);
        return new PatchResult(result, !JsonNode.DeepEquals(document, result));
    }
}

/// <summary>Finds the target of each operation and what may not be touched; the change itself is ValueEdit's.</summary>
sealed class PatchRun(ResourceType type, JsonObject draft, string id, Tolerance tolerance, ScimLimits limits)
{
    readonly Canonical _canonical = new(tolerance, limits);

    public void Apply(PatchOperation operation)
    {
        if (operation.Path is { } text)
        {
            var path = PatchPath.Parse(text, type, limits, tolerance, operation.Index);
            Apply(operation.Op, path, operation.Value, $"{operation.Where}: {path.Target.Key}", echo: false);
            return;
        }
        if (operation.Op == PatchOp.Remove) throw new ScimException(ScimTypes.NoTarget, $"{operation.Where}: remove needs a \"path\".");
        if (operation.Value is not JsonObject values)
            throw new ScimException(ScimTypes.InvalidValue,
                $"{operation.Where}: without a \"path\" the \"value\" must be an object of attributes.");
        ApplyAll(operation.Op, values, operation.Where, Named);
    }

    // RFC 7644 3.5.2.1: without a path the value is a set of attributes. Entra's keys are whole paths.
    void ApplyAll(PatchOp op, JsonObject values, string where, Func<string, ResolvedAttribute?> named)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var unknown = new List<string>();
        foreach (var (name, value) in values)
        {
            if (named(name) is not { } target)
            {
                unknown.Add(name);
                continue;
            }
            if (!seen.Add(target.Key)) throw new ScimException(ScimTypes.InvalidSyntax, $"{where}: {target.Key} is given twice.");
            Apply(op, new PatchPath(target, null), value, $"{where}: {target.Key}", echo: true);
        }
        if (named != Named || tolerance.Profile.RefusesDeviations) return;
        ApplyBare(op, values, unknown, seen, where);
        ApplyPicked(op, values, unknown, where);
    }

    // emails[type eq "work"].value as a key: no name, so by the RFC it says nothing; what is meant is plain.
    void ApplyPicked(PatchOp op, JsonObject values, List<string> names, string where)
    {
        foreach (var name in names.Where(n => n.Contains('[', StringComparison.Ordinal)))
        {
            var path = PatchPath.Parse(name, type, limits, tolerance);
            if (ReferenceEquals(path.Target.Attribute, type.Members))
                throw new ScimException(ScimTypes.InvalidPath, $"{where}: {Excerpt.Of(name)} must be the \"path\" of an operation of its own.");
            tolerance.Accept(Deviation.DottedKeys);
            Apply(op, path, values[name], $"{where}: {path.Target.Key}", echo: true);
        }
    }

    // By the RFC a name without its extension's URI is unknown, and so ignored. Where the URI is there too, that one counts.
    void ApplyBare(PatchOp op, JsonObject values, List<string> names, HashSet<string> seen, string where)
    {
        foreach (var name in names)
        {
            if (AttributePath.TryParse(name) is not { } path || type.ResolveBare(path) is not { } target) continue;
            if (seen.Contains(target.Extension!.Id) || !seen.Add(target.Key)) continue;
            tolerance.Accept(Deviation.BareExtensionName);
            Apply(op, new PatchPath(target, null), values[name], $"{where}: {target.Key}", echo: true);
        }
    }

    ResolvedAttribute? Named(string name)
    {
        if (type.Extension(name) is { } extension) return new ResolvedAttribute(extension, null, null);
        if (AttributePath.TryParse(name) is { } path && type.Resolve(path) is { } target)
        {
            if (path.Uri is not null || path.Sub is not null) tolerance.Accept(Deviation.DottedKeys, () => ResourceBody.Dotted(name));
            return target;
        }
        tolerance.Ignore(name);
        return null;
    }

    ResolvedAttribute? NamedIn(Schema extension, string name)
    {
        var target = type.ResolveIn(extension, name);
        if (target is null) tolerance.Ignore(name);
        else if (target.Sub is not null) tolerance.Accept(Deviation.DottedKeys, () => ResourceBody.Dotted(name));
        return target;
    }

    void Apply(PatchOp op, PatchPath path, JsonNode? value, string where, bool echo)
    {
        var target = path.Target;
        if (target.Attribute is not { } attribute)
        {
            ApplyToExtension(op, target.Extension!, value, where);
            return;
        }
        if (ReferenceEquals(attribute, type.Members)) throw new InvalidOperationException("Members are changed by MemberChanges.");
        if (ReferenceEquals(attribute, CommonAttributes.Schemas)) CheckSchemas(op, value, where);
        else if (IsReadOnly(target.Leaf!) || IsReadOnly(attribute)) CheckReadOnly(op, target, value, where, echo);
        else if (target.Leaf!.Discarded || attribute.Discarded) _canonical.Of(target.Leaf, op == PatchOp.Remove ? null : value, where);
        else new ValueEdit(Owner(target.Extension), target, _canonical, tolerance, limits, where, named: !echo).Apply(op, path.Filter, value);
    }

    void ApplyToExtension(PatchOp op, Schema extension, JsonNode? value, string where)
    {
        if (op == PatchOp.Remove || value is null)
        {
            Immutables.Check(extension, draft[extension.Id] as JsonObject, null);
            draft.Remove(extension.Id);
            return;
        }
        if (value is not JsonObject values)
            throw new ScimException(ScimTypes.InvalidValue, $"{where} must be an object of the extension's attributes.");
        ApplyAll(op, values, where, name => NamedIn(extension, name));
    }

    // "schemas" follows from what is there. A client may repeat it or announce an extension; it may not take the core away.
    void CheckSchemas(PatchOp op, JsonNode? value, string where)
    {
        var uris = (value is JsonArray array ? [.. array] : new List<JsonNode?> { value })
            .ConvertAll(u => u?.GetValueKind() == JsonValueKind.String ? u.GetValue<string>() : "");
        var core = uris.Exists(IsCore);
        var known = uris.TrueForAll(u => IsCore(u) || type.Extension(u) is not null);
        var harmless = op switch
        {
            PatchOp.Add => core || known,
            PatchOp.Replace => core,
            _ => false,
        };
        if (!harmless) throw new ScimException(ScimTypes.Mutability, $"{where} follows from the attributes and cannot be changed.");

        bool IsCore(string uri) => uri.Equals(type.Core.Id, StringComparison.OrdinalIgnoreCase);
    }

    // RFC 7644 3.5.2: a read-only attribute is not to be modified. Okta repeats the id, authentik all that it read.
    void CheckReadOnly(PatchOp op, ResolvedAttribute target, JsonNode? value, string where, bool echo)
    {
        var refusal = new ScimException(ScimTypes.Mutability, $"{where} is read-only.");
        var isId = ReferenceEquals(target.Attribute, CommonAttributes.Id);
        var same = isId && value?.GetValueKind() == JsonValueKind.String && value.GetValue<string>() == id;
        if (op == PatchOp.Remove || (isId ? !same : !echo)) throw refusal;
        tolerance.Accept(Deviation.EchoedReadOnly, () => refusal);
    }

    static bool IsReadOnly(SchemaAttribute attribute) => attribute.Mutability == Mutability.ReadOnly;

    JsonObject Owner(Schema? extension)
    {
        if (extension is null) return draft;
        if (draft[extension.Id] is JsonObject owner) return owner;
        draft[extension.Id] = owner = [];
        return owner;
    }
}
