namespace Orgvue.ScimEndpoint.WorkOs.In;

/// <summary>What came is not what WorkOS writes: nothing of it is taken.</summary>
/// <param name="code">What is wrong, as WorkOS's errors say it.</param>
/// <param name="field">Where; empty for the whole.</param>
public sealed class UnreadableException(string code, string field, string message) : Exception(message)
{
    public string Code { get; } = code;
    public string Field { get; } = field;
}
