using System.Net;
using System.Net.Http.Json;
using Microsoft.Data.Sqlite;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;

namespace Orgvue.ScimEndpoint.Tests.Storage;

/// <summary>Another process, a backup say, keeps the file locked for longer than a command waits.</summary>
public sealed class A_locked_database
{
    [Fact]
    public async Task Is_read_and_a_write_is_told_to_come_again()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("orgvue-scim-");
        var file = $"Data Source={System.IO.Path.Combine(folder.FullName, "orgvue.db")};Pooling=False;Default Timeout=1";
        await using (var host = new Host(StorageProvider.Sqlite, ("Storage:ConnectionString", file)) { Kept = folder })
        {
            var directory = await host.NewDirectoryAsync();
            await directory.UserAsync("ada");
            // The use of a token is noted once a minute, which is a write.
            host.Clock.Advance(TimeSpan.FromMinutes(2));
            await using (var other = new SqliteConnection(file))
            {
                await other.OpenAsync();
                await using var locked = other.BeginTransaction();

                var list = await directory.Scim.GetAsync("Users", HttpStatusCode.OK);
                using var answer = await directory.Scim.PostAsJsonAsync("Users", Pushes.User("bob"));
                var error = await Answers.ReadAsync(Task.FromResult(answer), HttpStatusCode.ServiceUnavailable);

                Assert.Equal(1, (int)list["totalResults"]!);
                Assert.Equal("503", (string)error["status"]!);
                Assert.NotNull(answer.Headers.RetryAfter?.Delta);
            }
            await directory.UserAsync("bob");
        }
        folder.Delete(recursive: true);
    }
}
