using System.Diagnostics;
using System.Net;

namespace Orgvue.ScimEndpoint.Nodes;

/// <summary>How a node falls silent.</summary>
enum Fall { Killed, Asleep, CutOff }

/// <summary>
/// A node falls silent in the middle of a run and with two directories' turns to write; where exactly, locks decide that are held from beside
/// and let go once it is silent. The other node goes on within half a minute, and the silent one does no harm when it is back.
/// </summary>
sealed class TakeOver(string server, Database database, Fall fall, Report report)
{
    /// <summary>As the product knows it.</summary>
    const int TurnsOfWriters = 0x5343494D;
    const int Users = 20, WritersEach = 5;
    static readonly TimeSpan Most = TimeSpan.FromSeconds(30), Patience = TimeSpan.FromSeconds(60);

    Node _victim = null!, _other = null!;
    Customer _run = null!, _row = null!, _turn = null!;
    string _hr = "", _mine = "", _groupOfRow = "", _groupOfTurn = "", _userOfRow = "", _userOfTurn = "";

    public async Task CheckAsync()
    {
        var first = await Node.StartAsync(server, "first", database.Address);
        await using var _ = first;
        await using var second = await Node.StartAsync(server, "second", database.Address);
        (_victim, _other) = (first, second);
        await FillAsync();

        var accounts = await database.HoldAsync("""SELECT 1 FROM "Accounts" FOR UPDATE""");
        using (await _run.RenameAsync(first, _hr, "sales")) { }
        using (await _run.RenameAsync(second, _mine, $"{_run.Multi}_user")) { }
        // One window for both; now it is over.
        await _run.DelayAsync(first, "00:00:01");
        await CaughtAsync(1);
        if (await OwnerAsync() == second.Pid) (_victim, _other) = (second, first);
        var group = await database.HoldAsync("""SELECT 1 FROM "Groups" WHERE "Id" = $1 FOR UPDATE""", Guid.Parse(_groupOfRow));
        var turn = await database.HoldAsync("""SELECT pg_advisory_xact_lock($1, "Key") FROM "Directories" WHERE "Id" = $2""", TurnsOfWriters, _turn.Id);
        // The one is silent within its transaction, the other before it.
        var caught = new[] { AskAsync(() => _row.AddAsync(_victim, _groupOfRow, _userOfRow)), AskAsync(() => _turn.AddAsync(_victim, _groupOfTurn, _userOfTurn)) };
        await CaughtAsync(3);
        // Long enough for the run to have said that it is alive, and to have waited for itself if it ever does.
        await Task.Delay(TimeSpan.FromSeconds(7), TimeProvider.System);

        var silent = Stopwatch.StartNew();
        await (fall switch { Fall.Killed => Task.Run(_victim.Kill), Fall.Asleep => _victim.StopAsync(), _ => Task.Run(_victim.Wire.Cut) });
        foreach (var held in new[] { accounts, group, turn }) await held.DisposeAsync();
        var writing = WritersAsync(silent);
        var asking = fall is Fall.CutOff ? AskTheCutOffAsync() : Task.CompletedTask;
        await Wait.UntilAsync(async () => await OwnerAsync() != _victim.Pid, Patience);
        report.Within($"{fall}: the run is taken over", Most, silent.Elapsed);
        await writing;
        await RunsAsync();
        await asking;
        if (fall is not Fall.Killed) await BackAsync(caught);
    }

    async Task FillAsync()
    {
        _run = await Customer.NewAsync(_victim, 1);
        var users = new List<string>();
        for (var n = 0; n < Users; n++) users.Add(await _run.UserAsync(_other, $"user{n}"));
        await _run.GroupAsync(_victim, "user", users);
        _hr = await _run.GroupAsync(_victim, "hr", users);
        _mine = await _run.GroupAsync(_victim, $"{_run.Multi}_admin", users);
        (_row, _turn) = (await Customer.NewAsync(_victim, 2), await Customer.NewAsync(_victim, 3));
        (_userOfRow, _userOfTurn) = (await _row.UserAsync(_victim, "caught"), await _turn.UserAsync(_victim, "caught"));
        (_groupOfRow, _groupOfTurn) = (await _row.GroupAsync(_victim, "user"), await _turn.GroupAsync(_victim, "user"));
        report.Expect($"{fall}: the first run makes the accounts", 2, await _run.SyncAsync(_victim));
        _entriesBefore = await database.ValueAsync<long>("""SELECT count(*) FROM "Audit" WHERE "Subject" = 'Account' """);
    }

    long _entriesBefore;

    async Task CaughtAsync(long sessions)
    {
        var waited = await Wait.UntilAsync(async () => await database.WaitingAsync() >= sessions && await OwnerAsync() is not null, Patience);
        if (waited > Patience) report.Failed($"{fall}: no node was caught in its work ({sessions} sessions)");
    }

