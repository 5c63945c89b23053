using System.Text;
using Microsoft.AspNetCore.Http.Features;
using MemoryStream = System.IO.MemoryStream;
using SeekOrigin = System.IO.SeekOrigin;
using Stream = System.IO.Stream;

namespace Orgvue.ScimEndpoint.Traffic;

/// <summary>Listens to the bodies of one request while they pass, and keeps as much of each as is allowed.</summary>
sealed class Tape : IDisposable
{
    readonly HttpContext _context;
    readonly IHttpResponseBodyFeature _own;
    readonly StreamResponseBodyFeature _heard;
    readonly Tee _request, _response;

    Tape(HttpContext context, int most)
    {
        _context = context;
        _own = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        _request = new(context.Request.Body, most);
        _response = new(_own.Stream, most);
        context.Request.Body = _request;
        _heard = new(_response, _own);
        context.Features.Set<IHttpResponseBodyFeature>(_heard);
    }

    public static Tape On(HttpContext context, int most) => new(context, most);

    public string? Request => _request.Text;
    public string? Response => _response.Text;
    public bool RequestCut => _request.Cut;
    public bool ResponseCut => _response.Cut;

    /// <summary>What was written reaches the client before anything is done with what was heard.</summary>
    public async Task OffAsync()
    {
        await _heard.CompleteAsync();
        Dispose();
    }

    public void Dispose()
    {
        _context.Request.Body = _request.Inner;
        _context.Features.Set(_own);
    }

    /// <summary>Passes everything on and copies the beginning.</summary>
    sealed class Tee(Stream inner, int most) : Stream
    {
        readonly MemoryStream _kept = new();

        public Stream Inner => inner;
        public bool Cut { get; set; }
        public string? Text => _kept.Length == 0 ? null : Encoding.UTF8.GetString(_kept.GetBuffer(), 0, (int)_kept.Length);

        void Keep(ReadOnlySpan<byte> bytes)
        {
            var room = most - (int)_kept.Length;
            if (bytes.Length > room) Cut = true;
            _kept.Write(bytes[..Math.Min(room, bytes.Length)]);
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await inner.ReadAsync(buffer, cancellationToken);
            Keep(buffer.Span[..read]);
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = inner.Read(buffer, offset, count);
            Keep(buffer.AsSpan(offset, read));
            return read;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Keep(buffer.Span);
            await inner.WriteAsync(buffer, cancellationToken);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Write(byte[] buffer, int offset, int count)
        {
            Keep(buffer.AsSpan(offset, count));
            inner.Write(buffer, offset, count);
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);
        public override void Flush() => inner.Flush();
        public override bool CanRead => inner.CanRead;
        public override bool CanWrite => inner.CanWrite;
        public override bool CanSeek => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
