using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Telemetry;

namespace Orgvue.ScimEndpoint.WorkOs.In;

/// <summary>
/// The door at which WorkOS's webhooks come in. Whoever brings one is answered when it is stored, and before anything is done about it.
/// </summary>
public sealed class Reception(
    Store store, LinkSecrets secrets, Inbox inbox, TimeProvider clock, IOptions<InOptions> options, ILogger<Reception> log)
{
    /// <summary>A body may be so long.</summary>
    public const int LongestBody = 1024 * 1024;

    /// <summary>Receives a webhook.</summary>
    /// <param name="directory">Our id of the directory.</param>
    /// <param name="body">Reads the body, byte for byte; null where it is too long. Not called where nobody is meant.</param>
    public async Task<Admission> ReceiveAsync(
        string directory, string? signature, Func<CancellationToken, Task<ReadOnlyMemory<byte>?>> body, CancellationToken ct)
    {
        try
        {
            if (await LinkAsync(directory, ct) is not { } link) return Counted(null, "no directory", new Admission.NoDirectory());
            if (await body(ct) is not { } bytes) return Counted(link.DirectoryKey, "too large", new Admission.TooLarge());
            return await ReceiveAsync(link, signature, bytes, ct);
        }
        catch (Exception e) when (e is InboxException or TimeoutException or CryptographicException)
        {
            return Counted(null, "unavailable", new Admission.Unavailable());
        }
    }

    async Task<Admission> ReceiveAsync(WorkOsLink link, string? signature, ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        var directory = link.DirectoryKey;
        var check = WebhookSignature.Check(signature, body.Span, SecretsOf(link), clock.GetUtcNow(), options.Value.SignatureTolerance);
        if (check != SignatureCheck.Right)
        {
            log.WorkOsSignatureRefused(directory, Words(check));
            return Counted(directory, "refused", new Admission.Refused());
        }
        try
        {
            var read = Event.Read(body);
            var receipt = await inbox.PutAsync(RowOf(directory, read, body.Span), read.DirectoryId, ct);
            return receipt == Receipt.Unlinked
                ? Counted(directory, "no directory", new Admission.NoDirectory())
                : Counted(directory, Outcome(receipt, read.Kind), new Admission.Taken());
        }
        catch (UnreadableException e)
        {
            log.WorkOsWebhookUnreadable(directory, e.Code, e.Field);
            return Counted(directory, "unreadable", new Admission.Unreadable(e.Code, e.Field, e.Message));
        }
    }

    Task<WorkOsLink?> LinkAsync(string id, CancellationToken ct) => store.ReadAsync(db => (
        from directory in db.Directories.AsNoTracking()
        where directory.Id == id && directory.State == DirectoryState.Linked
        join link in db.WorkOsLinks.AsNoTracking() on directory.Key equals link.DirectoryKey
        where link.Enabled && link.Secret != null
        select link).SingleOrDefaultAsync(ct));

    List<string> SecretsOf(WorkOsLink link)
    {
        try
        {
            return [.. new[] { link.Secret, link.OldSecret }.OfType<byte[]>().Select(secrets.Open)];
        }
        catch (CryptographicException e)
        {
            log.WorkOsSecretClosed(e, link.DirectoryKey);
            throw;
        }
    }

    WorkOsReceived RowOf(int directory, Event read, ReadOnlySpan<byte> body) => new()
    {
        DirectoryKey = directory, EventId = read.Id, Event = read.Type, Body = Encoding.UTF8.GetString(body), ReceivedAt = clock.GetUtcNow(),
        CreatedAt = read.CreatedAt ?? clock.GetUtcNow(),
        State = read.Kind switch
        {
            EventKind.Known => WorkOsReceivedState.Pending,
            EventKind.Unread => WorkOsReceivedState.Unread,
            _ => WorkOsReceivedState.Unknown,
        },
    };

    static string Outcome(Receipt receipt, EventKind kind) => receipt switch
    {
        Receipt.Duplicate => "duplicate",
        Receipt.Foreign => "foreign",
        _ => kind switch { EventKind.Known => "stored", EventKind.Unread => "unread", _ => "unknown" },
    };

    static string Words(SignatureCheck check) => check switch
    {
        SignatureCheck.Missing => "missing",
        SignatureCheck.Malformed => "malformed",
        SignatureCheck.TooOld => "too old",
        SignatureCheck.TooNew => "too new",
        _ => "not made with the directory's secret over this body",
    };

    static Admission Counted(int? directory, string outcome, Admission admission)
    {
        Metrics.WorkOsReceived(directory, outcome);
        return admission;
    }
}

/// <summary>How a webhook was received.</summary>
public abstract record Admission
{
    /// <summary>Stored, now or before.</summary>
    public sealed record Taken : Admission;

    public sealed record NoDirectory : Admission;

    public sealed record TooLarge : Admission;

    /// <summary>Which check failed is for the log.</summary>
    public sealed record Refused : Admission;

    public sealed record Unreadable(string Code, string Field, string Message) : Admission;

    /// <summary>Our fault: it must be sent again.</summary>
    public sealed record Unavailable : Admission;
}
