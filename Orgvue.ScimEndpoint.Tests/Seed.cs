using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Sync;
using Microsoft.Extensions.DependencyInjection;
using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.Tests;

/// <summary>Puts people into a directory through the store, for tests whose subject is not SCIM.</summary>
static class Seed
{
    /// <summary>A user in a group of this role, with the change that opens the window.</summary>
    public static async Task<Guid> UserAsync(Host host, TestDirectory directory, string email, string? role = "user", string prefix = "IAMAPP_Orgvue_SCIM_")
    {
        var now = host.Clock.GetUtcNow();
        var user = NewId.At(host.Clock);
        await host.Store.WriteAsync(async db =>
        {
            db.Add(new DirectoryUser
            {
                DirectoryKey = directory.Key, Id = user, UserName = email, UserNameKey = Fold.Key(email), LoginEmail = email,
                LoginEmailKey = Fold.Key(email), Document = "{}", CreatedAt = now, UpdatedAt = now,
                Emails = [new UserEmail { DirectoryKey = directory.Key, UserId = user, ValueKey = Fold.Key(email) }],
            });
            host.Services.GetRequiredService<ChangeLog>().User(db, directory.Key, ChangeKind.UserCreated, user);
            if (role is null) return;
            var name = prefix + role;
            var group = db.Groups.SingleOrDefault(g => g.DirectoryKey == directory.Key && g.DisplayNameKey == Fold.Key(name)) ?? db.Add(new DirectoryGroup
            {
                DirectoryKey = directory.Key, Id = NewId.At(host.Clock), DisplayName = name, DisplayNameKey = Fold.Key(name), Document = "{}",
                CreatedAt = now, UpdatedAt = now,
            }).Entity;
            db.Add(new GroupMember { DirectoryKey = directory.Key, GroupId = group.Id, MemberId = user, Kind = MemberKind.User });
            await Task.CompletedTask;
        }, CancellationToken.None);
        return user;
    }

    /// <summary>The same, and a run, so that the account is there.</summary>
    public static async Task<Guid> SyncedUserAsync(Host host, TestDirectory directory, string email, string role = "user")
    {
        var user = await UserAsync(host, directory, email, role);
        Assert.NotNull(await host.Services.GetRequiredService<SyncRunner>().RunAsync(directory.Key, SyncTrigger.SyncNow, CancellationToken.None));
        return user;
    }
}
