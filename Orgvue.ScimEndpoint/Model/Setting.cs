namespace Orgvue.ScimEndpoint.Model;

/// <summary>A value that the server itself must remember, such as the hash of an admin key that it generated.</summary>
public sealed class Setting
{
    public required string Name { get; set; }
    public required string Value { get; set; }
}
