using System.Threading.Channels;

namespace Orgvue.ScimEndpoint.WorkOs.In;

/// <summary>Tells the node's worker that there is something to do; told again before it looks is told once.</summary>
public sealed class Wake
{
    readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Up() => _bell.Writer.TryWrite(true);

    public async Task WaitAsync(CancellationToken ct) => await _bell.Reader.ReadAsync(ct);
}
