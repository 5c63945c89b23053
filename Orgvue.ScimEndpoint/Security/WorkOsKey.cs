using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Security;

/// <summary>
/// The key of the emulated WorkOS API: the setting <c>WorkOs:ApiKey</c>, or one generated on the first start in Development, of which only
/// the hash is kept. Without a key the API is off, and nothing is told either.
/// </summary>
public sealed class WorkOsKey(Store store, IOptions<WorkOsKeyOptions> options, IHostEnvironment environment)
{
    const string Name = "WorkOsKeySha256";
    byte[]? _hash;

    public bool IsOn => _hash is not null;

    public bool Accepts(string key) => _hash is not null && Secrets.Same(Secrets.Hash(key), _hash);

    /// <summary>Learns the key, if there is one, before anything is written.</summary>
    public async Task LearnAsync(CancellationToken ct)
    {
        if (!string.IsNullOrWhiteSpace(options.Value.ApiKey)) _hash = Secrets.Hash(options.Value.ApiKey);
        // What was generated in Development opens nothing elsewhere.
        else if (environment.IsDevelopment() && await store.ReadAsync(async db => (await db.Settings.FindAsync([Name], ct))?.Value) is { } known)
            _hash = Convert.FromHexString(known);
    }

    /// <summary>The same; where there is none, in Development, one is generated and returned, to be shown once.</summary>
    public async Task<string?> EstablishAsync(CancellationToken ct)
    {
        await LearnAsync(ct);
        if (IsOn || !environment.IsDevelopment()) return null;
        var key = NewId.Secret(Secrets.WorkOsPrefix);
        var hash = Secrets.Hash(key);
        await store.WriteAsync(db =>
        {
            db.Add(new Setting { Name = Name, Value = Convert.ToHexString(hash) });
            return Task.CompletedTask;
        }, ct);
        _hash = hash;
        return key;
    }
}
