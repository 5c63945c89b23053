using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>
/// Ids of version 7 each of which is greater than the one before, within a millisecond too and when the clock steps back (RFC 9562 §6.2,
/// method 2): what is to be read in the order in which it was written is ordered by them.
/// </summary>
public static class AscendingIds
{
    static readonly ConditionalWeakTable<TimeProvider, Last> Lasts = [];

    public static Guid Next(TimeProvider clock) => Lasts.GetOrCreateValue(clock).After(NewId.At(clock));

    sealed class Last
    {
        readonly Lock _gate = new();
        UInt128 _last;

        public Guid After(Guid drawn)
        {
            Span<byte> bytes = stackalloc byte[16];
            drawn.TryWriteBytes(bytes, bigEndian: true, out _);
            lock (_gate)
            {
                _last = UInt128.Max(BinaryPrimitives.ReadUInt128BigEndian(bytes), _last + 1);
                BinaryPrimitives.WriteUInt128BigEndian(bytes, _last);
            }
            return new Guid(bytes, bigEndian: true);
        }
    }
}
