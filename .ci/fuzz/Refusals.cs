using Orgvue.ScimEndpoint.Scim;

namespace Orgvue.ScimEndpoint.Fuzz;

/// <summary>The refusals that a function declares; any other is a finding, as every other exception is.</summary>
static class Refusals
{
    /// <summary>The status and the keywords of RFC 7644 table 9 and RFC 9865 section 2.3 that a refusal may bear.</summary>
    /// <param name="keywords">With 400; a refusal without a keyword may have one of the statuses.</param>
    public static void Expect(ScimException refusal, string[] keywords, params ReadOnlySpan<int> statuses)
    {
        var declared = refusal.ScimType is { } keyword ? refusal.Status == 400 && keywords.Contains(keyword) : statuses.Contains(refusal.Status);
        if (!declared) throw new BrokenPromiseException($"refused with {refusal.Status} {refusal.ScimType}: {refusal.Message}");
        // Half of a character, or a line of its own, would break the answer or the log.
        if (JsonShape.HasLoneSurrogate(refusal.Message) || refusal.Message.Any(char.IsControl))
            throw new BrokenPromiseException($"a refusal that cannot be shown: {refusal.Message}");
    }
}
