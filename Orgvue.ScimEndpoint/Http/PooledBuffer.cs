using System.Buffers;

namespace Orgvue.ScimEndpoint.Http;

/// <summary>An answer as it is written, before its length is known.</summary>
/// <param name="expected">About how many bytes are to come; what does not fit is copied.</param>
sealed class PooledBuffer(int expected = PooledBuffer.Smallest) : IBufferWriter<byte>, IDisposable
{
    public const int Smallest = 4096;
    byte[] _bytes = ArrayPool<byte>.Shared.Rent(expected);

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _bytes.AsSpan(Length);
    }

    public void Clear() => Length = 0;

    void Grow(int sizeHint)
    {
        if (_bytes.Length - Length >= Math.Max(sizeHint, 1)) return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * _bytes.Length, Length + sizeHint));
        _bytes.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);
}
