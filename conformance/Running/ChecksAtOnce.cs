using System.Globalization;
using Orgvue.ScimEndpoint.Conformance.Format;

namespace Orgvue.ScimEndpoint.Conformance.Running;

/// <summary>Compares the answers to a step that was sent many times at once with what was expected of them together and of each.</summary>
static class ChecksAtOnce
{
    /// <summary>How often each status came, where that is not as expected.</summary>
    public static IEnumerable<(string Expected, string Got)> OfAll(Expectation expect, IReadOnlyList<Answer> answers)
    {
        if (expect.Statuses is not { } wanted) yield break;
        var came = answers.CountBy(a => a.Status).ToDictionary();
        if (came.Count == wanted.Count && wanted.All(w => came.GetValueOrDefault(w.Key) == w.Value)) yield break;
        yield return ($"statuses {Shown(wanted)}", Shown(came));
    }

    /// <summary>What one answer must be: an error has the scimType, any other the headers and the body that the step names.</summary>
    public static Expectation OfEach(Expectation expect, int status)
    {
        var own = expect.Statuses is { } statuses ? expect with { Status = [.. statuses.Keys] } : expect;
        return status >= 400 ? own with { Headers = [], Json = [] } : own with { ScimType = null };
    }

    static string Shown(IEnumerable<KeyValuePair<int, int>> statuses) =>
        string.Join(", ", statuses.OrderBy(s => s.Key).Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Value} × {s.Key}")));
}
