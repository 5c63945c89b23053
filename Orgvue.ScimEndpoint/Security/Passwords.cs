using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Security;

/// <summary>
/// The passwords of administrators: kept by ASP.NET Core Identity's hasher (PBKDF2 with HMAC-SHA512), and guessed at five times at most before the name is
/// locked for a quarter of an hour. Whoever guesses is not told whether the name exists, nor whether it is locked, nor by how long the answer takes.
/// </summary>
public sealed partial class Passwords(Store store, TimeProvider clock, ILogger<Passwords> log) : IDisposable
{
    public const int Shortest = 12;
    public const int Longest = 128;
    public const int LongestName = 100;
    public const int Tries = 5;
    const int LeastDifferent = 5;

    /// <summary>OWASP's Password Storage Cheat Sheet for PBKDF2-HMAC-SHA512; a tenth of a second.</summary>
    const int Iterations = 210_000;

    public static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(15);

    static readonly PasswordHasher<Administrator> Hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));
    static readonly Administrator Nobody = new() { Name = "", NameKey = "", PasswordHash = Hasher.HashPassword(null!, "nobody's") };

    /// <summary>Hashing is work on purpose: guesses must not take the processor from identity providers.</summary>
    readonly SemaphoreSlim _atOnce = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>How a name is looked for: two people do not differ by case alone.</summary>
    public static string KeyOf(string name) => name.Trim().ToLower(CultureInfo.InvariantCulture);

    public static string Hash(string password) => Hasher.HashPassword(Nobody, password);

    /// <summary>What is wrong with a password that somebody chose; null for nothing. Long enough and not the name: NIST SP 800-63B asks for no more rules.</summary>
    public static string? WhyNot(string password, string name) =>
        password.Length is < Shortest or > Longest ? string.Create(CultureInfo.InvariantCulture, $"Expected {Shortest} to {Longest} characters.")
        : password.Distinct().Count() < LeastDifferent ? string.Create(CultureInfo.InvariantCulture, $"Expected at least {LeastDifferent} different characters.")
        : password.Contains(name.Trim(), StringComparison.OrdinalIgnoreCase) ? "Expected a password that does not hold the name."
        : null;

    /// <summary>Who has this name and this password; null for nobody, and while the name is locked.</summary>
    /// <exception cref="TooManyGuessesException">Others are being looked at.</exception>
    public async Task<Administrator?> CheckAsync(string name, string password, CancellationToken ct)
    {
        if (name.Length > LongestName || password.Length > Longest) return null;
        if (!await _atOnce.WaitAsync(TimeSpan.FromSeconds(2), ct)) throw new TooManyGuessesException();
        try
        {
            var key = KeyOf(name);
            // The try counts before it is known to be wrong: many at once, over all nodes, are not more guesses.
            var found = await TryAsync(key, ct);
            var right = Hasher.VerifyHashedPassword(found ?? Nobody, (found ?? Nobody).PasswordHash, password) != PasswordVerificationResult.Failed;
            if (!right && found?.LockedUntil is { } until) Locked(log, found.Name, until);
            if (found is null || !right) return null;
            return await store.WriteAsync(async db =>
            {
                if (await db.Administrators.FindAsync([found.Id], ct) is not { } row || row.Stamp != found.Stamp) return null;
                (row.Failures, row.LockedUntil, row.SignedInAt) = (0, null, clock.GetUtcNow());
                return row;
            }, ct);
        }
        finally
        {
            _atOnce.Release();
        }
    }

    public void Dispose() => _atOnce.Dispose();

    async Task<Administrator?> TryAsync(string key, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var believed = Waits.Believed(LockedFor, now);
        if (!await store.ReadAsync(db => db.Administrators.AnyAsync(
            a => a.NameKey == key && (a.LockedUntil == null || a.LockedUntil <= now || a.LockedUntil > believed), ct))) return null;
        return await store.WriteAsync(async db =>
        {
            var row = await db.Administrators.SingleOrDefaultAsync(a => a.NameKey == key, ct);
            if (row is null || Waits.Lasts(row.LockedUntil, LockedFor, now)) return null;
            row.LockedUntil = null;
            if (++row.Failures >= Tries) (row.Failures, row.LockedUntil) = (0, now + LockedFor);
            return row;
        }, ct);
    }

    [LoggerMessage(1, LogLevel.Warning, "Administrator {Name} gave five wrong passwords in a row, and is locked until {Until:u}.")]
    static partial void Locked(ILogger log, string name, DateTimeOffset until);
}

/// <summary>More guesses come than are looked at.</summary>
public sealed class TooManyGuessesException() : Exception("More people sign in than can be looked at now.");
