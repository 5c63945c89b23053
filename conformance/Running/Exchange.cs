namespace Orgvue.ScimEndpoint.Conformance.Running;

/// <summary>A request and its answer, fit to be shown: without tokens. Status 0 is no answer at all.</summary>
public sealed record Exchange(string Method, string Path, string RequestBody, int Status, string AnswerBody, TimeSpan Took);
