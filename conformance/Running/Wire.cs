using System.Text;
using Orgvue.ScimEndpoint.Conformance.Format;

namespace Orgvue.ScimEndpoint.Conformance.Running;

/// <summary>A request with its variables filled in, and how it looks on the wire.</summary>
sealed record Wire(string Method, string Path, IReadOnlyDictionary<string, string?> Headers, string? Body)
{
    // What RFC 3986 lets stand in a path or query, and the % of what is escaped already. Quotes, blanks and brackets are escaped for the author.
    const string Safe = "/?&=%+:,@$!*'();~-._";

    public static Wire From(DialogueStep step, Variables variables) => new(
        step.Method,
        variables.In(step.Path),
        step.Headers.ToDictionary(h => h.Key, h => h.Value is null ? null : variables.In(h.Value), StringComparer.OrdinalIgnoreCase),
        step.RawBody is { } raw ? variables.In(raw) : variables.In(step.Body)?.ToJsonString());

    public static Wire Delete(string path) => new("DELETE", path, new Dictionary<string, string?>(), null);

    /// <summary>The default Authorization was taken away, not replaced.</summary>
    public bool IsAnonymous => Headers.TryGetValue("Authorization", out var value) && value is null;

    public HttpRequestMessage ToMessage(Uri root, Target on)
    {
        var message = new HttpRequestMessage(HttpMethod.Parse(Method), AddressUnder(root));
        var media = on == Target.Scim ? "application/scim+json" : "application/json";
        if (Body is not null) message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body));
        foreach (var (name, value) in Defaults(media).Where(d => !Headers.ContainsKey(d.Name)).Concat(Headers.Select(h => (h.Key, h.Value))))
        {
            if (value is null || message.Headers.TryAddWithoutValidation(name, value)) continue;
            // Content-Type belongs to the content; some clients send it on a GET too.
            message.Content ??= new ByteArrayContent([]);
            message.Content.Headers.TryAddWithoutValidation(name, value);
        }
        return message;
    }

    /// <summary>Null when the path is an absolute URL of another host: the token is not for that one.</summary>
    public Uri? AddressUnder(Uri root)
    {
        var absolute = Path.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || Path.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        var text = absolute ? Path : root.AbsoluteUri.TrimEnd('/') + Escaped(Path is "" or ['/' or '?', ..] ? Path : "/" + Path);
        var asWritten = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        return Uri.TryCreate(text, asWritten, out var address) && (address.Scheme, address.Authority) == (root.Scheme, root.Authority) ? address : null;
    }

    public string Shown => $"{Method} {Path}{(Body is null ? "" : " " + Body)}";

    IEnumerable<(string Name, string? Value)> Defaults(string media)
    {
        yield return ("Accept", media);
        yield return ("User-Agent", "orgvue-scim-conformance/1");
        if (Body is not null) yield return ("Content-Type", media);
    }

    static string Escaped(string path)
    {
        var text = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(path))
            _ = char.IsAsciiLetterOrDigit((char)b) || Safe.Contains((char)b) ? text.Append((char)b) : text.Append('%').Append(b.ToString("X2", null));
        return text.ToString();
    }
}
