using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.WorkOs;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>Where a directory lives at WorkOS, and what opens it.</summary>
public sealed record NewWorkOsLink
{
    /// <summary>The directory's id at WorkOS; without it the first webhook tells, or the API key that sees one directory alone.</summary>
    public string? DirectoryId { get; init; }

    /// <summary>Root of the REST API; the server's WorkOs:BaseUrl without it.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>Key of the REST API (sk_…); without it nothing is pulled.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Key of the webhooks' signatures (whsec_…); without it no webhook is accepted.</summary>
    public string? WebhookSecret { get; init; }

    /// <summary>What becomes of a user whom WorkOS deleted: it deletes inactive users too, so deactivate unless said otherwise.</summary>
    public WorkOsDeletedUsers? DeletedUsers { get; init; }

    public bool? Enabled { get; init; }

    internal CheckedLink Checked(Checks checks, string at, bool privateToo) => new(
        WorkOsChecks.RemoteId(checks, at + "directoryId", DirectoryId), WorkOsChecks.BaseUrl(checks, at + "baseUrl", BaseUrl, privateToo),
        WorkOsChecks.ApiKey(checks, at + "apiKey", ApiKey), WorkOsChecks.Secret(checks, at + "webhookSecret", WebhookSecret),
        DeletedUsers ?? WorkOsDeletedUsers.Deactivate, Enabled ?? true);
}

/// <summary>What may be changed of a link; what is not given stays, and what is given as null is taken away.</summary>
public sealed class WorkOsLinkEdit
{
    bool _idGiven, _urlGiven, _keyGiven, _secretGiven;

    /// <summary>Another directory: what was known of the old one counts no more once the new one was read whole.</summary>
    public string? DirectoryId
    {
        get;
        set { field = value; _idGiven = true; }
    }

    public string? BaseUrl
    {
        get;
        set { field = value; _urlGiven = true; }
    }

    public string? ApiKey
    {
        get;
        set { field = value; _keyGiven = true; }
    }

    /// <summary>In the place of the old one at once. To have both accepted for a while, rotate instead.</summary>
    public string? WebhookSecret
    {
        get;
        set { field = value; _secretGiven = true; }
    }

    public WorkOsDeletedUsers? DeletedUsers { get; set; }

    /// <summary>False: webhooks are refused and nothing is pulled; what came stays.</summary>
    public bool? Enabled { get; set; }

    internal bool OpensAnew => _keyGiven || _urlGiven || _idGiven || Enabled == true;

    internal void Apply(WorkOsLink link, LinkSecrets secrets, bool privateToo)
    {
        var checks = new Checks();
        if (_idGiven) link.RemoteId = WorkOsChecks.RemoteId(checks, "directoryId", DirectoryId);
        if (_urlGiven) link.BaseUrl = WorkOsChecks.BaseUrl(checks, "baseUrl", BaseUrl, privateToo);
        var key = _keyGiven ? WorkOsChecks.ApiKey(checks, "apiKey", ApiKey) : null;
        var secret = _secretGiven ? WorkOsChecks.Secret(checks, "webhookSecret", WebhookSecret) : null;
        checks.Refuse();
        if (_keyGiven) link.ApiKey = key is null ? null : secrets.Protect(key);
        if (_secretGiven) (link.Secret, link.OldSecret) = (secret is null ? null : secrets.Protect(secret), null);
        (link.DeletedUsers, link.Enabled) = (DeletedUsers ?? link.DeletedUsers, Enabled ?? link.Enabled);
    }
}

/// <summary>The next key of the webhooks' signatures.</summary>
public sealed record NewWorkOsSecret
{
    /// <summary>As WorkOS shows it: whsec_ and what follows.</summary>
    public string? WebhookSecret { get; init; }

    internal string Checked()
    {
        var checks = new Checks();
        var secret = WorkOsChecks.Secret(checks, "webhookSecret", WebhookSecret);
        if (WebhookSecret is null) checks.Add("webhookSecret", "required", "Give the new secret.");
        checks.Refuse();
        return secret!;
    }
}

sealed record CheckedLink(string? RemoteId, string? BaseUrl, string? ApiKey, string? Secret, WorkOsDeletedUsers DeletedUsers, bool Enabled)
{
    public void Fill(WorkOsLink link, LinkSecrets secrets)
    {
        (link.RemoteId, link.BaseUrl, link.DeletedUsers, link.Enabled) = (RemoteId, BaseUrl, DeletedUsers, Enabled);
        link.ApiKey = ApiKey is null ? null : secrets.Protect(ApiKey);
        (link.Secret, link.OldSecret) = (Secret is null ? null : secrets.Protect(Secret), null);
    }
}

static class WorkOsChecks
{
    const int MaxId = 255;
    const int LeastKey = 16;
    const int LeastSecret = 8;
    const int MaxSecret = 500;

    public static string? RemoteId(Checks checks, string field, string? id)
    {
        if (id is null) return null;
        var text = checks.Text(field, id, MaxId);
        if (text.Any(c => c is <= ' ' or > '~')) checks.Add(field, "format", "Expected an id such as directory_01KVN0RGVVE0D1RECT0RY00001.");
        return text;
    }

    public static string? BaseUrl(Checks checks, string field, string? url, bool privateToo)
    {
        if (url is null) return null;
        var text = WebhookChecks.Url(checks, url, privateToo, field);
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri)) return text;
        // A bearer key in clear is anybody's.
        if (uri.Scheme == "http" && !privateToo)
            checks.Add(field, "https", "Expected https; http is allowed with the setting Notifications:AllowPrivateNetworks.");
        if (uri.Query.Length > 0) checks.Add(field, "format", "Expected the root of the API, without a query.");
        return text.TrimEnd('/');
    }

    /// <summary>It goes into a header, which is ASCII.</summary>
    public static string? ApiKey(Checks checks, string field, string? key) => Key(checks, field, key, LeastKey, c => c is > ' ' and <= '~');

    /// <summary>Its UTF-8 is the key of a hash, so any letter may be in it.</summary>
    public static string? Secret(Checks checks, string field, string? secret) =>
        Key(checks, field, secret, LeastSecret, c => !char.IsWhiteSpace(c) && !char.IsControl(c));

    static string? Key(Checks checks, string field, string? key, int least, Func<char, bool> allowed)
    {
        if (key is null) return null;
        if (key.Length < least || key.Length > MaxSecret)
            checks.Add(field, "length", $"Has {key.Length} characters; from {least} to {MaxSecret} are allowed.");
        if (!key.All(allowed)) checks.Add(field, "format", "Holds a blank, or a character that no such key has.");
        return key;
    }
}
