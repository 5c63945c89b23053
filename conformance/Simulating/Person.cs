namespace Orgvue.ScimEndpoint.Conformance.Simulating;

/// <summary>A user as the identity provider has it: what the server should hold by now.</summary>
sealed class Person
{
    public required string UserName { get; set; }
    public required string Given { get; init; }
    public required string Family { get; set; }
    public required string DisplayName { get; set; }
    public required string ExternalId { get; init; }
    public required string Password { get; init; }
    public required string Title { get; set; }
    public required string Department { get; set; }
    public Person? Manager { get; set; }
    public bool Active { get; set; } = true;
    public bool Deleted { get; set; }

    /// <summary>The server's id; null until the server has given one.</summary>
    public string? Id { get; set; }

    /// <summary>It was there before: not this run's to clean up.</summary>
    public bool Adopted { get; set; }
}
