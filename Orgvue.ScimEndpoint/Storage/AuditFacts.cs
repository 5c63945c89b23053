using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>Which rows are audited, and what of them is told. Hashes and secrets never are.</summary>
static class AuditFacts
{
    /// <summary>Null for what is not audited by itself; accounts with their roles, and members, are told together.</summary>
    public static AuditSubject? SubjectOf(object row) => row switch
    {
        Directory => AuditSubject.Directory,
        DirectoryToken => AuditSubject.Token,
        ApiKey => AuditSubject.ApiKey,
        Administrator => AuditSubject.Administrator,
        IamSyncConfiguration => AuditSubject.Configuration,
        DirectorySchema => AuditSubject.Schema,
        Tenant => AuditSubject.Tenant,
        DirectoryUser => AuditSubject.User,
        DirectoryGroup => AuditSubject.Group,
        SyncRun { HeldBecause: not null } => AuditSubject.Run,
        WebhookEndpoint => AuditSubject.WebhookEndpoint,
        WorkOsLink => AuditSubject.WorkOsLink,
        _ => null,
    };

    public static string IdOf(object row) => row switch
    {
        Directory directory => directory.Id,
        DirectoryToken token => token.Id.ToString(),
        ApiKey key => key.Id.ToString(),
        Administrator administrator => administrator.Id.ToString(),
        IamSyncConfiguration configuration => configuration.Id.ToString(),
        DirectorySchema schema => schema.Id,
        Tenant tenant => tenant.TenantId,
        DirectoryUser user => user.Id.ToString(),
        DirectoryGroup group => group.Id.ToString(),
        SyncRun run => run.Id.ToString(),
        WebhookEndpoint endpoint => endpoint.Id.ToString(),
        // One a directory, which the entry names.
        WorkOsLink => "workos",
        _ => throw new ArgumentException($"{row.GetType().Name} is not audited.", nameof(row)),
    };

    public static string? NameOf(object row) => row switch
    {
        Directory directory => directory.Name,
        DirectoryToken token => "…" + token.Suffix,
        ApiKey key => key.Name,
        Administrator administrator => administrator.Name,
        IamSyncConfiguration configuration => configuration.Tenant?.TenantId,
        DirectorySchema schema => schema.Id,
        Tenant tenant => tenant.TenantId,
        DirectoryUser user => user.UserName,
        DirectoryGroup group => group.DisplayName,
        WebhookEndpoint endpoint => Host(endpoint.Url),
        WorkOsLink link => link.RemoteId,
        _ => null,
    };

    public static int DirectoryOf(object row) => row switch
    {
        Directory directory => directory.Key,
        DirectoryToken token => token.DirectoryKey,
        IamSyncConfiguration configuration => configuration.DirectoryKey,
        DirectorySchema schema => schema.DirectoryKey,
        DirectoryUser user => user.DirectoryKey,
        DirectoryGroup group => group.DirectoryKey,
        SyncRun run => run.DirectoryKey,
        WebhookEndpoint endpoint => endpoint.DirectoryKey ?? 0,
        WorkOsLink link => link.DirectoryKey,
        _ => 0,
    };

    public static int TenantOf(object row) => row switch
    {
        IamSyncConfiguration configuration => configuration.TenantKey,
        Tenant tenant => tenant.Key,
        SyncRun run => run.TenantKey,
        _ => 0,
    };

    /// <summary>What is told of a row that is no account.</summary>
    public static JsonObject Of(object row, PropertyValues values) => row switch
    {
        DirectoryUser or DirectoryGroup => JsonNode.Parse(DocumentOf(values))!.AsObject(),
        Directory => Pick(values, nameof(Directory.Name), nameof(Directory.Provider), nameof(Directory.Environment), nameof(Directory.State),
            nameof(Directory.Profile), nameof(Directory.IamAdministratorEmail), nameof(Directory.SyncDelay), nameof(Directory.AcceptsTokens),
            nameof(Directory.AcceptsClientCredentials), nameof(Directory.JwtIssuer), nameof(Directory.JwtAudience), nameof(Directory.JwtClientId)),
        DirectoryToken => Pick(values, nameof(DirectoryToken.Kind), nameof(DirectoryToken.Suffix), nameof(DirectoryToken.ExpiresAt), nameof(DirectoryToken.RevokedAt)),
        ApiKey => Pick(values, nameof(ApiKey.Name), nameof(ApiKey.Role), nameof(ApiKey.Suffix), nameof(ApiKey.ExpiresAt), nameof(ApiKey.RevokedAt)),
        Administrator => Pick(values, nameof(Administrator.Name), nameof(Administrator.Role), nameof(Administrator.PasswordChangedAt),
            nameof(Administrator.SignedInAt), nameof(Administrator.LockedUntil)),
        DirectorySchema => Schema(values),
        Tenant => Pick(values, nameof(Tenant.Environment)),
        SyncRun => Pick(values, nameof(SyncRun.Status), nameof(SyncRun.HeldBecause), nameof(SyncRun.PlanHash), nameof(SyncRun.DecidedBy)),
        WebhookEndpoint => Endpoint(values),
        WorkOsLink => Link(values),
        IamSyncConfiguration => Pick(values, nameof(IamSyncConfiguration.Mode), nameof(IamSyncConfiguration.GroupPrefix),
            nameof(IamSyncConfiguration.Domains), nameof(IamSyncConfiguration.DomainPolicy), nameof(IamSyncConfiguration.OnMissingPlatformRole),
            nameof(IamSyncConfiguration.InactiveUserHandling), nameof(IamSyncConfiguration.ProtectedAccounts),
            nameof(IamSyncConfiguration.GuardAccounts), nameof(IamSyncConfiguration.GuardPercent), nameof(IamSyncConfiguration.HoldOnLastAdmin),
            nameof(IamSyncConfiguration.Enabled)),
        _ => throw new ArgumentException($"{row.GetType().Name} is not audited.", nameof(row)),
    };
    public static JsonObject OfAccount(PropertyValues account, IEnumerable<PropertyValues> roles) => OfAccount(
        name => account[name],
        roles.Select(r => (r.GetValue<string>(nameof(RoleAssignment.Role)), r.GetValue<List<string>>(nameof(RoleAssignment.SourceGroups)))));

