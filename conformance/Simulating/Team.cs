namespace Orgvue.ScimEndpoint.Conformance.Simulating;

/// <summary>A group as the identity provider has it.</summary>
sealed class Team
{
    public required string Name { get; init; }
    public required string ExternalId { get; init; }

    /// <summary>Who is in it, in the order of joining.</summary>
    public List<Person> Members { get; } = [];

    /// <summary>The server's id; null until the server has given one.</summary>
    public string? Id { get; set; }

    /// <summary>It was there before: other members are none of this run's business, nor is its removal.</summary>
    public bool Adopted { get; set; }
}
