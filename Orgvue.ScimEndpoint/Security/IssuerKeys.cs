using System.Collections.Concurrent;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Notifications;

namespace Orgvue.ScimEndpoint.Security;

/// <summary>The public keys of issuers, found by OpenID Connect Discovery, kept and renewed by themselves.</summary>
public sealed class IssuerKeys : IDisposable
{
    /// <summary>Tokens with invented key ids must not make this server ask the issuer each time.</summary>
    static readonly TimeSpan NotBefore = TimeSpan.FromMinutes(1);

    /// <summary>A set of keys has some thousand bytes.</summary>
    const int MostBytes = 1024 * 1024;

    readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);
    readonly HttpClient _http;
    readonly HttpDocumentRetriever _reads;
    readonly TimeProvider _clock;

    public IssuerKeys(IOptions<NotificationOptions> network, TimeProvider clock)
    {
        _clock = clock;
        _http = new(GuardedSockets.Handler(network.Value)) { Timeout = network.Value.Timeout, MaxResponseContentBufferSize = MostBytes };
        _reads = new(_http) { RequireHttps = !network.Value.AllowPrivateNetworks };
    }

    /// <exception cref="IssuerUnreachableException">They could not be read, and none are kept.</exception>
    public Task<ICollection<SecurityKey>> OfAsync(string issuer, CancellationToken ct) => ReadAsync(issuer, _known.GetOrAdd(issuer, New), ct);

    /// <summary>Reads them anew; null when that was done a moment ago.</summary>
    /// <exception cref="IssuerUnreachableException">They could not be read.</exception>
    public async Task<ICollection<SecurityKey>?> NewerAsync(string issuer, CancellationToken ct)
    {
        if (!_known.TryGetValue(issuer, out var known) || _clock.GetElapsedTime(known.Since) < NotBefore) return null;
        var newer = New(issuer);
        return _known.TryUpdate(issuer, newer, known) ? await ReadAsync(issuer, newer, ct) : null;
    }

    public void Dispose() => _http.Dispose();

    static async Task<ICollection<SecurityKey>> ReadAsync(string issuer, Known known, CancellationToken ct)
    {
        try
        {
            return (await known.Manager.GetConfigurationAsync(ct)).SigningKeys;
        }
        catch (Exception e) when (e is InvalidOperationException or System.IO.IOException or HttpRequestException or ArgumentException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            throw new IssuerUnreachableException(issuer, e);
        }
    }

    Known New(string issuer) =>
        new(new($"{issuer.TrimEnd('/')}/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(), _reads), _clock.GetTimestamp());

    sealed record Known(ConfigurationManager<OpenIdConnectConfiguration> Manager, long Since);
}

/// <summary>Whether a token is right cannot be said now.</summary>
public sealed class IssuerUnreachableException(string issuer, Exception inner) : Exception($"The keys of {issuer} could not be read.", inner);
