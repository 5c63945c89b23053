using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.Directories;

/// <summary>Keeps a row's columns in step with its document.</summary>
public static class UserRow
{
    public static void Fill(DirectoryUser row, JsonObject document)
    {
        row.Document = DocumentText.Of(document);
        row.UserName = LoginEmail.Text(document, "userName")!;
        row.UserNameKey = Fold.Key(row.UserName);
        row.ExternalId = LoginEmail.Text(document, "externalId");
        row.DisplayName = LoginEmail.Text(document, "displayName");
        row.DisplayNameKey = row.DisplayName is null ? null : Fold.Key(row.DisplayName);
        row.Active = document["active"]?.GetValue<bool>();
        row.LoginEmail = LoginEmail.Of(document);
        row.LoginEmailKey = row.LoginEmail is null ? null : Fold.Key(row.LoginEmail);
        var emails = EmailKeys(document);
        if (!row.Emails.OrderBy(e => e.Position).Select(e => e.ValueKey).SequenceEqual(emails)) Replace(row, emails);
    }

    static void Replace(DirectoryUser row, List<string> emails)
    {
        row.Emails.RemoveAll(e => e.Position >= emails.Count);
        for (var position = 0; position < emails.Count; position++)
            if (row.Emails.Find(e => e.Position == position) is { } kept)
                kept.ValueKey = emails[position];
            else
                row.Emails.Add(new() { DirectoryKey = row.DirectoryKey, UserId = row.Id, Position = position, ValueKey = emails[position] });
    }

    static List<string> EmailKeys(JsonObject document) =>
        (document["emails"] as JsonArray)?.OfType<JsonObject>()
            .Select(e => LoginEmail.Text(e, "value")).OfType<string>().Select(IndexKey.Of).ToList() ?? [];
}
