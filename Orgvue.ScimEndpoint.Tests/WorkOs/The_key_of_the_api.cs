using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Security;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.WorkOs;

/// <summary>WorkOs:ApiKey, or one that is generated in Development and kept as a hash.</summary>
public sealed class The_key_of_the_api
{
    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Is_generated_once_in_Development_and_only_its_hash_is_kept(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var first = Key(host, Environments.Development);

        var generated = await first.EstablishAsync(CancellationToken.None);
        var second = Key(host, Environments.Development);
        var again = await second.EstablishAsync(CancellationToken.None);
        var verb = Key(host, Environments.Development);
        await verb.LearnAsync(CancellationToken.None);

        Assert.StartsWith("sk_", generated, StringComparison.Ordinal);
        Assert.Null(again);
        Assert.All([first, second, verb], key => Assert.True(key.IsOn && key.Accepts(generated!) && !key.Accepts("sk_other")));
        Assert.DoesNotContain(await host.Store.ReadAsync(db => db.Settings.ToListAsync()), s => s.Value.Contains(generated!, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Of_Development_opens_nothing_elsewhere()
    {
        await using var host = new Host();
        var generated = await Key(host, Environments.Development).EstablishAsync(CancellationToken.None);

        var elsewhere = Key(host, Environments.Production);

        Assert.Null(await elsewhere.EstablishAsync(CancellationToken.None));
        Assert.False(elsewhere.IsOn || elsewhere.Accepts(generated!));
    }

    [Fact]
    public async Task That_is_set_is_the_only_one()
    {
        await using var host = new Host();
        var generated = await Key(host, Environments.Development).EstablishAsync(CancellationToken.None);

        var set = Key(host, Environments.Development, "sk_mine");

        Assert.Null(await set.EstablishAsync(CancellationToken.None));
        Assert.True(set.Accepts("sk_mine") && !set.Accepts(generated!));
    }

    [Fact]
    public async Task Must_be_one_word()
    {
        await using var host = new Host(StorageProvider.InMemory, ("WorkOs:ApiKey", "sk one"));

        var refused = await Assert.ThrowsAnyAsync<Exception>(() => host.ClientWith(null).GetAsync("/directories"));

        Assert.Contains("WorkOs:ApiKey", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_not_the_admin_s_nor_the_other_way_round()
    {
        await using var host = Emulated.On();

        Assert.Equal(HttpStatusCode.Unauthorized, (await host.ClientWith(Emulated.Key).GetAsync("/admin/api/directories")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.ClientWith(Emulated.Key).GetAsync("/directories")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.Admin.GetAsync("/directories")).StatusCode);
    }

    static WorkOsKey Key(Host host, string environment, string? set = null) =>
        new(host.Services.GetRequiredService<Store>(), Options.Create(new WorkOsKeyOptions { ApiKey = set }), new Environment(environment));

    sealed record Environment(string EnvironmentName) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = EnvironmentName;
        public string ApplicationName { get; set; } = "";
        public string ContentRootPath { get; set; } = "";
        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
