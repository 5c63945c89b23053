using System.Text.Json;

namespace Orgvue.ScimEndpoint.WorkOs.Pulling;

/// <summary>What came of asking WorkOS once.</summary>
public abstract record Answer
{
    /// <param name="At">When it was answered, by WorkOS's clock; null where the answer does not say.</param>
    public sealed record Told(JsonElement Body, DateTimeOffset? At) : Answer;

    /// <summary>No, and asking again would not change it.</summary>
    public sealed record Refused(int Status, string Message) : Answer;

    /// <summary>An answer with which nothing can be done until somebody has put something right.</summary>
    public sealed record Useless(string Why) : Answer;

    /// <summary>No answer of use this time.</summary>
    /// <param name="Asked">When WorkOS wants to be asked again.</param>
    public sealed record Later(string Why, TimeSpan? Asked) : Answer;
}
