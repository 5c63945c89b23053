using System.Net.Http.Headers;

namespace Orgvue.ScimEndpoint.Conformance.Commands;

/// <summary>What every verb that talks to a server needs of one.</summary>
static class Connection
{
    public static string? FaultOf(string url, string? token, double timeout)
    {
        if (!IsHttp(url)) return $"--url must be an http(s) URL, not \"{url}\".";
        if (string.IsNullOrEmpty(token)) return "--token is missing (or set SCIM_TOKEN).";
        if (timeout is <= 0 or > 3600 or double.NaN) return "--timeout must be between 0 and 3600 seconds.";
        return null;
    }

    public static bool IsHttp(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https");

    public static HttpClient Client(HttpMessageHandler handler, double timeout, string root, string? key) =>
        new(handler, disposeHandler: false)
        {
            BaseAddress = new Uri(root.TrimEnd('/') + "/"),
            Timeout = TimeSpan.FromSeconds(timeout),
            DefaultRequestHeaders = { Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key) },
        };

    public static int Refuse(TextWriter error, string why)
    {
        error.WriteLine(why);
        return 2;
    }
}
