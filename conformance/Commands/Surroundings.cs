namespace Orgvue.ScimEndpoint.Conformance.Commands;

/// <summary>What the verbs do not make themselves: the network, the clock, and whether somebody is watching.</summary>
sealed record Surroundings(Func<HttpMessageHandler> Network, TimeProvider Clock, bool IsTerminal);
