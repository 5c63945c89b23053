using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orgvue.ScimEndpoint.Directories.Querying;
using Orgvue.ScimEndpoint.Http;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Sorting;
using Orgvue.ScimEndpoint.WorkOs.Api;
using Orgvue.ScimEndpoint.WorkOs.Pulling;
using Orgvue.ScimEndpoint.WorkOs.Wire;
using Paging = Orgvue.ScimEndpoint.Http.Paging;

namespace Orgvue.ScimEndpoint.Fuzz.Targets;

/// <summary>Cursors of both surfaces, and the ids, times, numbers and tags that stand beside them in a query or a header.</summary>
sealed class TokenTarget : Target
{
    const string Query = "1\nUser\n\n\nFalse";
    static readonly TimeProvider Clock = new StillClock();
    static readonly string[] Prefixes = [WireId.Directory, WireId.User, WireId.Group, WireId.Organization, WireId.Event, WireId.Endpoint];

    readonly Cursors _cursors = new(null!, Clock, new PagingOptions());

    public TokenTarget() => KeyOf(_cursors) = Encoding.ASCII.GetBytes("the key of the cursors, known here");

    public override string Name => "token";

    public override IReadOnlyList<string> Words { get; } =
    [
        .. Prefixes, "01KVN0RGVVE0EVENT000000000", "7ZZZZZZZZZZZZZZZZZZZZZZZZZ", "limit=", "&", "=", "%22", "startIndex=", "count=", "cursor=", "filter=",
        "sortBy=", "sortOrder=", "descending", "attributes=", "excludedAttributes=", "asc", "desc", "normal", "100", "\n", "dsync.user.created",
        "2026-11-27T08:00:00.000Z", "2026-11-27 08:00", "+05:30", "24:00:00", "0001-01-01", "9999-12-31", "W/\"3\"", "\"3-x\"", ", ", "*",
        "9223372036854775808", "-", """{"data":[{"id":"x"}],"list_metadata":{"after":"x"}}""",
    ];

    public override IReadOnlyList<string> Seeds =>
    [
        "0AAAA", "1\u0001key", $"2{WireId.User}01KVN0RGVVE0EVENT000000000", "3\nuser_1\n10\nnormal",
        "4dsync.user.created\n\n10\n2026-11-27T08:00:00Z\n2026-11-28T08:00:00Z\n",
        "52026-11-27 08:00:00,5 +05:30", "62011-05-13T24:00:00-14:00", "7W/\"3-abc\", \"4\"", "8startIndex=1&count=10&sortBy=userName", """9{"data":[{"id":"x"}],"list_metadata":{"after":"x"}}""",
    ];

    public override int JsonAt(ReadOnlySpan<byte> input) => input.Length > 1 && input[0] == (byte)'9' ? 1 : -1;

