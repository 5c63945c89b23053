using Orgvue.ScimEndpoint.Conformance.Format;
using Orgvue.ScimEndpoint.Conformance.Running;
using Orgvue.ScimEndpoint.Storage;
using Shipped = Orgvue.ScimEndpoint.Conformance.Format.Dialogues;

namespace Orgvue.ScimEndpoint.Tests.HeldDialogues;

/// <summary>Every dialogue that the conformance console ships, held with the real pipeline, on each storage.</summary>
public abstract class The_server(ServerUnderTest server)
{
    internal static readonly Dictionary<string, DialogueCase> All = Shipped.LoadAll(Shipped.Shipped).ToDictionary(c => c.Id);

    public static TheoryData<string> Cases => [.. All.Keys];

    [Theory, MemberData(nameof(Cases))]
    public async Task Holds(string dialogue)
    {
        var seed = Random.Shared.Next();

        var result = await server.HoldAsync(All[dialogue], new Random(seed));

        Assert.True(result.Verdict == Verdict.Passed || WhatThisServerDoesNotOffer(result), $"{result}\n  seed {seed}");
    }

    // Said in the ServiceProviderConfig; the dialogues are there for servers that offer it.
    static bool WhatThisServerDoesNotOffer(CaseResult result) =>
        result.Verdict == Verdict.Skipped && result.Case.Needs.Intersect(["sort", "bulk", "changePassword", "cursor"]).Any();
}

public sealed class The_server_on_sqlite(SqliteServer server) : The_server(server), IClassFixture<SqliteServer>;

public sealed class The_server_in_memory(InMemoryServer server) : The_server(server), IClassFixture<InMemoryServer>;

/// <summary>What refuses every deviation must still serve all of the RFC.</summary>
public sealed class A_strict_directory(StrictServer server) : IClassFixture<StrictServer>
{
    public static TheoryData<string> Cases => [.. The_server.All.Values
        .Where(c => c is { Suite: "rfc7644", Level: Level.Must or Level.Should }).Select(c => c.Id)];

    [Theory, MemberData(nameof(Cases))]
    public async Task Holds_what_the_rfc_says(string dialogue)
    {
        var seed = Random.Shared.Next();

        var result = await server.HoldAsync(The_server.All[dialogue], new Random(seed));

        Assert.True(result.Verdict is Verdict.Passed or Verdict.Skipped, $"{result}\n  seed {seed}");
    }
}

public sealed class StrictServer() : ServerUnderTest(StorageProvider.InMemory, "strict");

/// <summary>Its time crosses the end of 32 bits while the dialogues are held: a millisecond passes whenever the clock is read.</summary>
public sealed class SqliteServer() : ServerUnderTest(StorageProvider.Sqlite, start: new(2038, 1, 19, 3, 14, 5, TimeSpan.Zero));

public sealed class InMemoryServer() : ServerUnderTest(StorageProvider.InMemory);

/// <summary>One host for all cases. Most share a directory; a case of the roles suite has one to itself, with the tenants it expects.</summary>
public abstract class ServerUnderTest(StorageProvider provider, string profile = "tolerant", DateTimeOffset? start = null) : IAsyncLifetime, IAsyncDisposable
{
    const string Prefix = "IMAPP_Orgvue_SCIM_";
    readonly Host _host = start is { } at ? new(provider) { Clock = new(at) } : new(provider);
    TestDirectory? _shared;

    public async Task InitializeAsync()
    {
        // The runner sends addresses exactly as they are written, which the in-memory transport cannot; so the server listens on a port.
        _host.UseKestrel(0);
        _host.StartServer();
        // Time passes between a case's requests, as it does outside.
        _host.Clock.AutoAdvanceAmount = TimeSpan.FromMilliseconds(1);
        _shared = await _host.NewDirectoryAsync("Shared", tenants: new TestTenant("SHARED"));
        await _host.Admin.PatchAsync($"/admin/api/directories/{_shared.Id}", new { profile }, System.Net.HttpStatusCode.OK);
    }

    public async Task<CaseResult> HoldAsync(DialogueCase dialogue, Random random)
    {
        if (dialogue.Suite != "roles") return await HoldAsync(dialogue, _shared!, random);

        var own = await _host.NewDirectoryAsync(
            "Guide", tenants: [new("ACME", "singleTenant", Prefix), new("MYTENANT", "multiTenant", Prefix)]);
        try
        {
            return await HoldAsync(dialogue, own, random);
        }
        finally
        {
            using var gone = await _host.Admin.DeleteAsync($"/admin/api/directories/{own.Id}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _host.DisposeAsync();
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    async Task<CaseResult> HoldAsync(DialogueCase dialogue, TestDirectory directory, Random random)
    {
        using var anonymous = _host.ClientWith(null);
        anonymous.BaseAddress = directory.Scim.BaseAddress;
        var options = new RunnerOptions { Anonymous = anonymous, Directory = directory.Id, Random = random };
        return await new DialogueRunner(directory.Scim, _host.Admin, options).RunAsync(dialogue);
    }
}
