using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Traffic;

/// <summary>Requests as clients send them, and every row of every table as text.</summary>
static class Sent
{
    public static async Task<HttpResponseMessage> SendAsync(
        this TestDirectory directory, Host host, string method, string url, string? body = null, params (string Name, string Value)[] headers)
    {
        // Later requests are later.
        host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        using var request = new HttpRequestMessage(new HttpMethod(method), url);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/scim+json");
        }
        foreach (var (name, value) in headers)
            if (!request.Headers.TryAddWithoutValidation(name, value)) request.Content!.Headers.TryAddWithoutValidation(name, value);
        return await directory.Scim.SendAsync(request);
    }

    public static Task<JsonNode> AdminAsync(this TestDirectory directory, Host host, string what, HttpStatusCode expected = HttpStatusCode.OK) =>
        host.Admin.GetAsync($"/admin/api/directories/{directory.Id}/{what}", expected);

    /// <summary>All rows of all tables, so that two dumps are equal when nothing at all was written.</summary>
    public static Task<string> DumpAsync(Host host) => host.Store.ReadAsync(async db =>
    {
        var lines = new List<string>();
        foreach (var entity in db.Model.GetEntityTypes())
        {
            var rows = (IQueryable<object>)typeof(DbContext).GetMethod(nameof(DbContext.Set), [])!.MakeGenericMethod(entity.ClrType).Invoke(db, null)!;
            foreach (var row in await rows.AsNoTracking().ToListAsync())
                lines.Add($"{entity.ClrType.Name} {string.Join(' ', entity.GetProperties().Select(p => $"{p.Name}={Text(p.PropertyInfo!.GetValue(row))}"))}");
        }
        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    });

    static string Text(object? value) => value switch
    {
        byte[] bytes => Convert.ToHexString(bytes),
        System.Collections.IEnumerable list and not string => string.Join(',', list.Cast<object>()),
        DateTimeOffset at => at.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? "null",
    };
}