    public override void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty) return;
        var rest = input[1..];
        var text = Encoding.UTF8.GetString(rest);
        var lines = text.Split('\n');
        switch ((char)('0' + (input[0] - '0' + 250) % 10))
        {
            case '0':
                ReadCursor(text);
                break;
            case '1':
                WriteCursor(rest);
                break;
            case '2':
                foreach (var prefix in Prefixes)
                    if (WireId.TryParse(prefix, text, out var id) && WireId.Of(prefix, id) != text) throw new BrokenPromiseException($"two spellings of one id: {text}");
                break;
            case '3':
                ReadList(lines);
                break;
            case '4':
                ReadEvents(lines);
                break;
            case '5':
                if (WireTime.TryRead(text, out var at) && !(WireTime.TryRead(WireTime.Text(at), out var again) && WireTime.Text(again) == WireTime.Text(at)))
                    throw new BrokenPromiseException($"an instant that was read and written is another: {text}");
                break;
            case '6':
                if (ScimTime.Parse(text) is { Offset.Ticks: not 0 }) throw new BrokenPromiseException($"an instant that is not in UTC: {text}");
                break;
            case '7':
                if (Preconditions.IfMatch(text)?.Any(v => v < -1) == true) throw new BrokenPromiseException($"a version that cannot be: {text}");
                break;
            case '8':
                ReadQuery(text);
                break;
            default:
                ReadPage(rest, text);
                break;
        }
    }

    void ReadCursor(string cursor)
    {
        try
        {
            // Nobody but the server can make one: this one was never given out.
            var position = _cursors.ReadAsync(cursor, Query, default).GetAwaiter().GetResult();
            if (_cursors.WriteAsync(position, Query, default).GetAwaiter().GetResult() != cursor) throw new BrokenPromiseException($"a forged cursor: {cursor}");
        }
        catch (ScimException refusal)
        {
            Refusals.Expect(refusal, [ScimTypes.InvalidCursor, ScimTypes.ExpiredCursor]);
        }
    }

    void WriteCursor(ReadOnlySpan<byte> of)
    {
        if (of.Length < 24) return;
        var text = Encoding.UTF8.GetString(of[24..]);
        SortKey key = (of[0] % 4) switch
        {
            0 => SortKey.Unassigned,
            1 => new(new decimal(of[1] | of[2] << 8 | of[3] << 24, of[4], of[5], of[6] > 127, (byte)(of[7] % 29)), null),
            _ => SortKey.Of(text),
        };
        var at = of[0] > 250 ? null : new Place(of[1], new(key, new Guid(of[8..24], bigEndian: true)));
        var position = new Position(at, of[2] << of[3] % 24, at is not null && of[0] > 127);
        var cursor = _cursors.WriteAsync(position, Query, default).GetAwaiter().GetResult();
        var read = _cursors.ReadAsync(cursor, Query, default).GetAwaiter().GetResult();
        // A key that is too long for a cursor is read again from its resource.
        var expected = read.HasLongKey
            ? position with { HasLongKey = true, At = at! with { Hit = at.Hit with { Key = SortKey.Unassigned } } }
            : position;
        if (read != expected) throw new BrokenPromiseException($"a cursor that leads elsewhere: {read}, not {expected}");
        foreach (var other in new[] { cursor[..^1], cursor + "A", (cursor[0] == 'A' ? "B" : "A") + cursor[1..] })
            if (IsRead(other, Query)) throw new BrokenPromiseException($"a cursor that was changed is read: {other}");
        if (IsRead(cursor, Query + "2")) throw new BrokenPromiseException($"the cursor of another query is read: {cursor}");
    }

    bool IsRead(string cursor, string query)
    {
        try
        {
            _cursors.ReadAsync(cursor, query, default).GetAwaiter().GetResult();
            return true;
        }
        catch (ScimException refusal)
        {
            Refusals.Expect(refusal, [ScimTypes.InvalidCursor]);
            return false;
        }
    }

    static void ReadList(string[] lines)
    {
        var checks = new ParameterChecks();
        var window = new ListWish { Before = Line(lines, 0), After = Line(lines, 1), Limit = Line(lines, 2), Order = Line(lines, 3) }.Read(checks);
        if (window.Limit is < 1 or > ListWish.MaxLimit) throw new BrokenPromiseException($"a page out of bounds: {window}");
        Refused(checks.Refuse);
    }

    static void ReadEvents(string[] lines) => Refused(() => new EventsWish
    {
        Events = Line(lines, 0) is { } events ? [events] : null,
        After = Line(lines, 1),
        Limit = Line(lines, 2),
        RangeStart = Line(lines, 3),
        RangeEnd = Line(lines, 4),
    }.Read([]));

    static void ReadQuery(string text)
    {
        var http = new DefaultHttpContext();
        http.Request.QueryString = new("?" + text);
        try
        {
            var query = Paging.Query(http.Request, Samples.Root);
            if (query.Count is < 0 or > Paging.MaxCount || query.StartIndex < 1) throw new BrokenPromiseException($"a page out of bounds: {query}");
            query.ProjectionOf(Samples.User).Apply(Samples.ShownUsers[1]);
        }
        catch (ScimException refusal)
        {
            Refusals.Expect(refusal, [ScimTypes.InvalidValue, ScimTypes.InvalidCount]);
        }
    }

    static void ReadPage(ReadOnlySpan<byte> json, string text)
    {
        JsonDocument answer;
        try
        {
            answer = JsonDocument.Parse(json.ToArray());
        }
        catch (JsonException)
        {
            return;
        }
        using (answer)
            if (RemotePage.Read(answer.RootElement, "asked") is { After: not null, Objects.Count: 0 }) throw new BrokenPromiseException($"a walk that has no end: {text}");
    }

    static void Refused(Action read)
    {
        try
        {
            read();
        }
        catch (RefusalException refusal)
        {
            if (refusal.Status != 422) throw new BrokenPromiseException($"refused with {refusal.Status}: {refusal.Message}");
        }
    }

    static string? Line(string[] lines, int at) => at < lines.Length && lines[at].Length > 0 ? lines[at] : null;

    // The key is in the database otherwise.
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_key")]
    static extern ref byte[]? KeyOf(Cursors cursors);

    sealed class StillClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 27, 8, 0, 0, TimeSpan.Zero);
    }
}
