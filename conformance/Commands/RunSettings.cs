namespace Orgvue.ScimEndpoint.Conformance.Commands;

/// <summary>What the user asked of a run.</summary>
sealed record RunSettings(
    string Url, string? Token, string Suite, string? Case, string? AdminUrl, string? AdminKey, string? Directory,
    string Report, string? Out, bool Verbose, double Timeout, string? Dialogues)
{
    /// <summary>What keeps a run with these settings from making sense, or null.</summary>
    public string? Fault
    {
        get
        {
            if (!IsHttp(Url)) return $"--url must be an http(s) URL, not \"{Url}\".";
            if (string.IsNullOrEmpty(Token)) return "--token is missing (or set SCIM_TOKEN).";
            if (AdminUrl is not null && !IsHttp(AdminUrl)) return $"--admin-url must be an http(s) URL, not \"{AdminUrl}\".";
            if (AdminUrl is not null && string.IsNullOrEmpty(AdminKey)) return "--admin-url also needs --admin-key (or SCIM_ADMIN_KEY).";
            if (Timeout is <= 0 or > 3600 or double.NaN) return "--timeout must be between 0 and 3600 seconds.";
            return null;
        }
    }

    static bool IsHttp(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https");
}
