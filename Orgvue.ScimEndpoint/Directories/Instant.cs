namespace Orgvue.ScimEndpoint.Directories;

/// <summary>Resources are stamped in whole milliseconds: what a client reads back in meta compares equal to what is stored.</summary>
static class Instant
{
    public static DateTimeOffset Now(TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return new(now.Ticks - now.Ticks % TimeSpan.TicksPerMillisecond, now.Offset);
    }
}
