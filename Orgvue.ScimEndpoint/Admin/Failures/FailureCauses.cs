using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Roles;
using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Admin.Failures;

/// <summary>Failures that one act mends: of one code, in one tenant, and by one misnamed group where that is why.</summary>
/// <param name="TenantId">Null when they concern no tenant in particular.</param>
/// <param name="Group">The group whose name almost matches.</param>
/// <param name="DidYouMean">The name that was probably meant.</param>
/// <param name="Count">How many failures.</param>
/// <param name="Users">The first few of the users.</param>
/// <param name="Remedy">What to do once, for all of them.</param>
public sealed record FailureCause(
    string Code, string? TenantId, string? Group, string? DidYouMean, int Count, DateTimeOffset FirstSeenAt, DateTimeOffset LastSeenAt,
    IReadOnlyList<FailedUser> Users, string Reason, string Remedy);

public sealed record FailedUser(string UserId, string UserName, string? Email);

/// <summary>One failure after the other → the causes behind them. Holds a few users of each cause, however many failures there are. Pure.</summary>
sealed class FailureCauses(IReadOnlyList<IamSyncConfiguration> enabled)
{
    const int Shown = 5;
    static readonly string[] OfGroups = [FailureCode.MissingPlatformRole, FailureCode.NoTenantGroup];
    readonly RoleMapper _mapper = new(Planning.Sources(enabled));
    readonly Dictionary<string, SyncGroup> _groups = new(StringComparer.Ordinal);
    readonly Dictionary<(string Code, string? Tenant, string? Group), Gathered> _causes = [];

    public void Add(SyncFailure failure)
    {
        var near = OfGroups.Contains(failure.Code) ? FailureText.Nearest([.. failure.Groups.Select(Group)]) : null;
        // Names that would give no platform role are worth a warning; they are not why the user fails.
        if (near is not { Meaning.Hint.GivesPlatformRole: true }) near = null;
        var key = (failure.Code, failure.Tenant?.TenantId, near?.Name);
        if (!_causes.TryGetValue(key, out var cause)) _causes[key] = cause = new(failure, near);
        cause.Add(failure);
    }

    /// <summary>The most costly first.</summary>
    public IReadOnlyList<FailureCause> All =>
    [
        .. _causes.Values.OrderByDescending(c => c.Count).ThenBy(c => c.Like.Code, StringComparer.Ordinal)
            .ThenBy(c => c.Like.Tenant?.TenantId, StringComparer.Ordinal).ThenBy(c => c.Near?.Name, StringComparer.Ordinal)
            .Select(c => new FailureCause(
                c.Like.Code, c.Like.Tenant?.TenantId, c.Near?.Name, c.Near?.Meaning.Hint!.Suggestion, c.Count, c.First, c.Last, c.Users, Reason(c), Remedy(c))),
    ];

    SyncGroup Group(string name) => _groups.TryGetValue(name, out var known) ? known : _groups[name] = new(name, _mapper.MeaningOf(name));

    // The reason of some codes names one user; of many it is the rule.
    static string Reason(Gathered cause) => cause.Count == 1 ? cause.Like.Reason : cause.Like.Code switch
    {
        FailureCode.DomainNotAllowed => $"The e-mail domain is not one of tenant {cause.Like.Tenant?.TenantId}'s domains",
        FailureCode.DuplicateEmail => "Another active user already signs in with the e-mail",
        _ => cause.Like.Reason,
    };

    string Remedy(Gathered cause)
    {
        if (cause.Near is { } near)
            return $"{FailureText.Hint(near)} Rename the group in the identity provider, or set the configuration's prefix to what its groups begin with.";
        if (cause.Count == 1) return cause.Like.Remedy;
        var configuration = enabled.FirstOrDefault(c => c.TenantKey == cause.Like.TenantKey);
        var prefix = configuration is null ? "" : Planning.Sources([configuration])[0].EffectivePrefix;
        return cause.Like.Code switch
        {
            FailureCode.MissingPlatformRole => $"Add these users to the group {prefix}{PlatformRole.User} or {prefix}{PlatformRole.Admin}.",
            FailureCode.NoTenantGroup => "Add these users to a tenant's user or admin group, or take them out of the provisioning scope.",
            FailureCode.MissingEmail => "Map a primary or work e-mail of these users to emails in the identity provider, or use an e-mail address as userName.",
            FailureCode.DomainNotAllowed => $"Give these users addresses in {string.Join(", ", configuration?.Domains ?? [])}, or have their domains added to the tenant's IAM Sync configuration.",
            FailureCode.DuplicateEmail => "Give each of these users an e-mail of its own, or deactivate or delete the duplicates.",
            _ => cause.Like.Remedy,
        };
    }

    sealed class Gathered(SyncFailure like, SyncGroup? near)
    {
        readonly List<FailedUser> _users = [];

        public SyncFailure Like => like;
        public SyncGroup? Near => near;
        public int Count { get; private set; }
        public DateTimeOffset First { get; private set; } = like.FirstSeenAt;
        public DateTimeOffset Last { get; private set; } = like.LastSeenAt;
        public IReadOnlyList<FailedUser> Users => _users;

        public void Add(SyncFailure failure)
        {
            Count++;
            if (failure.FirstSeenAt < First) First = failure.FirstSeenAt;
            if (failure.LastSeenAt > Last) Last = failure.LastSeenAt;
            if (_users.Count < Shown) _users.Add(new(failure.UserId.ToString(), failure.UserName, failure.Email));
        }
    }
}
