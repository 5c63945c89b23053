namespace Orgvue.ScimEndpoint.Notifications;

/// <summary>Turns what happened since it was last asked into deliveries; asked before each look for what is due.</summary>
public interface IDeliverySource
{
    Task AddDueAsync(CancellationToken ct);
}
