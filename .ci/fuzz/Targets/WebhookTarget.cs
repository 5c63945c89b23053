using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Orgvue.ScimEndpoint.Notifications;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Schemas;
using Orgvue.ScimEndpoint.WorkOs.In;
using Orgvue.ScimEndpoint.WorkOs.Wire;

namespace Orgvue.ScimEndpoint.Fuzz.Targets;

/// <summary>A webhook of WorkOS's: the signature's header over a body, and what a body says that is signed well.</summary>
sealed partial class WebhookTarget : Target
{
    const string Secret = "whsec_the-secret-of-the-link", Old = "whsec_the-one-before";
    static readonly string[] Secrets = [Secret, Old];
    static readonly DateTimeOffset Now = new(2026, 11, 27, 8, 0, 0, TimeSpan.Zero);
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public override string Name => "webhook";

    public override IReadOnlyList<string> Words { get; } =
    [
        "t=", "v1=", ", ", ",", "t=1795766400000", "v1=" + new string('0', 64), "dsync.activated", "dsync.deleted", "dsync.token.created",
        "dsync.user.created", "dsync.user.updated", "dsync.user.deleted", "dsync.group.created", "dsync.group.updated", "dsync.group.deleted",
        "dsync.group.user_added", "dsync.group.user_removed", "id", "event", "data", "created_at", "updated_at", "user", "group", "directory_id", "idp_id",
        "email", "emails", "first_name", "last_name", "name", "username", "job_title", "state", "active", "inactive", "custom_attributes", "raw_attributes",
        "department_name", "employee_number", "value", "type", "primary", "work", "2026-11-27T08:00:00.000Z", "0001-01-01T00:00:00+14:00", "x@example.com",
    ];

    public override IReadOnlyList<string> Seeds =>
    [
        "0t=1795766400000, v1=" + new string('a', 64) + "\n{}",
        """
        1{"id":"event_1","event":"dsync.user.created","created_at":"2026-11-27T08:00:00.000Z","data":{"id":"directory_user_1","directory_id":"d","idp_id":"7",
        "state":"active","emails":[{"primary":true,"type":"work","value":"x@example.com"}],"custom_attributes":{"department_name":"Tours"}}}
        """,
        """
        1{"id":"event_2","event":"dsync.group.user_added","created_at":"2026-11-27T08:00:00.000Z","data":{"directory_id":"d",
        "user":{"id":"u","updated_at":"2026-11-27T07:00:00Z"},"group":{"id":"g","name":"G","created_at":"2026-11-26"}}}
        """,
    ];

    public override int JsonAt(ReadOnlySpan<byte> input) => input.Length > 1 && (input[0] & 1) == 1 ? 1 : -1;

    public override void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty) return;
        if ((input[0] & 1) == 0) ReadHeader(input[1..]);
        else ReadSigned(input[1..], (input[0] & 2) == 0 ? Secret : Old);
    }

    static void ReadHeader(ReadOnlySpan<byte> input)
    {
        var end = input.IndexOf((byte)'\n');
        var header = Encoding.UTF8.GetString(end < 0 ? input : input[..end]);
        var body = end < 0 ? [] : input[(end + 1)..];
        var check = WebhookSignature.Check(header, body, Secrets, Now, Patience);
        if (check == SignatureCheck.Right != IsRight(header, body)) throw new BrokenPromiseException($"a signature that is {check}: {header}");
        // The same with a digest that is right, so that what comes after it is met, too.
        if (Time().Match(header) is not { Success: true } time) return;
        var signed = Digest().Replace(header, $"v1={DigestOf(Secret, time.Groups[1].Value, body)}");
        check = WebhookSignature.Check(signed, body, Secrets, Now, Patience);
        if (check == SignatureCheck.Right != IsRight(signed, body)) throw new BrokenPromiseException($"a signature that is {check}: {signed}");
    }

    // As WorkOS describes it, read another way.
    static bool IsRight(string header, ReadOnlySpan<byte> body)
    {
        var match = Whole().Match(header);
        if (!match.Success || !long.TryParse(match.Groups["t"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var at)) return false;
        if (Math.Abs((decimal)at - Now.ToUnixTimeMilliseconds()) > (decimal)Patience.TotalMilliseconds) return false;
        foreach (var secret in Secrets)
            if (DigestOf(secret, match.Groups["t"].Value, body).Equals(match.Groups["v"].Value, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    static string DigestOf(string secret, string time, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(time + "."), .. body];
        return Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));
    }

    static void ReadSigned(ReadOnlySpan<byte> body, string secret)
    {
        if (WebhookSignature.Check(Signature.Of(secret, Now, body), body, Secrets, Now, Patience) != SignatureCheck.Right)
            throw new BrokenPromiseException("our own signature is refused");
        Event read;
        try
        {
            read = Event.Read(body.ToArray());
        }
        catch (UnreadableException)
        {
            return;
        }
        foreach (var statement in read.Statements) Show(statement);
    }

    // What a statement says is put into the directory as if it had been pushed; there it may still be refused.
    static void Show(Statement statement)
    {
        if (statement.Stamp.Tie.Length == 0) throw new BrokenPromiseException("a statement that stands nowhere");
        var (id, data) = statement switch { Statement.User u => (u.Id, u.Data), Statement.Group g => (g.Id, g.Data), _ => ("", "") };
        if (data.Length == 0) return;
        using var json = JsonDocument.Parse(data);
        var name = ScimObjects.NameOf(json.RootElement, id, statement is Statement.User);
        var (type, shown) = statement is Statement.User
            ? (Samples.User, ScimObjects.User(json.RootElement, name, ScimObjects.IsActive(json.RootElement)))
            : (Samples.Group, ScimObjects.Group(json.RootElement, name));
        ExactJson.Text(shown);
        try
        {
            Documents.Check(type, ResourceBody.Read(type, shown, new Tolerance(), Samples.Limits));
        }
        catch (ScimException refusal)
        {
            Refusals.Expect(refusal, Bodies.Keywords);
        }
    }

    [GeneratedRegex("t=([0-9]+)")]
    private static partial Regex Time();

    [GeneratedRegex("v1=[^, ]*")]
    private static partial Regex Digest();

    [GeneratedRegex(@"\A *(t=(?<t>[0-9]{1,16}) *, *v1=(?<v>[0-9A-Fa-f]{64})|v1=(?<v>[0-9A-Fa-f]{64}) *, *t=(?<t>[0-9]{1,16})) *\z")]
    private static partial Regex Whole();
}
