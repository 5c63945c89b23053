using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Sync;

/// <summary>
/// Appends what the next run must look at, inside the caller's transaction. The first change appended after a run opens the next window by
/// being there (rules B1-B3): there is no second row that could disagree with it.
/// </summary>
public sealed class ChangeLog(TimeProvider clock)
{
    /// <summary>More users than this touched at once are not listed one by one: the run looks at everybody instead.</summary>
    public const int ListedAtOnce = 1000;

    public void User(ScimDb db, int directory, ChangeKind kind, Guid user, string? emailBefore = null) =>
        Append(db, directory, kind, c => { c.UserId = user; c.EmailKey = emailBefore; });

    public void Group(ScimDb db, int directory, ChangeKind kind, Guid group) =>
        Append(db, directory, kind, c => c.GroupId = group);

    /// <summary>Users whose membership of a group came or went.</summary>
    public void Members(ScimDb db, int directory, ChangeKind kind, Guid group, IReadOnlyCollection<Guid> users)
    {
        if (users.Count > ListedAtOnce) Append(db, directory, ChangeKind.Everybody, c => c.GroupId = group);
        else
            foreach (var user in users)
                Append(db, directory, kind, c => { c.UserId = user; c.GroupId = group; });
    }

    /// <summary>A directory that is only just being set up has nothing to run: its first run will be a full one all the same.</summary>
    public void Configuration(ScimDb db, int directory, int? tenant, bool opensWindow = true) =>
        Append(db, directory, ChangeKind.ConfigurationChanged, c => { c.TenantKey = tenant; c.OpensWindow = opensWindow; });

    /// <summary>An edit by hand stands until the next run and causes none (rule B2).</summary>
    public void AccountEdited(ScimDb db, int directory, int tenant, Guid account, Guid? user, string emailKey) =>
        Append(db, directory, ChangeKind.AccountEdited, c =>
        {
            c.TenantKey = tenant;
            c.AccountId = account;
            c.UserId = user;
            c.EmailKey = emailKey;
            c.OpensWindow = false;
        });

    void Append(ScimDb db, int directory, ChangeKind kind, Action<Change> with)
    {
        var change = new Change { DirectoryKey = directory, Kind = kind, At = clock.GetUtcNow() };
        with(change);
        db.Add(change);
    }
}