    /// <summary>Of an account that nothing tracks.</summary>
    public static JsonObject OfAccount(Account account) => OfAccount(
        name => name switch
        {
            nameof(Account.Email) => account.Email,
            nameof(Account.Enabled) => account.Enabled,
            nameof(Account.Source) => account.Source,
            nameof(Account.DirectoryUserId) => account.DirectoryUserId,
            nameof(Account.ExpiryDate) => account.ExpiryDate,
            nameof(Account.TokenAccess) => account.TokenAccess,
            nameof(Account.HiddenFeatures) => account.HiddenFeatures,
            nameof(Account.AdditionalProperties) => account.AdditionalProperties,
            _ => throw new ArgumentException($"{name} of an account is not told.", nameof(account)),
        },
        account.Roles.Select(r => (r.Role, r.SourceGroups)));

    /// <summary>Of a user or a group.</summary>
    public static string DocumentOf(PropertyValues values) => values.GetValue<string>(nameof(DirectoryUser.Document));

    static JsonObject OfAccount(Func<string, object?> value, IEnumerable<(string Role, List<string> Groups)> roles)
    {
        var facts = Pick(value, nameof(Account.Email), nameof(Account.Enabled), nameof(Account.Source), nameof(Account.DirectoryUserId),
            nameof(Account.ExpiryDate), nameof(Account.TokenAccess), nameof(Account.HiddenFeatures));
        facts["additionalProperties"] = JsonNode.Parse((string)value(nameof(Account.AdditionalProperties))!);
        facts["roles"] = new JsonArray([.. roles.OrderBy(r => r.Role, StringComparer.Ordinal)
            .Select(r => new JsonObject { ["role"] = r.Role, ["groups"] = Json(r.Groups) })]);
        return facts;
    }

    static JsonObject Schema(PropertyValues values)
    {
        var facts = Pick(values, nameof(DirectorySchema.ResourceType));
        facts["definition"] = JsonNode.Parse(values.GetValue<string>(nameof(DirectorySchema.Definition)));
        return facts;
    }

    // The address of a Slack or Teams channel is as good as a key to it: the host is told, and of the rest and of the secret that they changed.
    static JsonObject Endpoint(PropertyValues values)
    {
        var facts = Pick(values, nameof(WebhookEndpoint.Events), nameof(WebhookEndpoint.Enabled));
        var url = values.GetValue<string>(nameof(WebhookEndpoint.Url));
        facts["host"] = Host(url);
        facts["urlFingerprint"] = Fingerprint(Encoding.UTF8.GetBytes(url));
        facts["secretFingerprint"] = Fingerprint(values.GetValue<byte[]>(nameof(WebhookEndpoint.Secret)));
        return facts;
    }

    // Of keys and secrets, that they changed.
    static JsonObject Link(PropertyValues values)
    {
        var facts = Pick(values, nameof(WorkOsLink.RemoteId), nameof(WorkOsLink.BaseUrl), nameof(WorkOsLink.DeletedUsers), nameof(WorkOsLink.Enabled),
            nameof(WorkOsLink.TornDownAt), nameof(WorkOsLink.ActivatedAt));
        foreach (var name in new[] { nameof(WorkOsLink.ApiKey), nameof(WorkOsLink.Secret), nameof(WorkOsLink.OldSecret) })
            facts[char.ToLowerInvariant(name[0]) + name[1..] + "Fingerprint"] = values.GetValue<byte[]?>(name) is { } kept ? Fingerprint(kept) : null;
        return facts;
    }

    static string Host(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.Host : "";

    static string Fingerprint(byte[] of) => Convert.ToHexStringLower(SHA256.HashData(of))[..8];

    static JsonObject Pick(PropertyValues values, params string[] names) => Pick(name => values[name], names);

    static JsonObject Pick(Func<string, object?> value, params string[] names) =>
        new(names.Select(name => KeyValuePair.Create(char.ToLowerInvariant(name[0]) + name[1..], Json(value(name)))));

    static JsonNode? Json(object? value) => value switch
    {
        null => null,
        List<string> texts => new JsonArray([.. texts.Select(t => JsonValue.Create(t))]),
        bool flag => JsonValue.Create(flag),
        int number => JsonValue.Create(number),
        DateTimeOffset instant => JsonValue.Create(instant.UtcDateTime),
        TimeSpan span => JsonValue.Create(span.ToString("c", System.Globalization.CultureInfo.InvariantCulture)),
        _ => JsonValue.Create(value.ToString()),
    };
}
