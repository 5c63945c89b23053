namespace Orgvue.ScimEndpoint.Storage.Direct;

/// <summary>A user or a group as it is stored: the document is JSON in UTF-8 that nobody has parsed.</summary>
public readonly record struct StoredRow(Guid Id, byte[] Document, int Version, DateTimeOffset Created, DateTimeOffset LastModified);

/// <summary>A member of a group, or a group of a user, with the name to show.</summary>
/// <param name="Of">The user or group that it is a value of.</param>
/// <param name="IsGroup">Whether it is a group itself.</param>
public readonly record struct StoredReference(Guid Of, Guid Id, bool IsGroup, string Display);

/// <summary>How many users and groups a directory has, and how often a place in their order has moved (see <see cref="Places"/>).</summary>
public readonly record struct StoredSize(int Users, int Groups, long UsersMoved, long GroupsMoved);
