using System.CommandLine;
using Orgvue.ScimEndpoint.Conformance.Format;

namespace Orgvue.ScimEndpoint.Conformance.Commands;

/// <summary>The <c>list</c> verb: which cases there are.</summary>
sealed class ListCommand : Command
{
    readonly Option<string> _dialogues = new("--dialogues") { HelpName = "folder", Description = "Your own dialogues in place of the shipped ones" };

    public ListCommand() : base("list", "List the cases: suite, id, clause, title.")
    {
        Options.Add(_dialogues);
        SetAction(parsed => List(parsed.GetValue(_dialogues) ?? Dialogues.Shipped, parsed.InvocationConfiguration));
    }

    static int List(string folder, InvocationConfiguration console)
    {
        try
        {
            var cases = Dialogues.LoadAll(folder);
            foreach (var c in cases) console.Output.WriteLine($"{c.Suite,-8} {c.Id,-36} {c.Clause,-24} {c.Title}");
            console.Output.WriteLine($"{cases.Count} cases in {cases.Select(c => c.File).Distinct().Count()} dialogues");
            return 0;
        }
        catch (DialogueException e)
        {
            console.Error.WriteLine(e.Message);
            return 2;
        }
    }
}
