namespace Orgvue.ScimEndpoint.Scim;

/// <summary>Collects the deviations met while one request is served; a profile that refuses them refuses here.</summary>
public sealed class Tolerance(Profile? profile = null)
{
    readonly HashSet<Deviation> _met = [];

    public Profile Profile { get; } = profile ?? Profile.Tolerant;

    public IReadOnlyCollection<Deviation> Met => _met;

    /// <summary>Notes the deviation, or refuses it with the RFC's own error where it has one.</summary>
    public void Accept(Deviation deviation, Func<ScimException>? orElse = null)
    {
        if (!Profile.RefusesDeviations)
        {
            _met.Add(deviation);
            return;
        }
        throw orElse?.Invoke() ?? new ScimException(ScimTypes.InvalidValue,
            $"Refused by this directory's profile \"{Profile.Name}\": {deviation.Name} ({deviation.RfcSection}). {deviation.Why}");
    }
}
