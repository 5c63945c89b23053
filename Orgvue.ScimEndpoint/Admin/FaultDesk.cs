using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.WorkOs.Faults;
using Orgvue.ScimEndpoint.WorkOs.Wire;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>Fault injection: wished for, shown and ended.</summary>
public sealed class FaultDesk(Injector injector)
{
    const int MostRequests = 50;
    const int MostTimes = 1_000_000;
    const int MostOfPath = 500;
    const int MostOfBody = 16 * 1024;
    static readonly string[] Methods = ["GET", "POST", "PATCH", "DELETE"];
    static readonly TimeSpan Late = TimeSpan.FromMinutes(1);
    static readonly TimeSpan Within = TimeSpan.FromSeconds(5);

    public FaultsView Show() => FaultsView.Of(injector.Show());

    public FaultsView Set(FaultsWish wish)
    {
        var checks = new Checks();
        var deliveries = new Dictionary<DeliveryFault, FaultRule>();
        Rule(DeliveryFault.Drop, wish.Deliveries?.Drop, null);
        Rule(DeliveryFault.Duplicate, wish.Deliveries?.Duplicate, null);
        Rule(DeliveryFault.Delay, wish.Deliveries?.Delay, Late);
        Rule(DeliveryFault.Reorder, wish.Deliveries?.Reorder, Within);
        var requests = Requests(checks, wish.Requests ?? []);
        if (deliveries.Count == 0 && requests.Count == 0) checks.Add("", "required", "Name a fault of deliveries or of requests; DELETE ends all.");
        checks.Refuse();
        injector.Set(new(wish.Seed ?? RandomNumberGenerator.GetInt32(int.MaxValue), deliveries, requests));
        return Show();

        void Rule(DeliveryFault kind, FaultRuleWish? rule, TimeSpan? usual)
        {
            if (rule is not null) deliveries[kind] = RuleOf(checks, "deliveries." + kind.ToString().ToLowerInvariant(), rule, usual);
        }
    }

    public void Clear() => injector.Clear();

    static FaultRule RuleOf(Checks checks, string field, FaultRuleWish wish, TimeSpan? usual)
    {
        if (wish is { Probability: null, Count: null }) checks.Add(field, "required", "Give a probability, a count, or both.");
        // Not a number compares with nothing, so it is asked for what is right.
        if (wish.Probability is { } probability && !(probability is > 0 and <= 1)) checks.Add($"{field}.probability", "range", "Expected more than 0 and up to 1.");
        if (wish.Count is < 1 or > MostTimes) checks.Add($"{field}.count", "range", $"Expected a number from 1 to {MostTimes}.");
        var time = usual ?? TimeSpan.Zero;
        if (wish.Time is not null && usual is null) checks.Add($"{field}.time", "format", "Only a delay and a reordering have a time.");
        else if (wish.Time is not null && !(TimeSpan.TryParseExact(wish.Time, "c", CultureInfo.InvariantCulture, out time)
            && time > TimeSpan.Zero && time <= TimeSpan.FromDays(1)))
            checks.Add($"{field}.time", "format", "Expected a duration hh:mm:ss, longer than nothing and up to a day.");
        return new(wish.Probability ?? 1, wish.Count, time);
    }

    static List<RequestFault> Requests(Checks checks, IReadOnlyList<RequestFaultWish?> wishes)
    {
        if (wishes.Count > MostRequests) checks.Add("requests", "length", $"Has {wishes.Count} rules; {MostRequests} are allowed.");
        return [.. wishes.Take(MostRequests).Select((wish, i) => RequestOf(checks, $"requests[{i}]", wish ?? new()))];
    }

    static RequestFault RequestOf(Checks checks, string field, RequestFaultWish wish)
    {
        var path = checks.Text($"{field}.path", wish.Path, MostOfPath);
        if (path.Length > 0 && path[0] != '/') checks.Add($"{field}.path", "format", "Expected a path that begins with /.");
        if (wish.Method is { } method && !Methods.Contains(method, StringComparer.OrdinalIgnoreCase))
            checks.Add($"{field}.method", "format", $"Expected one of {string.Join(", ", Methods)}.");
        if (wish.Status is not (>= 400 and <= 599)) checks.Add($"{field}.status", "range", "Expected a status from 400 to 599.");
        if (wish.RetryAfter is < 0 or > 3600) checks.Add($"{field}.retryAfter", "range", "Expected seconds from 0 to 3600.");
        if (wish.Times is < 1 or > MostTimes) checks.Add($"{field}.times", "range", $"Expected a number from 1 to {MostTimes}.");
        return new(path, wish.Method?.ToUpperInvariant(), wish.Status ?? 0, wish.RetryAfter, BodyOf(checks, $"{field}.body", wish.Body), wish.Times ?? 1);
    }

    static string? BodyOf(Checks checks, string field, JsonObject? body)
    {
        if (body is null) return null;
        if (!ReadableJson.IsReadable(body))
        {
            checks.Add(field, "json", ReadableJson.Message);
            return null;
        }
        var text = ExactJson.Text(body);
        if (Encoding.UTF8.GetByteCount(text) > MostOfBody) checks.Add(field, "length", $"Is longer than {MostOfBody} bytes.");
        return text;
    }
}
