using System.Security.Claims;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Orgvue.ScimEndpoint.Security;

/// <summary>What OpenIddict asks of the directories: whether a client and its secret are right, and whom the access token is for.</summary>
sealed class ClientCredentials(DirectoryTokens tokens) : IOpenIddictServerHandler<ValidateTokenRequestContext>, IOpenIddictServerHandler<HandleTokenRequestContext>
{
    public async ValueTask HandleAsync(ValidateTokenRequestContext context)
    {
        var client = context is { ClientId: { Length: > 0 } id, ClientSecret: { Length: > 0 } secret } ? await tokens.ClientAsync(id, secret, context.CancellationToken) : null;
        if (client is { } found) context.Transaction.Properties[nameof(ClientCredentials)] = AccessTokens.Holder(found.Owner, found.Secret);
        else context.Reject(OpenIddictConstants.Errors.InvalidClient, "client_id is the id of a directory that accepts client credentials, client_secret one of its live client secrets.");
    }

    public ValueTask HandleAsync(HandleTokenRequestContext context)
    {
        context.SignIn((ClaimsPrincipal)context.Transaction.Properties[nameof(ClientCredentials)]!);
        return ValueTask.CompletedTask;
    }
}
