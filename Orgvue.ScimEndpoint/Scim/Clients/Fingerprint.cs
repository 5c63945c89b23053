namespace Orgvue.ScimEndpoint.Scim.Clients;

/// <summary>The shape of a request → the identity provider that sent it. Pure; what is not known is called unknown.</summary>
public static class Fingerprint
{
    /// <summary>Products that name themselves in the User-Agent, by a word of it.</summary>
    static readonly (string Word, string Client)[] Products =
    [
        ("okta", "Okta"), ("google-auto-provisioning", "Google"), ("onelogin", "OneLogin"), ("jumpcloud", "JumpCloud"), ("pingfederate", "Ping"),
        ("pingone", "Ping"), ("pingidentity", "Ping"), ("rippling", "Rippling"), ("cyberark", "CyberArk"), ("idaptive", "CyberArk"),
        ("authentik", "authentik"), ("keycloak", "Keycloak"), ("sailpoint", "SailPoint"), ("midpoint", "midPoint"), ("evolveum", "midPoint"),
        ("rauthy", "Rauthy"), ("azure-ad", "Entra"), ("azure active directory", "Entra"), ("microsoft entra", "Entra"),
    ];

    /// <summary>What says who it is counts before what merely looks so; where looks point to two providers, nothing is claimed.</summary>
    public static Client Of(ClientRequest request)
    {
        if (NamedBy(request.Header("User-Agent")) is { } named) return named;
        var found = Signs.All.Where(s => s.IsIn(request)).ToList();
        if (found.Find(s => s.IsStrong) is { } strong) return Client.Of(strong, strong.Evidence);
        var clients = found.Select(s => s.Client).Distinct().ToList();
        if (clients.Count == 0) return Client.Unknown;
        return Agreed(clients) is { } agreed
            ? Client.Of(found[0] with { Client = agreed }, string.Join(" ", found.Select(s => s.Evidence)))
            : Client.Unknown with { Evidence = $"The request has traits of {string.Join(" and of ", clients)}." };
    }

    // Entra's dialects share traits; another provider's trait beside them is a contradiction.
    static string? Agreed(List<string> clients)
    {
        if (clients is [var one]) return one;
        if (!clients.TrueForAll(c => c.StartsWith("Entra", StringComparison.Ordinal))) return null;
        return clients.Where(c => c != "Entra").ToList() is [var dialect] ? dialect : "Entra";
    }

    static Client? NamedBy(string? userAgent)
    {
        if (string.IsNullOrEmpty(userAgent)) return null;
        foreach (var (word, client) in Products)
            if (userAgent.Contains(word, StringComparison.OrdinalIgnoreCase))
                return new(client, $"User-Agent: {Excerpt.Of(userAgent)}");
        return null;
    }
}
