namespace Orgvue.ScimEndpoint.Scim;

/// <summary>Settings under <c>Paging:</c>.</summary>
public sealed record PagingOptions
{
    /// <summary>How long a cursor is valid after the page that gave it (RFC 9865 §4, cursorTimeout); zero is for ever.</summary>
    public TimeSpan CursorTimeout { get; init; } = TimeSpan.FromHours(1);
}
