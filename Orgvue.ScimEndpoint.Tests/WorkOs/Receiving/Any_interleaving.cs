using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;
using Orgvue.ScimEndpoint.WorkOs.In;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Orgvue.ScimEndpoint.Tests.WorkOs.Receiving;

/// <summary>
/// Lives of directories at WorkOS, heard of in any way: out of order, twice, late, in part and then by a pull. Whatever the way, the directory
/// ends as the naive model has it, and so do the accounts. <c>SEED</c> in the environment repeats a run, <c>SLOW=1</c> makes it long.
/// </summary>
public sealed class Any_interleaving(ITestOutputHelper output)
{
    static readonly bool Slow = Environment.GetEnvironmentVariable("SLOW") == "1";

    [Fact]
    public void Ends_alike_on_paper()
    {
        var (count, seed, truths) = (Slow ? 100_000 : 5_000, Seed(), 0);
        Parallel.For(0, count, n => Check(unchecked(seed + n), ref truths));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} cases, seed {seed}: no difference on paper; {truths} held against WorkOS's own lists"));
        Assert.True(truths > count / 4, $"Only {truths} cases ended with a pull that tells all.");
    }

    [Fact]
    public Task Ends_alike_in_memory() => OnStoreAsync(StorageProvider.InMemory, Slow ? 2_000 : 60);

    [Fact]
    public Task Ends_alike_on_SQLite() => OnStoreAsync(StorageProvider.Sqlite, Slow ? 500 : 24);

    /// <summary>Two people with one email, shown at one instant.</summary>
    [Fact]
    public async Task Has_the_first_of_two_with_one_email_have_the_account()
    {
        await using var host = new Host(StorageProvider.InMemory);
        // Their ids are drawn: one time in two it would be the other way round.
        for (var n = 0; n < 8; n++) await OnStoreAsync(host, 1572581073, $"{n}");
    }

    static void Check(int seed, ref int truths)
    {
        var interleaving = new Interleaving(seed, 60);
        var registers = new PaperRegisters(interleaving.RemoveDeletedUsers);
        foreach (var delivery in interleaving.Deliveries) registers.Take(delivery);
        var shown = registers.Shown();
        Same(seed, "the naive model", interleaving.Expected(), shown);
        // The order in which it was heard must not matter; the naive model put it in order itself.
        var again = new PaperRegisters(interleaving.RemoveDeletedUsers);
        var shuffled = interleaving.Deliveries.Concat(interleaving.Deliveries.Take(5)).ToArray();
        interleaving.Dice.Shuffle(shuffled);
        foreach (var delivery in shuffled) again.Take(delivery);
        Same(seed, "the same in another order", shown, again.Shown());
        if (!interleaving.EndsWithPull || !interleaving.Exact) return;
        Interlocked.Increment(ref truths);
        Same(seed, "WorkOS's own lists", interleaving.Truth(), interleaving.RemoveDeletedUsers ? shown : WithoutDeleted(shown, interleaving));
    }

    // Whoever was deleted is inactive and in no group; what is left is what the lists have.
    static List<string> WithoutDeleted(List<string> shown, Interleaving interleaving)
    {
        var listed = interleaving.Truth().ToHashSet(StringComparer.Ordinal);
        return [.. shown.Where(line => listed.Contains(line) || line.StartsWith("group ", StringComparison.Ordinal) || line.Contains("): active", StringComparison.Ordinal))];
    }

    async Task OnStoreAsync(StorageProvider provider, int count)
    {
        var seed = Seed();
        await using var host = new Host(provider);
        for (var n = 0; n < count; n++) await OnStoreAsync(host, unchecked(seed + n));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} cases, seed {seed}: no difference on {provider}"));
    }

    static async Task OnStoreAsync(Host host, int seed, string time = "")
    {
        var interleaving = new Interleaving(seed, 45);
        var runBetween = false;
        var (ours, fresh) = (Tenant($"A{time}", seed), Tenant($"B{time}", seed));
        var directory = await host.LinkedDirectoryAsync(
            edit: l => l.DeletedUsers = interleaving.RemoveDeletedUsers ? WorkOsDeletedUsers.Remove : WorkOsDeletedUsers.Deactivate,
            name: $"Seed {seed} {time}", tenants: new TestTenant(ours));
        var registers = host.Services.GetRequiredService<Registers>();

        foreach (var delivery in interleaving.Deliveries)
        {
            if (delivery is Delivery.Webhook webhook) await host.DeliverAsync(directory, webhook.Body);
            else if (delivery is Delivery.Pull pull)
            {
                // As a pull goes: page by page, and whatever is known so far may be shown in between.
                foreach (var page in pull.Statements().Chunk(7))
                {
                    await registers.FoldAsync(directory.Key, page, pull.Number, default);
                    if (interleaving.Dice.Next(6) == 0) await host.ApplyAsync();
                }
                await registers.SweepAsync(directory.Key, pull.Number, pull.Lists.At, default);
            }
            if (interleaving.Dice.Next(4) == 0) await host.ApplyAsync();
            // A run in the middle must not make the end another one.
            if (interleaving.Dice.Next(40) > 0) continue;
            await host.AfterTheDelayAsync();
            runBetween = true;
        }
        await host.ApplyAsync();

        Same(seed, "the naive model", interleaving.Expected(), await host.ShownAsync(directory));
        Assert.All(await host.ItemsAsync(directory), i => Assert.False(i.Dirty, $"seed {seed}: {i.RemoteId} is left: {i.Problem}"));
        await PushedAsync(host, directory, fresh);
        await host.AfterTheDelayAsync();
        // A run in between has made accounts that are disabled now; of the others there is none.
        Same(seed, "the accounts of a directory that was pushed as it is in the end",
            [.. await host.AccountsAsync(fresh)], [.. (await host.AccountsAsync(ours)).Where(a => !runBetween || !a.EndsWith("(inactive)", StringComparison.Ordinal))]);
    }

    static string Tenant(string which, int seed) => string.Create(CultureInfo.InvariantCulture, $"{which}{(uint)seed}");

    // The same people in the same groups, pushed over SCIM to a directory of its own.
    static async Task PushedAsync(Host host, TestDirectory like, string tenant)
    {
        var directory = await host.NewDirectoryAsync($"Like {like.Id}", tenants: new TestTenant(tenant));
        var (users, groups, members) = await host.Store.ReadAsync(async db => (
            await db.Users.AsNoTracking().Where(u => u.DirectoryKey == like.Key).ToListAsync(),
            await db.Groups.AsNoTracking().Where(g => g.DirectoryKey == like.Key).ToListAsync(),
            await db.Members.AsNoTracking().Where(m => m.DirectoryKey == like.Key).ToListAsync()));
        var ids = new Dictionary<Guid, string>();
        // By age and id, each older than the next: of two with one email the first has the account (rule A3), and new ids are drawn.
        foreach (var user in users.OrderBy(u => u.CreatedAt).ThenBy(u => u.Id))
        {
            host.Clock.Advance(TimeSpan.FromMilliseconds(1));
            ids[user.Id] = (string)(await directory.Scim.PostAsync("Users", JsonNode.Parse(user.Document), HttpStatusCode.Created))["id"]!;
        }
        foreach (var group in groups)
            await directory.GroupAsync(group.DisplayName, [.. members.Where(m => m.GroupId == group.Id).Select(m => ids[m.MemberId])]);
    }

    static void Same(int seed, string what, List<string> expected, List<string> shown)
    {
        if (!expected.SequenceEqual(shown, StringComparer.Ordinal))
            throw new XunitException($"seed {seed}: otherwise than {what}.\nmissing:\n  {string.Join("\n  ", expected.Except(shown))}\ntoo much:\n  {string.Join("\n  ", shown.Except(expected))}");
    }

    static int Seed() => int.TryParse(Environment.GetEnvironmentVariable("SEED"), CultureInfo.InvariantCulture, out var seed) ? seed : Random.Shared.Next();
}
