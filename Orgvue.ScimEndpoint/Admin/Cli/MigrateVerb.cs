using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Admin.Cli;

/// <summary><c>migrate</c>: brings the database's schema up to date, as each start of the server does.</summary>
static class MigrateVerb
{
    public static Command Of(Terminal terminal)
    {
        var migrate = new Command("migrate", "Bring the database up to date (the server does so too when it starts).");
        // Every verb migrates first, so here only the outcome is left to tell.
        migrate.SetAction(terminal.Does(async (services, _, ct) =>
        {
            var applied = await services.GetRequiredService<Store>().ReadAsync(async db => (await db.Database.GetAppliedMigrationsAsync(ct)).ToList());
            return new(new { migrations = applied }, [$"The database is up to date ({applied[^1]})."]);
        }));
        return migrate;
    }
}
