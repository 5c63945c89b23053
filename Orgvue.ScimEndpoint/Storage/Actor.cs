namespace Orgvue.ScimEndpoint.Storage;

/// <summary>Who is at work in the current flow, for the audit trail.</summary>
/// <param name="Source">The address that the request came from; null where there was no request.</param>
/// <param name="Request">The request's method and path.</param>
/// <param name="RunId">The run that is being carried out.</param>
public sealed record Actor(string Name, string? Source = null, string? Request = null, Guid? RunId = null)
{
    static readonly AsyncLocal<Actor?> Ambient = new();

    /// <summary>What the server does of its own accord.</summary>
    public static readonly Actor Server = new("server");

    public static Actor Current => Ambient.Value ?? Server;

    /// <summary>Seen by the current flow, and by what it calls, until it returns.</summary>
    public static void Enter(Actor actor) => Ambient.Value = actor;
}
