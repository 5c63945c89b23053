using System.Text.Json;

namespace Orgvue.ScimEndpoint.WorkOs.In;

/// <summary>An event of WorkOS's, as a webhook or its Events API brings it.</summary>
/// <param name="DirectoryId">Of which directory it tells, as WorkOS calls it; null where it does not say.</param>
/// <param name="CreatedAt">By WorkOS's clock; null in an event of an unknown type that does not say.</param>
/// <param name="Statements">What follows from it; nothing where it is unknown or of no concern.</param>
public sealed record Event(
    string Id, string Type, EventKind Kind, string? DirectoryId, DateTimeOffset? CreatedAt, IReadOnlyList<Statement> Statements)
{
    /// <summary>Reads an event. Pure.</summary>
    /// <exception cref="UnreadableException">It is not one, and nothing of it counts.</exception>
    public static Event Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return Read(json.RootElement);
        }
        catch (JsonException e)
        {
            throw new UnreadableException(
                "invalid_json", "", $"The body is not well-formed JSON: see line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");
        }
    }

    /// <inheritdoc cref="Read(ReadOnlyMemory{byte})"/>
    public static Event Read(JsonElement json)
    {
        ObjectReader.CheckTexts(json, "");
        var whole = ObjectReader.Of(json, "");
        var (id, type, made) = (whole.Id("id"), whole.Id("event"), whole.Time("created_at"));
        return type switch
        {
            "dsync.activated" => Directory(at => new Statement.Activated(at)),
            "dsync.deleted" => Directory(at => new Statement.TornDown(at)),
            "dsync.user.created" => OfUser(created: true),
            "dsync.user.updated" => OfUser(created: false),
            "dsync.user.deleted" => UserDeleted(),
            "dsync.group.created" or "dsync.group.updated" => OfGroup(),
            "dsync.group.deleted" => GroupDeleted(),
            "dsync.group.user_added" => OfMembership(added: true),
            "dsync.group.user_removed" => OfMembership(added: false),
            "dsync.token.created" or "dsync.token.revoked" =>
                new(id, type, EventKind.Unread, whole.Required("data").Text("directory_id"), made, []),
            _ => new(id, type, EventKind.Unknown, null, made, []),
        };

        // An object's own time says when it was so: events can be made long after, and not in that order.
        Stamp Changed(ObjectReader data) => new(data.Time("updated_at") ?? Made(), Made(), id);

        Stamp Happened() => new(Made(), Made(), id);

        DateTimeOffset Made() => made ?? throw new UnreadableException("required", "created_at", "created_at is missing.");

        Event Known(ObjectReader of, params IReadOnlyList<Statement> statements) =>
            new(id, type, EventKind.Known, of.Text("directory_id"), Made(), statements);

        Event Directory(Func<Stamp, Statement> statement)
        {
            var data = whole.Required("data");
            return new(id, type, EventKind.Known, data.Id("id"), Made(), [statement(Happened())]);
        }

        Event OfUser(bool created)
        {
            var user = Objects.UserOf(whole.Required("data"));
            return Known(user, new Statement.User(
                user.Id("id"), Present: true, Provisions: created || Objects.IsActive(user), user.Json.GetRawText(), Changed(user)));
        }

        Event UserDeleted()
        {
            var user = Objects.UserOf(whole.Required("data"));
            return Known(user, new Statement.User(user.Id("id"), Present: false, Provisions: false, user.Json.GetRawText(), Happened()));
        }

        Event OfGroup()
        {
            var group = Objects.GroupOf(whole.Required("data"));
            return Known(group, new Statement.Group(group.Id("id"), Present: true, Provisions: true, group.Json.GetRawText(), Changed(group)));
        }

        Event GroupDeleted()
        {
            var group = Objects.GroupOf(whole.Required("data"));
            return Known(group, new Statement.Group(group.Id("id"), Present: false, Provisions: false, group.Json.GetRawText(), Happened()));
        }

        Event OfMembership(bool added)
        {
            var data = whole.Required("data");
            data.Check(JsonValueKind.String, "directory_id");
            var (user, group) = (Objects.UserOf(data.Required("user")), Objects.GroupOf(data.Required("group")));
            var (userId, groupId) = (user.Id("id"), group.Id("id"));
            List<Statement> statements = [new Statement.Membership(groupId, userId, added, Happened())];
            // The copies tell what an event may have told that was lost. To be taken out of a group provisions nobody.
            if (Own(user) is { } userAt)
                statements.Add(new Statement.User(userId, true, added && Objects.IsActive(user), user.Json.GetRawText(), Stamp.Copied(userAt)));
            if (Own(group) is { } groupAt)
                statements.Add(new Statement.Group(groupId, true, added, group.Json.GetRawText(), Stamp.Copied(groupAt)));
            return Known(data, statements) with
            {
                DirectoryId = data.Text("directory_id") ?? user.Text("directory_id") ?? group.Text("directory_id"),
            };
        }

        static DateTimeOffset? Own(ObjectReader copy) => copy.Time("updated_at") ?? copy.Time("created_at");
    }
}

/// <summary>Known: something follows from it. Unread: known, and of no concern here. Unknown: of a type that is not known.</summary>
public enum EventKind { Known, Unread, Unknown }
