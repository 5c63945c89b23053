namespace Orgvue.ScimEndpoint.Conformance.Simulating;

/// <summary>So many requests a second and no more. It only does the sums: who takes a token waits for it.</summary>
sealed class TokenBucket(double perSecond, TimeProvider clock)
{
    const double Most = 1;

    readonly Lock _taking = new();
    double _tokens = Most;
    long _filled = clock.GetTimestamp();

    /// <summary>Takes the next token, and says how long it is until that is there.</summary>
    public TimeSpan Take()
    {
        lock (_taking)
        {
            var now = clock.GetTimestamp();
            _tokens = Math.Min(Most, _tokens + (clock.GetElapsedTime(_filled, now).TotalSeconds * perSecond)) - 1;
            _filled = now;
            return _tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_tokens / perSecond);
        }
    }
}
