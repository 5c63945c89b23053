using System.CommandLine;
using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.Admin.Cli;

/// <summary><c>clients</c>, <c>deviations</c> and <c>requests</c>: as the running server last wrote them, which is at most seconds ago.</summary>
static class TrafficVerbs
{
    public static Command Clients(Terminal terminal)
    {
        var directory = Terminal.DirectoryOption();
        var clients = new Command("clients", "Who calls a directory, told by the shape of the requests.") { directory };
        clients.SetAction(terminal.Does(async (services, parsed, ct) =>
        {
            var page = await services.GetRequiredService<TrafficDesk>()
                .ClientsAsync(await Terminal.DirectoryAsync(services, parsed.GetValue(directory), ct), ct);
            return new(page, page.Items.Count == 0
                ? ["Nobody has called yet."]
                : page.Items.Select(c => $"{c.Client,-28}  {c.Requests,8} requests, last {c.LastSeenAt:u}  {c.Evidence}"));
        }));
        return clients;
    }

    public static Command Deviations(Terminal terminal)
    {
        var directory = Terminal.DirectoryOption();
        var deviations = new Command("deviations", "How the clients of a directory leave the RFC.") { directory };
        deviations.SetAction(terminal.Does(async (services, parsed, ct) =>
        {
            var page = await services.GetRequiredService<TrafficDesk>()
                .DeviationsAsync(await Terminal.DirectoryAsync(services, parsed.GetValue(directory), ct), ct);
            return new(page, page.Items.Count == 0
                ? ["No client has left the RFC yet."]
                : page.Items.Select(d => $"{d.Name,-22}  {d.Count,8} times, last {d.LastSeenAt:u}  {d.Client}: {d.RfcSection}. {d.Why}"));
        }));
        return deviations;
    }

    public static Command Requests(Terminal terminal)
    {
        var directory = Terminal.DirectoryOption();
        var last = new Option<int>("--last") { Description = "How many, newest first.", DefaultValueFactory = _ => 20 };
        var status = new Option<string>("--status") { Description = "404, or 4xx." };
        var requests = new Command("requests", "The last requests of a directory, where Inspector:Enabled records them.") { directory, last, status };
        requests.SetAction(terminal.Does(async (services, parsed, ct) =>
        {
            var page = await services.GetRequiredService<TrafficDesk>().RequestsAsync(
                await Terminal.DirectoryAsync(services, parsed.GetValue(directory), ct), new(parsed.GetValue(status), null, null),
                new(parsed.GetValue(last), null), ct);
            return new(page, page.Items.Count == 0
                ? ["No request is recorded; Inspector:Enabled says whether any is."]
                : page.Items.Select(r =>
                    $"{r.At:u}  {r.Status}  {r.Method,-6} {r.Path}{r.Query}  {r.DurationMs} ms  {r.Client}"
                    + (r.Deviations.Count == 0 ? "" : $"  [{string.Join(", ", r.Deviations)}]") + $"  {r.RequestId}"));
        }));
        return requests;
    }
}
