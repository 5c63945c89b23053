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

    /// <summary>An attribute that no schema knows: ignored (RFC 7644 section 3.3), or refused where the profile will not overlook it.</summary>
    public void Ignore(string name)
    {
        if (Profile.RefusesUnknown)
            throw new ScimException(ScimTypes.InvalidSyntax,
                $"{Excerpt.Of(name)} is no attribute of the resource's schemas; this directory's profile \"{Profile.Name}\" refuses what is unknown.");
    }
}
