namespace Orgvue.ScimEndpoint.Conformance.Format;

/// <summary>A dialogue file that cannot be trusted to check what its author meant.</summary>
public sealed class DialogueException : Exception
{
    public DialogueException() { }
    public DialogueException(string message) : base(message) { }
    public DialogueException(string message, Exception inner) : base(message, inner) { }
}
