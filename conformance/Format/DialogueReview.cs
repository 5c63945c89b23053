using System.Text.RegularExpressions;
using Orgvue.ScimEndpoint.Conformance.Running;

namespace Orgvue.ScimEndpoint.Conformance.Format;

/// <summary>What the shape of the JSON cannot say: that each check checks something and each variable has a value by then.</summary>
static class DialogueReview
{
    const int MostAtOnce = 100;

    static readonly HashSet<string> Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

    /// <summary>The first fault of a case, or null when it can be run.</summary>
    public static string? FaultOf(DialogueCase dialogue)
    {
        if (dialogue.Steps.Count == 0) return "has no steps, so it expects nothing.";
        if (dialogue.Needs.FirstOrDefault(n => !Need.All.Contains(n)) is { } need)
            return $"needs \"{need}\"; known are {string.Join(", ", Need.All)}.";
        var known = new HashSet<string>(Variables.Given);
        foreach (var (index, step) in dialogue.Steps.Index())
        {
            if (FaultOf(step, known) is { } fault) return $"step {index + 1}: {fault}";
            known.UnionWith(step.Capture.Keys);
        }
        return null;
    }

    static string? FaultOf(DialogueStep step, HashSet<string> known)
    {
        if (!Methods.Contains(step.Method)) return $"\"{step.Method}\" is no method.";
        if (step.Body is not null && step.RawBody is not null) return "has both \"body\" and \"rawBody\".";
        if (FaultOfStatus(step) is { } fault) return fault;
        if (Variables.UsedBy(step).FirstOrDefault(name => !known.Contains(name) && !IsNumber(name, step)) is { } unknown)
            return $"uses {{{{{unknown}}}}} before any step captures it.";
        return step.Capture.Values.Where(p => !p.StartsWith("header:", StringComparison.Ordinal)).Select(FaultOfPath)
            .Concat(step.Expect.Json.Select(FaultOf))
            .Concat(step.Expect.Headers.Select(FaultOf))
            .FirstOrDefault(f => f is not null);
    }

    static bool IsNumber(string name, DialogueStep step) => step.Parallel is not null && name == Variables.Number;

    static string? FaultOfStatus(DialogueStep step) => (step.Parallel, step.Expect) switch
    {
        ( < 2 or > MostAtOnce, _) => $"\"parallel\" is {step.Parallel}; it goes from 2 to {MostAtOnce}.",
        (not null, { Status.Count: > 0, Statuses: not null }) => "expects both \"status\" and \"statuses\".",
        (not null, { Statuses: { } statuses }) when statuses.Values.Any(n => n < 1) || statuses.Values.Sum() != step.Parallel =>
            $"sends {step.Parallel} requests, but \"statuses\" is of {statuses.Values.Sum()}.",
        (null, { Statuses: not null }) => "has \"statuses\", which only a step with \"parallel\" can have.",
        (_, { Status.Count: 0, Statuses: null }) => "expects no status at all.",
        _ => null,
    };

    static string? FaultOf(JsonCheck check)
    {
        if (check.SaysNothing) return $"the check of {check.Path} says nothing.";
        if (check.Type is { } type && !JsonTypes.All.Contains(type)) return $"\"{type}\" is no JSON type.";
        return FaultOfPath(check.Path) ?? FaultOfPattern(check.Matches);
    }

    static string? FaultOf(HeaderCheck check) =>
        check.SaysNothing ? $"the check of header {check.Name} says nothing." : FaultOfPattern(check.Matches);

    static string? FaultOfPath(string path) =>
        JsonPath.TryParse(Variables.Blank(path), out _) ? null : $"\"{path}\" is no JSONPath this runner knows.";

    static string? FaultOfPattern(string? pattern)
    {
        if (pattern is null) return null;
        try
        {
            _ = new Regex(Variables.Blank(pattern));
            return null;
        }
        catch (RegexParseException e)
        {
            return $"\"{pattern}\" is no pattern: {e.Message}";
        }
    }
}
