namespace Orgvue.ScimEndpoint.Scim.Clients;

/// <summary>Who a request seems to come from, and what tells it.</summary>
/// <param name="Name">A provider's name; with "probably" before it where only the shape of the request tells; or "unknown".</param>
public sealed record Client(string Name, string Evidence)
{
    public const string UnknownName = "unknown";

    public static readonly Client Unknown = new(UnknownName, "Nothing in the request is any known provider's own.");

    public static Client Of(Sign sign, string evidence) => new(sign.IsStrong ? sign.Client : $"probably {sign.Client}", evidence);
}

/// <summary>A trait of requests by which one provider is told. Strong: the client says who it is. Weak: others could send the same.</summary>
public sealed record Sign(string Client, bool IsStrong, string Evidence, Func<ClientRequest, bool> IsIn);
