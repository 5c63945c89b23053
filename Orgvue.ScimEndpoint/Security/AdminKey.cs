using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Security;

/// <summary>
/// The key of the admin API: the setting <c>Admin:Key</c>, or one generated on the first start in Development, of which only the hash is
/// kept, so that it still works after a restart.
/// </summary>
public sealed class AdminKey(Store store, IOptions<AdminOptions> options)
{
    const string Name = "AdminKeySha256";
    byte[]? _hash;

    /// <summary>By which another key is recognised as another, and nothing else; null before the key is known.</summary>
    internal string? Mark => _hash is null ? null : Convert.ToHexString(Secrets.Hash("mark of " + Convert.ToHexString(_hash)));

    public bool Accepts(string key) => _hash is not null && Secrets.Same(Secrets.Hash(key), _hash);

    /// <summary>Learns the key before the first request. Returns a newly generated one, to be shown once; else null.</summary>
    public async Task<string?> EstablishAsync(bool mayGenerate, CancellationToken ct)
    {
        if (!string.IsNullOrWhiteSpace(options.Value.Key))
        {
            if (!mayGenerate && IsKnown(options.Value.Key))
                throw Refused(
                    "The setting Admin:Key (environment variable Admin__Key) is a word that everybody tries first: outside Development choose a key of your own, such as 32 random bytes (openssl rand -hex 32).");
            _hash = Secrets.Hash(options.Value.Key);
            return null;
        }
        if (!mayGenerate)
            throw Refused(
                "The setting Admin:Key (environment variable Admin__Key) is missing: outside Development the server does not start without an admin key.");
        var known = await store.ReadAsync(async db => (await db.Settings.FindAsync([Name], ct))?.Value);
        if (known is not null)
        {
            _hash = Convert.FromHexString(known);
            return null;
        }
        var key = NewId.Secret(Secrets.AdminPrefix);
        _hash = Secrets.Hash(key);
        await store.WriteAsync(db =>
        {
            db.Add(new Setting { Name = Name, Value = Convert.ToHexString(_hash) });
            return Task.CompletedTask;
        }, ct);
        return key;
    }

    static OptionsValidationException Refused(string why) => new("Admin", typeof(AdminOptions), [why]);

    // What documents and lists of default passwords have; whoever guesses begins with them.
    static bool IsKnown(string key) => key.Trim().ToLowerInvariant().Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal)
        is "admin" or "adminkey" or "administrator" or "password" or "changeme" or "changethis" or "replaceme" or "secret" or "default" or "letmein"
        or "key" or "apikey" or "test" or "demo" or "example" or "orgvue" or "root" or "<key>" or "<adminkey>" or "…" or "..." or "12345678" or "123456" or "xxx";
}
