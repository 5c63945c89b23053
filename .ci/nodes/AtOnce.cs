using System.Net;

namespace Orgvue.ScimEndpoint.Nodes;

/// <summary>Many requests at one instant, every other one to the other node.</summary>
static class AtOnce
{
    const int Many = 50;

    public static async Task CheckAsync(string server, Database database, int rounds, Report report)
    {
        await using var first = await Node.StartAsync(server, "one", database.Address);
        await using var second = await Node.StartAsync(server, "other", database.Address);
        Node Of(int n) => n % 2 == 0 ? first : second;
        var customer = await Customer.NewAsync(first, 1);
        var users = new List<string>();
        for (var n = 0; n < Many; n++) users.Add(await customer.UserAsync(Of(n), $"member{n}"));
        var group = await customer.GroupAsync(first, "user");

        var added = await Task.WhenAll(users.Select((user, n) => StatusAsync(customer.AddAsync(Of(n), group, user))));
        report.Expect($"{Many} adds to one group at once over two nodes", "50 × 204", Counted(added));
        report.Expect("... members", (long)Many, await database.ValueAsync<long>("""SELECT count(*) FROM "Members" """));

        var answers = new List<string>();
        for (var round = 0; round < rounds; round++)
        {
            var name = $"same{round}";
            answers.Add(Counted(await Task.WhenAll(Enumerable.Range(0, Many).Select(n => StatusAsync(customer.PostUserAsync(Of(n), name))))));
        }
        report.Expect($"{rounds} rounds of {Many} POSTs of one userName over two nodes", $"{rounds} rounds of 1 × 201, 49 × 409",
            string.Join("; ", answers.GroupBy(a => a).Select(a => $"{a.Count()} rounds of {a.Key}")));
        report.Expect("... users", (long)Many + rounds, await database.ValueAsync<long>("""SELECT count(*) FROM "Users" """));
    }

    static async Task<HttpStatusCode> StatusAsync(Task<HttpResponseMessage> answering)
    {
        using var answer = await answering;
        return answer.StatusCode;
    }

    static string Counted(IEnumerable<HttpStatusCode> answers) =>
        string.Join(", ", answers.GroupBy(s => (int)s).OrderBy(s => s.Key).Select(s => $"{s.Count()} × {s.Key}"));
}
