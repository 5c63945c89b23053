namespace Orgvue.ScimEndpoint.Notifications;

/// <summary>What came of sending once.</summary>
public abstract record Attempt
{
    public sealed record Delivered(int Status, string Answer) : Attempt;

    /// <summary>An answer that is not 2xx.</summary>
    /// <param name="RetryAfter">When the receiver wants to be asked again.</param>
    public sealed record Refused(int Status, string Answer, TimeSpan? RetryAfter) : Attempt;

    public sealed record NoAnswer(string Why) : Attempt;

    public int? StatusOrNull => this switch { Delivered d => d.Status, Refused r => r.Status, _ => null };

    /// <summary>Null for what was delivered.</summary>
    public string? Error => this switch
    {
        Refused { Status: >= 300 and < 400 } r => $"{r.Status}: redirects are not followed.",
        Refused r => r.Answer.Length == 0 ? $"{r.Status}" : $"{r.Status}: {r.Answer}",
        NoAnswer n => n.Why,
        _ => null,
    };
}
