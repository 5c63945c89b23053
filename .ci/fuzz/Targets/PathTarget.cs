using System.Text;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Patching;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Fuzz.Targets;

/// <summary>The path of an operation is read, written and read again (RFC 7644 section 3.5.2).</summary>
sealed class PathTarget : Target
{
    static readonly ScimLimits NoLimits = new() { FilterLength = int.MaxValue, Depth = int.MaxValue };

    public override string Name => "path";

    public override IReadOnlyList<string> Words { get; } =
    [
        .. Samples.Words, "[", "]", "].", "[value eq \"", "[type eq \"work\"].value", ".value", " eq ", " and ", " or ", "not (", "\"", " pr", "members[value eq \"x\"]",
        "tags[value eq \"a\"]", "doors[floor gt 1].days",
    ];

    public override IReadOnlyList<string> Seeds => ["Aname.familyName", "Aemails[type eq \"work\"].value", "Bmembers[value eq \"x\" or value eq \"y\"]", $"A{ScimUris.EnterpriseUser}:manager"];

    public override void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty) return;
        var type = (input[0] & 1) == 0 ? Samples.Group : Samples.User;
        PatchPath path;
        try
        {
            path = PatchPath.Parse(Encoding.UTF8.GetString(input[1..]), type, Samples.Limits, new Tolerance(Samples.ProfileOf((byte)(input[0] >> 1))));
        }
        catch (ScimException refusal)
        {
            Refusals.Expect(refusal, [ScimTypes.InvalidPath]);
            return;
        }
        CheckWritten(path, type);
    }

    static void CheckWritten(PatchPath path, ResourceType type)
    {
        var written = path.Filter is null ? path.Target.Key
            : $"{(path.Target with { Sub = null }).Key}[{path.Filter}]{(path.Target.Sub is { } sub ? $".{sub.Name}" : "")}";
        PatchPath again;
        try
        {
            again = PatchPath.Parse(written, type, NoLimits, new Tolerance());
        }
        catch (ScimException refusal)
        {
            throw new BrokenPromiseException($"a path that was read and written cannot be read: {written}: {refusal.Message}");
        }
        if (again != path) throw new BrokenPromiseException($"a path that was read and written means another: {written}");
    }
}
