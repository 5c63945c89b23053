using System.CommandLine;
using Orgvue.ScimEndpoint.Conformance.Running;
using Orgvue.ScimEndpoint.Conformance.Simulating;

namespace Orgvue.ScimEndpoint.Conformance.Commands;

/// <summary>The <c>simulate</c> verb: an identity provider's traffic, then whether the server holds what it should.</summary>
sealed class SimulateCommand : Command
{
    const string Prefix = "IAMAPP_Orgvue_SCIM_";

    readonly Surroundings _around;

    readonly Argument<string> _idp = new("idp") { Description = "Whose traffic" };
    readonly Option<string> _url = new("--url") { HelpName = "URL", Description = "SCIM base URL", Required = true };
    readonly Option<string> _token = new("--token")
    {
        HelpName = "T", Description = "Bearer token; SCIM_TOKEN in the environment does too",
    };
    readonly Option<int> _users = Number("--users", 100, "How many users");
    readonly Option<int> _groups = Number("--groups", 5, "How many groups: user, admin, then other roles");
    readonly Option<double?> _rate = new("--rate")
    {
        HelpName = "R", Description = "Requests a second [default: as fast as they are answered]",
    };
    readonly Option<int?> _seed = new("--seed") { HelpName = "S", Description = "The same people and events again [default: new ones]" };
    readonly Option<string> _prefix = new("--group-prefix")
    {
        HelpName = "text", Description = "What the groups' names begin with", DefaultValueFactory = _ => Prefix,
    };
    readonly Option<bool> _cleanUp = new("--cleanup") { Description = "Delete what this run created, once it has been read back" };
    readonly Option<bool> _quiet = new("--quiet") { Description = "Do not show how far it is" };
    readonly Option<double> _timeout = new("--timeout")
    {
        HelpName = "s", Description = "Seconds to wait for one answer", DefaultValueFactory = _ => 60,
    };

    public SimulateCommand(Surroundings around)
        : base("simulate", "Play an identity provider's provisioning. Exit code: 0 as expected, 1 not, 2 usage or unreachable server.")
    {
        _around = around;
        _idp.AcceptOnlyFromAmong([.. Idp.All.Keys]);
        Arguments.Add(_idp);
        Option[] options = [_url, _token, _users, _groups, _rate, _seed, _prefix, _cleanUp, _quiet, _timeout];
        foreach (var option in options) Options.Add(option);
        SetAction((parsed, ct) => Run(parsed, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, ct));
    }

    static Option<int> Number(string name, int usual, string description) =>
        new(name) { HelpName = "n", Description = description, DefaultValueFactory = _ => usual };

    async Task<int> Run(ParseResult parsed, TextWriter output, TextWriter error, CancellationToken ct)
    {
        var (url, token) = (parsed.GetRequiredValue(_url), parsed.GetValue(_token) ?? Environment.GetEnvironmentVariable("SCIM_TOKEN"));
        var script = new Script(
            parsed.GetRequiredValue(_idp), parsed.GetValue(_users), parsed.GetValue(_groups),
            parsed.GetValue(_seed) ?? Random.Shared.Next(1, 1_000_000), parsed.GetRequiredValue(_prefix), parsed.GetValue(_rate),
            parsed.GetValue(_cleanUp));
        var fault = Connection.FaultOf(url, token, parsed.GetValue(_timeout)) ?? FaultOf(script);
        if (fault is not null) return Connection.Refuse(error, fault);

        using var handler = _around.Network();
        using var scim = Connection.Client(handler, parsed.GetValue(_timeout), url, token);
        var screen = parsed.GetValue(_quiet) ? null : error;
        var simulation = new Simulation(scim, script, _around.Clock);
        var outcome = await simulation.PlayAsync(total => new Progress(screen, _around.IsTerminal, total), ct);
        if (outcome is null) return Connection.Refuse(error, $"No answer from {url}.");
        await output.WriteLineAsync(SimulationReport.Of(outcome));
        return outcome.IsGood ? 0 : 1;
    }

    static string? FaultOf(Script script) => script switch
    {
        { Users: < 1 or > 100_000 } => "--users must be between 1 and 100000.",
        { Groups: < 0 or > 1_000 } => "--groups must be between 0 and 1000.",
        { Rate: <= 0 or double.NaN } => "--rate must be more than 0.",
        _ => null,
    };
}
