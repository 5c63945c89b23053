using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Orgvue.ScimEndpoint.Benchmarks;

/// <summary>Events of a directory at WorkOS: groups, users who come, join and change, in the proportions of a large move, partly out of order.</summary>
static class SampleEvents
{
    public const string Prefix = "IAMAPP_Orgvue_SCIM_", Directory = "directory_01BENCHMARK";

    /// <summary>Users before the burst, so that nothing is compiled during it.</summary>
    public const int WarmUpUsers = 500;

    const int Groups = 20, EventsOfUser = 4;

    /// <summary>How many users so many events tell of.</summary>
    public static int Users(int events) => (events - Groups) / EventsOfUser;

    public static IReadOnlyList<string> WarmUp(int events) =>
        [.. Enumerable.Range(0, events).Select(n => Event($"warm{n:D20}", n / EventsOfUser, n % EventsOfUser, "9", n))];

    public static IReadOnlyList<string> Of(int events)
    {
        var all = Enumerable.Range(0, Groups).Select(n => Event($"group{n:D19}", n, EventsOfUser, "1", n))
            .Concat(Enumerable.Range(0, Users(events) * EventsOfUser).Select(n => Event($"user{n:D20}", n / EventsOfUser, n % EventsOfUser, "1", n))).ToArray();
        // WorkOS promises no order: here, whatever is within a thousand events may come before or after.
        var dice = new Random(20_261_126);
        foreach (var start in Enumerable.Range(0, all.Length / 1_000)) dice.Shuffle(all.AsSpan(start * 1_000, 1_000));
        return all;
    }

    public static HttpRequestMessage Signed(string address, string body, string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var time = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.UTF8.GetBytes(time + "."));
        hmac.AppendData(bytes);
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation("WorkOS-Signature", $"t={time}, v1={Convert.ToHexStringLower(hmac.GetHashAndReset())}");
        return request;
    }

    // The first is the user's creation, then the two memberships, then a change; the last kind is a group's creation.
    static string Event(string id, int of, int kind, string series, int n)
    {
        var at = new DateTime(2026, 11, 26, 8, 0, 0, DateTimeKind.Utc).AddMilliseconds(n).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var (name, data) = kind switch
        {
            0 => ("dsync.user.created", User(of, series, "Analyst", at)),
            1 => ("dsync.group.user_added", Membership(of, 0, series, at)),
            2 => ("dsync.group.user_added", Membership(of, 1 + of % (Groups - 1), series, at)),
            3 => ("dsync.user.updated", User(of, series, "Director", at)),
            _ => ("dsync.group.created", Group(of, at)),
        };
        return $$$"""{"object":"event","id":"event_{{{id}}}","event":"{{{name}}}","data":{{{data}}},"created_at":"{{{at}}}","context":{}}""";
    }

    static string Membership(int user, int group, string series, string at) =>
        $$"""{"directory_id":"{{Directory}}","user":{{User(user, series, "Analyst", at)}},"group":{{Group(group, "2026-11-26T07:00:00.000Z")}}}""";

    static string User(int n, string series, string title, string at) =>
        $$$"""{"object":"directory_user","id":"directory_user_{{{series}}}{{{n:D25}}}","directory_id":"{{{Directory}}}","organization_id":"org_01","idp_id":"idp-{{{series}}}-{{{n}}}","email":"user{{{n}}}-{{{series}}}@acme.example","first_name":"Zoë","last_name":"Łukasik {{{n}}}","name":"Zoë Łukasik {{{n}}}","emails":[{"type":"work","primary":true,"value":"user{{{n}}}-{{{series}}}@acme.example"}],"username":"user{{{n}}}-{{{series}}}","job_title":"{{{title}}}","state":"active","custom_attributes":{"department_name":"R&D"},"raw_attributes":{},"role":{"slug":"member"},"created_at":"2026-11-26T07:00:00.000Z","updated_at":"{{{at}}}"}""";

    static string Group(int n, string at)
    {
        var role = n == 0 ? "user" : $"team{n}";
        return $$$"""{"object":"directory_group","id":"directory_group_{{{n:D26}}}","idp_id":"group-{{{n}}}","directory_id":"{{{Directory}}}","organization_id":"org_01","name":"{{{Prefix}}}{{{role}}}","raw_attributes":{},"created_at":"2026-11-26T07:00:00.000Z","updated_at":"{{{at}}}"}""";
    }
}
