using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Traffic;

/// <summary>Keeps the last requests of each directory. A request only leaves a copy in memory; it is redacted and written a moment later.</summary>
public sealed class Recorder : IDisposable
{
    /// <summary>Copies that may wait; beyond them the oldest is dropped, as it would soon be anyway.</summary>
    const int Waiting = 256;

    readonly Channel<Exchange> _passed;
    readonly Store _store;
    readonly TimeProvider _clock;
    readonly InspectorOptions _options;
    readonly SemaphoreSlim _oneAtATime = new(1, 1);
    long? _forgotten;
    long _dropped;

    public Recorder(Store store, TimeProvider clock, IOptions<InspectorOptions> options)
    {
        (_store, _clock, _options) = (store, clock, options.Value);
        _passed = Channel.CreateBounded<Exchange>(
            new BoundedChannelOptions(Waiting) { FullMode = BoundedChannelFullMode.DropOldest }, _ => Interlocked.Increment(ref _dropped));
    }

    public bool IsOn => _options.Enabled;

    public int MaxBodyBytes => _options.MaxBodyBytes;

    /// <summary>Requests that were not kept because too many came at once, since the start of this node.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    internal void Keep(Exchange exchange) => _passed.Writer.TryWrite(exchange);

    /// <summary>Writes what waits, and forgets what is too old or too much.</summary>
    public async Task FlushAsync(CancellationToken ct)
    {
        await _oneAtATime.WaitAsync(ct);
        try
        {
            var rows = new List<RecordedRequest>();
            while (_passed.Reader.TryRead(out var exchange)) rows.Add(exchange.Redacted());
            if (rows.Count > 0) await _store.WriteAsync(db => WriteAsync(db, rows, ct), ct);
            if (_forgotten is not { } last || _clock.GetElapsedTime(last) >= _options.MaxAge / 24) await ForgetAsync(ct);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    async Task WriteAsync(ScimDb db, List<RecordedRequest> rows, CancellationToken ct)
    {
        foreach (var ofOne in rows.GroupBy(r => r.DirectoryKey))
        {
            var directory = ofOne.Key;
            // A directory may have been removed meanwhile.
            if (!await db.Directories.AnyAsync(d => d.Key == directory, ct)) continue;
            var newest = ofOne.OrderByDescending(r => r.Id).Take(_options.MaxRequests).ToList();
            var room = _options.MaxRequests - newest.Count;
            var all = db.Requests.Where(r => r.DirectoryKey == directory);
            var old = await all.OrderByDescending(r => r.Id).Select(r => r.Id).Skip(room).Take(1).ToListAsync(ct);
            if (old is [var last]) await db.DeleteAsync(all.Where(r => r.Id.CompareTo(last) <= 0), ct);
            db.AddRange(newest);
        }
    }

    async Task ForgetAsync(CancellationToken ct)
    {
        _forgotten = _clock.GetTimestamp();
        var since = _clock.GetUtcNow() - _options.MaxAge;
        if (await _store.ReadAsync(db => db.Requests.AnyAsync(r => r.At < since, ct)))
            await _store.WriteAsync(db => db.DeleteAsync(db.Requests.Where(r => r.At < since), ct), ct);
    }

    public void Dispose() => _oneAtATime.Dispose();
}
