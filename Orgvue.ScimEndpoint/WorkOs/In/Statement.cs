namespace Orgvue.ScimEndpoint.WorkOs.In;

/// <summary>
/// What WorkOS says of one thing at one time: an event makes one or several, an object in a list one. What is known is a function of the set
/// of all statements: neither the order in which they come nor how often matters.
/// </summary>
public abstract record Statement(Stamp Stamp)
{
    /// <param name="Present">Not deleted; whether it is active the object itself says.</param>
    /// <param name="Provisions">Says that it is there and not deprovisioned: without such a statement nothing is created.</param>
    /// <param name="Data">The WorkOS object, as JSON.</param>
    public sealed record User(string Id, bool Present, bool Provisions, string Data, Stamp Stamp) : Statement(Stamp);

    public sealed record Group(string Id, bool Present, bool Provisions, string Data, Stamp Stamp) : Statement(Stamp);

    public sealed record Membership(string GroupId, string UserId, bool Present, Stamp Stamp) : Statement(Stamp)
    {
        /// <summary>How a membership is called among the registers.</summary>
        public static string IdOf(string group, string user) => $"{group} {user}";
    }

    public sealed record Activated(Stamp Stamp) : Statement(Stamp);

    /// <summary>The only event of a teardown: all that was true until then is void.</summary>
    public sealed record TornDown(Stamp Stamp) : Statement(Stamp);
}
