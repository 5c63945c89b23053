namespace Orgvue.ScimEndpoint.Conformance.Running;

/// <summary>One thing that was not as it should be, and where.</summary>
public sealed record Problem(string Where, string Request, string Expected, string Got)
{
    public override string ToString() => $"{Where}: {Request}: expected {Expected}, got {Got}";
}
