using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Acceptance;

/// <summary>Rule B3: a change and its window are stored together, so a server that goes down forgets neither.</summary>
public sealed class A_restart
{
    [Theory]
    [InlineData("3:00", 0)]
    [InlineData("4:59", 0)]
    [InlineData("5:00", 1)]
    [InlineData("900:00", 1)]
    public async Task Between_a_change_and_its_due_time_neither_loses_nor_doubles_the_run(string backAt, int runsAtOnce)
    {
        var kept = System.IO.Directory.CreateTempSubdirectory("orgvue-scim-kept-");
        try
        {
            TestDirectory directory;
            await using (var before = new Host(StorageProvider.Sqlite) { Kept = kept })
            {
                directory = await before.NewDirectoryAsync();
                await directory.RoleAsync("user", await directory.UserAsync("ada"));
                await before.AtAsync("2:00");
                Assert.Empty(await before.RunsAsync(directory));
            }

            await using var after = new Host(StorageProvider.Sqlite) { Kept = kept };
            await after.AtAsync(backAt);
            Assert.Equal(runsAtOnce, (await after.RunsAsync(directory)).Count);
            await after.AtAsync("901:00");
            await after.AtAsync("999:00");

            Assert.Single(await after.RunsAsync(directory));
            Assert.Equal(["ada: user"], await after.AccountsAsync());
        }
        finally
        {
            kept.Delete(recursive: true);
        }
    }
}
