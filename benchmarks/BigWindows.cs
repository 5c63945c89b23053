using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Benchmarks;

/// <summary>Single changes in a big directory, each with the run that follows it, in this process.</summary>
static class BigWindows
{
    const int WarmUp = 10, Times = 31;

    public static async Task<List<(string What, double Median)>> MediansAsync(BigDirectory directory)
    {
        // Whatever earlier requests left waiting.
        await directory.Runner.RunAsync(BigDirectory.Directory, SyncTrigger.SyncNow, CancellationToken.None);
        var users = await directory.Store.ReadAsync(db => db.Users.Where(u => u.DirectoryKey == BigDirectory.Directory).OrderBy(u => u.ExternalId).Take(3_000).Select(u => u.Id).ToListAsync());
        var (admins, everyone, team, other) = (await GroupAsync(directory, "admin"), await GroupAsync(directory, "user"), await GroupAsync(directory, "team5"), await GroupAsync(directory, "team6"));
        return
        [
            ("a user joins or leaves a team", await MedianAsync(directory, n => ToggleAsync(directory, team, users[11 + n / 2 * 3]))),
            ("a user is turned off or on", await MedianAsync(directory, n => TurnAsync(directory, users[12 + n / 2 * 3]))),
            ("a user joins or leaves the admins", await MedianAsync(directory, n => ToggleAsync(directory, admins, users[301 + n / 2 * 3]))),
            ("an admin joins or leaves the group of all users", await MedianAsync(directory, _ => ToggleAsync(directory, everyone, users[2_000]))),
            ("an admin joins or leaves a team", await MedianAsync(directory, _ => ToggleAsync(directory, other, users[2_000]))),
        ];
    }

    static Task<Guid> GroupAsync(BigDirectory directory, string role) => directory.Store.ReadAsync(db =>
        db.Groups.Where(g => g.DirectoryKey == BigDirectory.Directory && g.DisplayName == BigDirectory.Prefix + role).Select(g => g.Id).SingleAsync());

    static async Task<double> MedianAsync(BigDirectory directory, Func<int, Task> change)
    {
        var times = new List<double>();
        for (var n = 0; n < WarmUp + Times; n++)
        {
            await change(n);
            var watch = Stopwatch.StartNew();
            var run = (await directory.Runner.RunAsync(BigDirectory.Directory, SyncTrigger.SyncNow, CancellationToken.None))!.Single();
            if (n >= WarmUp) times.Add(watch.Elapsed.TotalMilliseconds);
            if (run is not { Full: false, Status: SyncRunStatus.Completed } || run.Updated + run.Disabled != 1)
                throw new InvalidOperationException($"Expected that a run follows its one change, not {run.Status}, {run.Updated} updated, {run.Disabled} disabled, {run.Failed} failed.");
        }
        return times.Order().ElementAt(Times / 2);
    }

    static Task ToggleAsync(BigDirectory directory, Guid group, Guid user) => directory.Store.WriteAsync(async db =>
    {
        var known = await db.Members.SingleOrDefaultAsync(m => m.DirectoryKey == BigDirectory.Directory && m.GroupId == group && m.MemberId == user);
        if (known is not null) db.Remove(known);
        else db.Add(new GroupMember { DirectoryKey = BigDirectory.Directory, GroupId = group, MemberId = user, Kind = MemberKind.User });
        directory.Log.Members(db, BigDirectory.Directory, known is null ? ChangeKind.MemberAdded : ChangeKind.MemberRemoved, group, [user]);
    }, CancellationToken.None);

    static Task TurnAsync(BigDirectory directory, Guid user) => directory.Store.WriteAsync(async db =>
    {
        var row = await db.Users.SingleAsync(u => u.DirectoryKey == BigDirectory.Directory && u.Id == user);
        row.Active = row.Active == false;
        row.Version++;
        directory.Log.User(db, BigDirectory.Directory, ChangeKind.UserChanged, user);
    }, CancellationToken.None);
}
