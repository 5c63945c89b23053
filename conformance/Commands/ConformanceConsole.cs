using System.CommandLine;
using System.CommandLine.Invocation;

namespace Orgvue.ScimEndpoint.Conformance.Commands;

/// <summary>The command line: arguments in, exit code out.</summary>
public static class ConformanceConsole
{
    public static async Task<int> RunAsync(
        IReadOnlyList<string> args, TextWriter output, TextWriter error,
        Func<HttpMessageHandler>? network = null, TimeProvider? clock = null, bool isTerminal = false)
    {
        var around = new Surroundings(network ?? Network, clock ?? TimeProvider.System, isTerminal);
        var root = new RootCommand("Runs SCIM dialogues (RFC 7644, identity providers, Orgvue's roles) against any SCIM 2.0 server.")
        {
            new RunCommand(around),
            new SimulateCommand(around),
            new ListCommand(),
        };
        var parsed = root.Parse(args);
        var code = await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        return parsed.Action is ParseErrorAction ? 2 : code;
    }

    static SocketsHttpHandler Network() => new() { AllowAutoRedirect = false, UseCookies = false };
}
