namespace Orgvue.ScimEndpoint.Scim;

/// <summary>Collects the deviations met while one request is served; a strict one refuses them instead.</summary>
public sealed class Tolerance(bool strict = false)
{
    readonly HashSet<Deviation> _met = [];

    public bool Strict => strict;

    public IReadOnlyCollection<Deviation> Met => _met;

    /// <summary>Notes the deviation, or refuses it with the RFC's own error where it has one.</summary>
    public void Accept(Deviation deviation, Func<ScimException>? orElse = null)
    {
        if (!strict)
        {
            _met.Add(deviation);
            return;
        }
        throw orElse?.Invoke() ?? new ScimException(ScimTypes.InvalidValue,
            $"Refused in strict mode: {deviation.Name} ({deviation.RfcSection}). {deviation.Why}");
    }
}