    async Task<int?> OwnerAsync() =>
        await database.ValueAsync<string>("""SELECT l."Owner" FROM "Leases" l JOIN "Directories" d ON d."Key" = l."DirectoryKey" WHERE d."Id" = $1""", _run.Id) is { } owner
            ? int.Parse(owner.Split('/')[1], System.Globalization.CultureInfo.InvariantCulture)
            : null;

    async Task WritersAsync(Stopwatch silent)
    {
        var answers = await Task.WhenAll(
            from n in Enumerable.Range(0, 2 * WritersEach)
            select AskAsync(() => (n % 2 == 0 ? _row : _turn).PostUserAsync(_other, $"writer{n}")));
        report.Within($"{fall}: writers of directories whose turn it had are through", Most, silent.Elapsed);
        report.Expect($"{fall}: ... all of them", $"{2 * WritersEach} × 201", Counted(answers));
    }

    async Task RunsAsync()
    {
        await Wait.UntilAsync(async () => await database.ValueAsync<long>("""SELECT count(*) FROM "Runs" """) >= 4, Patience);
        await Wait.UntilAsync(async () => await database.ValueAsync<long>("""SELECT count(*) FROM "Leases" WHERE "Owner" IS NOT NULL""") == 0, Patience);
        await LookAsync("");
    }

    // Each account was made, and changed once; its version and the audit trail count.
    async Task LookAsync(string when)
    {
        report.Expect($"{fall}: runs{when}", "4 0", await database.TextAsync("""
            SELECT count(*), count(*) - count(DISTINCT ("DirectoryKey", "Batch", "TenantKey")) FROM "Runs" WHERE "Status" = 'Completed'
            """));
        report.Expect($"{fall}: accounts, changed once each{when}", $"{2 * Users} 2 2 {_entriesBefore + (2 * Users)}", await database.TextAsync("""
            SELECT count(*), min("Version"), max("Version"), (SELECT count(*) FROM "Audit" WHERE "Subject" = 'Account') FROM "Accounts"
            """));
        report.Expect($"{fall}: roles{when}", $"SALES {Users}, user {2 * Users}", await database.ValueAsync<string>("""
            SELECT string_agg("RoleKey" || ' ' || n, ', ' ORDER BY "RoleKey") FROM (SELECT "RoleKey", count(*) n FROM "RoleAssignments" GROUP BY 1) r
            """));
    }

    // Refused as long as it must, and in one way; not for ever.
    async Task AskTheCutOffAsync()
    {
        var watch = Stopwatch.StartNew();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => AskAsync(() =>
            n % 2 == 0 ? _run.GetAsync(_victim, "Users?count=1") : _run.PostUserAsync(_victim, $"cut{n}"))));
        report.Expect($"{fall}: requests to the node meanwhile", "8 × 503 with Retry-After", Counted(answers));
        report.Within($"{fall}: ... are answered", TimeSpan.FromSeconds(40), watch.Elapsed);
    }

    async Task BackAsync(Task<string>[] caught)
    {
        if (fall is Fall.Asleep) await _victim.ContinueAsync();
        else _victim.Wire.Mend();
        var answers = await Task.WhenAll(caught);
        report.Expect($"{fall}: requests that were caught, once the node is back", "2 × 503 with Retry-After", Counted(answers));
        report.Expect($"{fall}: ... and what they asked for did not happen", 0L, await database.ValueAsync<long>(
            """SELECT count(*) FROM "Members" WHERE "MemberId" IN ($1, $2)""", Guid.Parse(_userOfRow), Guid.Parse(_userOfTurn)));
        // Time for what it still means to do.
        await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System);
        await LookAsync(" when it is back");

        var bad = new List<string>();
        var well = 0;
        var back = await Wait.UntilAsync(async () =>
        {
            var answer = await AskAsync(() => _run.GetAsync(_victim, "Users?count=1"));
            if (answer != "200") bad.Add(answer);
            well = answer == "200" ? well + 1 : 0;
            return well >= 20;
        }, Patience);
        report.Within($"{fall}: the node is well again without a restart", TimeSpan.FromSeconds(10), back);
        if (bad.Count > 0) report.Note($"{fall}: before that {Counted(bad)}");
        report.Expect($"{fall}: it writes", "201 204", $"{await AskAsync(() => _turn.PostUserAsync(_victim, "back"))} {await AskAsync(() => _turn.AddAsync(_victim, _groupOfTurn, _userOfTurn))}");
        report.Expect($"{fall}: it runs", 2, await _run.SyncAsync(_victim));
    }

    static async Task<string> AskAsync(Func<Task<HttpResponseMessage>> ask)
    {
        try
        {
            using var answer = await ask();
            return $"{(int)answer.StatusCode}{(answer.StatusCode == HttpStatusCode.ServiceUnavailable && answer.Headers.RetryAfter is not null ? " with Retry-After" : "")}";
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return e.GetType().Name;
        }
    }

    static string Counted(IEnumerable<string> answers) => string.Join(", ", answers.GroupBy(a => a).OrderBy(a => a.Key).Select(a => $"{a.Count()} × {a.Key}"));
}
