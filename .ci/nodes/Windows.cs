using System.Diagnostics;

namespace Orgvue.ScimEndpoint.Nodes;

/// <summary>Many windows that are over at once, and two nodes that look for them: each tenant is run once for each, and all of it is served.</summary>
static class Windows
{
    const string Due = "00:00:00";
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    public static async Task CheckAsync(string server, Database database, int directories, Report report)
    {
        await FillAsync(server, database, directories, report);
        var watch = Stopwatch.StartNew();
        // What waited is due as soon as a node looks: the directories have no delay of their own.
        var (one, two) = (Node.StartAsync(server, "first", database.Address, Due), Node.StartAsync(server, "second", database.Address, Due));
        await using Node first = await one, second = await two;
        await Wait.UntilAsync(async () => await database.ValueAsync<long>("""SELECT count(*) FROM "Changes" """) == 0, Patience);
        var took = watch.Elapsed;
        // Whoever would run a directory a second time does so now.
        await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System);

        report.Expect($"{directories} windows: runs of each of two tenants", $"{2 * directories} {2 * directories} 1 1", await database.TextAsync("""
            SELECT count(*), count(DISTINCT "TenantKey"), min(n), max(n) FROM (SELECT "TenantKey", count(*) OVER (PARTITION BY "TenantKey") n FROM "Runs") r
            """));
        report.Expect("... by batch and tenant, none twice", 0L, await database.ValueAsync<long>("""
            SELECT count(*) FROM (SELECT 1 FROM "Runs" GROUP BY "DirectoryKey", "Batch", "TenantKey" HAVING count(*) > 1) twice
            """));
        report.Expect("... all completed", 2L * directories, await database.ValueAsync<long>("""SELECT count(*) FROM "Runs" WHERE "Status" = 'Completed' """));
        report.Expect("... no change left", 0L, await database.ValueAsync<long>("""SELECT count(*) FROM "Changes" """));
        report.Expect("... accounts, written once each, with the role of their group", 2L * directories, await database.ValueAsync<long>("""
            SELECT count(*) FROM "Accounts" a JOIN "RoleAssignments" r ON r."TenantKey" = a."TenantKey" AND r."AccountId" = a."Id"
            JOIN "Tenants" t ON t."Key" = a."TenantKey"
            WHERE a."Enabled" AND a."Version" = 1 AND r."RoleKey" = CASE WHEN t."TenantId" LIKE 'ONE%' THEN 'user' ELSE 'admin' END
            """));
        report.Expect("... and no others", 2L * directories, await database.ValueAsync<long>("""SELECT count(*) FROM "Accounts" """));
        report.Expect("... both nodes took part", true, Runs(first) > 0 && Runs(second) > 0);
        report.Note(FormattableString.Invariant($"{Runs(first)} and {Runs(second)} runs, {took.TotalSeconds:F1} s with the nodes' start; {Again(first) + Again(second)} failed and were tried again"));
    }

    static int Runs(Node node) => node.Said(": Completed; created");

    // A run that met another writer too often.
    static int Again(Node node) => node.Said("its changes stay pending");

    static async Task FillAsync(string server, Database database, int directories, Report report)
    {
        var watch = Stopwatch.StartNew();
        // The first makes the tables.
        await using var first = await Node.StartAsync(server, "filling", database.Address);
        await using var second = await Node.StartAsync(server, "filling too", database.Address);
        await Parallel.ForAsync(0, directories, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (n, _) =>
        {
            var node = n % 2 == 0 ? first : second;
            var customer = await Customer.NewAsync(node, n);
            var user = await customer.UserAsync(node, $"ann{n}");
            await customer.GroupAsync(node, "user", user);
            await customer.GroupAsync(node, $"{customer.Multi}_admin", user);
        });
        report.Note(FormattableString.Invariant($"{directories} directories filled through two nodes in {watch.Elapsed.TotalSeconds:F1} s"));
        report.Expect("nothing runs before its time", 0L, await database.ValueAsync<long>("""SELECT count(*) FROM "Runs" """));
    }
}
