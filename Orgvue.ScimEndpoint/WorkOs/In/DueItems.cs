using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.WorkOs.In;

static class DueItems
{
    /// <summary>What is to be shown now: it changed, and is not put off after a refusal.</summary>
    public static IQueryable<WorkOsItem> DueAt(this IQueryable<WorkOsItem> items, DateTimeOffset now)
    {
        var believed = Waits.Believed(Outcome.Longest, now);
        return items.Where(i => i.Dirty && (i.RetryAt == null || i.RetryAt <= now || i.RetryAt > believed));
    }
}
