using System.CommandLine;
using Orgvue.ScimEndpoint.Admin.Explaining;

namespace Orgvue.ScimEndpoint.Admin.Cli;

/// <summary><c>explain</c>: one user, from the identity provider's request to the account.</summary>
static class ExplainVerb
{
    public static Command Of(Terminal terminal)
    {
        var user = new Argument<string>("user") { Description = "The user's id, userName, externalId or e-mail." };
        var directory = Terminal.DirectoryOption();
        var explain = new Command("explain", "Why a user has the account and the roles that it has, or has none, and what to do.") { user, directory };
        explain.SetAction(terminal.Does(async (services, parsed, ct) =>
        {
            var explanation = await services.GetRequiredService<ExplainDesk>()
                .OfAsync(await Terminal.DirectoryAsync(services, parsed.GetValue(directory), ct), parsed.GetValue(user), ct);
            return new(explanation, ExplainText.Lines(explanation));
        }));
        return explain;
    }
}
