using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.WorkOs.Pulling;

namespace Orgvue.ScimEndpoint.Tests.WorkOs.Pulling;

public sealed class A_pull_in_trouble
{
    const int Users = 25, Groups = 6;

    /// <summary>How a request can go wrong for once.</summary>
    static readonly Dictionary<string, Func<HttpContext, Task>> Faults = new()
    {
        ["429"] = context =>
        {
            context.Response.Headers.RetryAfter = "7";
            return ScriptedWorkOs.RefuseAsync(context, 429, "Slow down.");
        },
        ["500"] = context => ScriptedWorkOs.RefuseAsync(context, 500),
        ["503"] = context => { context.Response.Headers.RetryAfter = "3"; context.Response.StatusCode = 503; return Task.CompletedTask; },
        ["cut"] = context => { context.Abort(); return Task.CompletedTask; },
        ["cut in the body"] = async context =>
        {
            (context.Response.ContentType, context.Response.ContentLength) = ("application/json", 1000);
            await context.Response.WriteAsync("""{"object":"list","data":[""");
            await context.Response.Body.FlushAsync();
            context.Abort();
        },
        ["never-ending"] = async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested) await context.Response.WriteAsync(new string(' ', 100_000));
        },
        ["no JSON"] = context => context.Response.WriteAsync("<html>Bad gateway</html>"),
        ["half of a character"] = context => context.Response.WriteAsync("""{"object":"list","data":[{"id":"\ud800"}],"list_metadata":{"after":null}}"""),
        ["no list"] = context => context.Response.WriteAsync("""{"object":"list","list_metadata":{"after":null}}"""),
        ["no metadata"] = context => context.Response.WriteAsync("""{"object":"list","data":[]}"""),
        ["an empty page that is not the last"] = context => context.Response.WriteAsync("""{"data":[],"list_metadata":{"after":"directory_user_9"}}"""),
        ["no id"] = context => context.Response.WriteAsync("""{"data":[{"object":"directory_user"}],"list_metadata":{"after":null}}"""),
        ["a redirect"] = context => { context.Response.Redirect("http://127.0.0.1:9/"); return Task.CompletedTask; },
    };

    public static TheoryData<string> Names => [.. Faults.Keys];

    [Theory, MemberData(nameof(Names))]
    public async Task Goes_on_after_any_request_that_failed_once(string fault)
    {
        await using var host = Pulled.Server(StorageProvider.InMemory, ("WorkOs:PullPageSize", "10"), ("WorkOs:PullLargestAnswer", "300000"));
        await using var api = await ScriptedWorkOs.StartAsync(host.Clock);
        api.Directory.Fill(Users, Groups);
        var failed = new HashSet<string>();
        api.Fault = async (context, _) =>
        {
            if (!failed.Add(context.Request.Path + context.Request.QueryString)) return false;
            await Faults[fault](context);
            return true;
        };
        var directory = await host.LinkedAsync(api);

        var looks = 0;
        do
        {
            await host.ReadDueAsync();
            // A redirect is nothing that goes by itself; all else is tried again soon.
            host.Clock.Advance(fault == "a redirect" ? TimeSpan.FromHours(1) : TimeSpan.FromSeconds(8));
        }
        while ((await host.PullOf(directory)).Phase != WorkOsPullPhase.Idle && looks++ < 40);

        Assert.Equal(api.Directory.Lines(), await host.KnownAsync(directory));
        var pull = await host.PullOf(directory);
        Assert.Equal((Users, Groups, WorkOsPullPhase.Idle, null, 0), (pull.Users, pull.Groups, pull.Phase, pull.Error, pull.FailedAttempts));
        // Each request failed once and was then answered: none was asked a third time.
        Assert.All(api.Asked.GroupBy(a => a.Query).Where(q => q.Key.StartsWith("/directory_", StringComparison.Ordinal)), q => Assert.Equal(2, q.Count()));
    }

    [Fact]
    public async Task Waits_as_long_as_it_is_told_to()
    {
        await using var host = Pulled.Server();
        await using var api = await ScriptedWorkOs.StartAsync(host.Clock);
        api.Directory.Fill(Users, Groups);
        api.Fault = async (context, number) =>
        {
            if (number != 4) return false;
            context.Response.Headers.RetryAfter = "90";
            await ScriptedWorkOs.RefuseAsync(context, 429, "Slow down.");
            return true;
        };
        var directory = await host.LinkedAsync(api);

        await host.ReadDueAsync();
        var shown = (await host.ShownAsync(directory))["pull"]!;
        host.Clock.Advance(TimeSpan.FromSeconds(89));
        await host.ReadDueAsync();
        var asked = api.Asked.Count;
        // Somebody who is impatient is not told to wait, but WorkOS is not asked before its time.
        await host.Admin.PostAsync(directory.Link() + "/pull", null, HttpStatusCode.Accepted);
        await host.ReadDueAsync();

        Assert.Equal((true, "429: Slow down.", 1), ((bool)shown["running"]!, (string)shown["error"]!, (int)shown["failedAttempts"]!));
        Assert.Equal(4, asked);
        Assert.Equal(TimeSpan.FromSeconds(90), api.Asked[4].At - api.Asked[3].At);
        Assert.Equal(api.Directory.Lines(), await host.KnownAsync(directory));
    }

    [Theory]
    [InlineData(401, "does not accept the API key")]
    [InlineData(403, "may not read this directory")]
    [InlineData(404, "does not know what was asked for")]
    public async Task Stops_with_a_word_to_the_administrator_where_only_he_can_help(int status, string says)
    {
        await using var host = Pulled.Server();
        await using var api = await ScriptedWorkOs.StartAsync(host.Clock);
        api.Directory.Fill(Users, Groups);
        var broken = true;
        api.Fault = async (context, number) =>
        {
            if (!broken) return false;
            await ScriptedWorkOs.RefuseAsync(context, status);
            return true;
        };
        var directory = await host.LinkedAsync(api);

        await host.ReadDueAsync();
        var error = (string)(await host.ShownAsync(directory))["pull"]!["error"]!;
        host.Clock.Advance(TimeSpan.FromMinutes(59));
        await host.ReadDueAsync();
        var asked = api.Asked.Count;
        broken = false;
        // Whoever put it right need not wait.
        await host.Admin.PatchAsync(directory.Link(), new { apiKey = ScriptedWorkOs.Key }, HttpStatusCode.OK);
        await host.ReadDueAsync();

        Assert.Contains(says, error, StringComparison.Ordinal);
        Assert.DoesNotContain(ScriptedWorkOs.Key, error, StringComparison.Ordinal);
        Assert.Equal(1, asked);
        Assert.Equal(api.Directory.Lines(), await host.KnownAsync(directory));
    }

    public static TheoryData<string> Partial => ["users refused", "a group's list refused", "WorkOS counts more users", "not whole", "another directory's", "gone in the middle"];

    [Theory, MemberData(nameof(Partial))]
    public async Task Removes_nobody_for_a_list_that_may_be_partial(string how)
    {
        await using var host = Pulled.Server(StorageProvider.InMemory, ("WorkOs:PullPageSize", "10"));
        await using var api = await ScriptedWorkOs.StartAsync(host.Clock);
        api.Directory.Fill(Users, Groups);
        var directory = await host.LinkedAsync(api);
        await host.ReadDueAsync();
        var whole = await host.KnownAsync(directory);
        // From now on half of the users and all memberships are not listed, and no event says why.
        foreach (var user in api.Directory.Users.Take(12).ToList()) api.Directory.DeleteUser(user);
        foreach (var (group, user) in api.Directory.Members.ToList()) api.Directory.Leave(group, user);
        api.Directory.Events.Clear();
        host.Clock.Advance(TimeSpan.FromDays(1));
        switch (how)
        {
            case "users refused": Refuse("/directory_users?limit=10&order=asc&directory=directory_A&after="); break;
            case "a group's list refused": Refuse("/directory_users?limit=10&order=asc&directory=directory_A&group=" + api.Directory.Groups.ElementAt(3), 403); break;
            case "WorkOS counts more users": api.Directory.SaysActive = Users; break;
            case "not whole": api.Directory.State = "invalid_credentials"; break;
            case "another directory's":
                api.Fault = async (context, _) =>
                {
                    if (context.Request.Path != "/directory_users") return false;
                    await context.Response.WriteAsync("""{"data":[{"id":"directory_user_X","directory_id":"directory_B"}],"list_metadata":{"after":null}}""");
                    return true;
                };
                break;
            case "gone in the middle":
                var from = api.Asked.Count + 5;
                api.Before = number => { if (number == from) api.Directories.Clear(); };
                break;
        }

        await host.ReadDueAsync();

        Assert.Equal(whole, await host.KnownAsync(directory));
        Assert.NotNull((await host.ShownAsync(directory))["pull"]!["error"]);

        void Refuse(string query, int status = 404) => api.Fault = async (context, _) =>
        {
            if (!(context.Request.Path + context.Request.QueryString).StartsWith(query, StringComparison.Ordinal)) return false;
            await ScriptedWorkOs.RefuseAsync(context, status);
            return true;
        };
    }

    [Fact]
    public async Task Removes_whoever_is_in_no_whole_list()
    {
        await using var host = Pulled.Server(StorageProvider.InMemory, ("WorkOs:PullPageSize", "10"));
        await using var api = await ScriptedWorkOs.StartAsync(host.Clock);
        api.Directory.Fill(Users, Groups);
        var directory = await host.LinkedAsync(api);
        await host.ReadDueAsync();
        foreach (var user in api.Directory.Users.Take(12).ToList()) api.Directory.DeleteUser(user);
        foreach (var (group, user) in api.Directory.Members.Take(9).ToList()) api.Directory.Leave(group, user);
        api.Directory.DeleteGroup(api.Directory.Groups.First());
        api.Directory.Events.Clear();
        host.Clock.Advance(TimeSpan.FromDays(1));

        await host.ReadDueAsync();

        Assert.Equal(api.Directory.Lines(), await host.KnownAsync(directory));
        Assert.Null((await host.ShownAsync(directory))["pull"]!["error"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reads_a_list_again_whose_cursor_was_deleted(bool forgets)
    {
        await using var host = Pulled.Server(StorageProvider.InMemory, ("WorkOs:PullPageSize", "5"));
        await using var api = await ScriptedWorkOs.StartAsync(host.Clock);
        api.Directory.Fill(Users, Groups);
        api.ForgetsDeleted = forgets;
        var directory = await host.LinkedAsync(api);
        // The user at the end of the second page goes when the third is asked for.
        var deleted = false;
        api.Before = _ =>
        {
            var user = api.Directory.Users.ElementAt(9);
            if (deleted || !api.Asked[^1].Query.EndsWith("after=" + user, StringComparison.Ordinal)) return;
            deleted = true;
            api.Directory.DeleteUser(user);
        };

        await host.ReadDueAsync();

        Assert.True(deleted);
        Assert.Equal(api.Directory.Lines(), await host.KnownAsync(directory));
        Assert.Equal(WorkOsPullPhase.Idle, (await host.PullOf(directory)).Phase);
    }

    [Fact]
    public async Task Asks_for_memberships_in_the_fewest_calls()
    {
        await using var host = Pulled.Server();
        await using var api = await ScriptedWorkOs.StartAsync(host.Clock);
        var (few, many) = (api.Directory, new RemoteDirectory(host.Clock, "directory_B", "org_B"));
        api.Directories.Add(many);
        few.Fill(users: 30, groups: 4);
        many.Fill(users: 5, groups: 40);
        var (a, b) = (await host.LinkedAsync(api, few), await host.NewDirectoryAsync("Fabrikam", tenants: new TestTenant("FABRIKAM")));
        await host.LinkAsync(b, api, many);

        await host.ReadDueAsync();

        Assert.Equal(few.Lines(), await host.KnownAsync(a));
        Assert.Equal(many.Lines(), await host.KnownAsync(b));
        Assert.Equal((4, 0, 0, 5), (Calls("directory_A", "group"), Calls("directory_A", "user"), Calls("directory_B", "group"), Calls("directory_B", "user")));

        // Shown with the users themselves, they need not be asked for: but of those who were shown with none.
        api.ShowsGroupsOfUsers = true;
        many.AddUser();
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.ReadDueAsync();
        Assert.Equal(few.Lines(), await host.KnownAsync(a));
        Assert.Equal(many.Lines(), await host.KnownAsync(b));
        Assert.Equal((4, 0, 0, 6), (Calls("directory_A", "group"), Calls("directory_A", "user"), Calls("directory_B", "group"), Calls("directory_B", "user")));

        int Calls(string directory, string of) => api.Asked.Count(q => q.Query.Contains($"directory={directory}&{of}=", StringComparison.Ordinal));
    }
}
