using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Telemetry;

namespace Orgvue.ScimEndpoint.WorkOs.Pulling;

/// <summary>
/// Reads a directory from WorkOS, request after request. How far it has come is in the database after each, together with what was read: a
/// node that dies leaves the rest to whoever comes next, and nothing is asked twice but the request it died over.
/// </summary>
public sealed class PullRunner
{
    /// <summary>How often a list is begun anew for a cursor that is not known any more before it is let rest.</summary>
    const int MostRestarts = 3;

    readonly Pulls _pulls;
    readonly PullSteps _steps;
    readonly WorkOsClient _client;
    readonly LinkSecrets _secrets;
    readonly PullOptions _options;
    readonly ILogger<PullRunner> _log;

    public PullRunner(
        Pulls pulls, PullSteps steps, WorkOsClient client, LinkSecrets secrets, IOptions<PullOptions> options, ILogger<PullRunner> log) =>
        (_pulls, _steps, _client, _secrets, _options, _log) = (pulls, steps, client, secrets, options.Value, log);

    /// <summary>Does for the directory what is due now, to its end or to where it has to wait.</summary>
    public async Task RunAsync(int directory, CancellationToken ct)
    {
        if (await _pulls.TakeAsync(directory, ct) == PullTask.Nothing) return;
        WorkOsPull? at = null;
        try
        {
            var session = new Session();
            do
            {
                var (link, pull) = await _pulls.HeldAsync(directory, ct);
                at = pull;
                if (await _steps.NextAsync(new(link, pull, session), ct) is not { } step) return;
                if (await AskAsync(link, step, session, ct) is not { } useless) continue;
                await FailAsync(pull, useless, ct);
                return;
            }
            while (true);
        }
        catch (PullLostException)
        {
            _log.PullLost(directory);
        }
        catch (Exception e) when (at is not null && e is not OperationCanceledException)
        {
            _log.PullBroke(e, directory);
            await FailAsync(at, new Answer.Later("The server failed; its log says why.", null), ct);
        }
        finally
        {
            // Told to stop, it leaves its place to whoever comes next at once.
            await _pulls.ReleaseAsync(directory, CancellationToken.None);
        }
    }

    /// <summary>Null when the step was done, or can be done anew.</summary>
    async Task<Answer?> AskAsync(WorkOsLink link, Step step, Session session, CancellationToken ct)
    {
        if (KeyOf(link) is not { } key)
            return new Answer.Useless("The API key cannot be read: the keys that encrypted it are not there. Give it again.");
        var answer = await _client.AskAsync(new(link.DirectoryKey, link.BaseUrl ?? _options.BaseUrl, key), step.Query, ct);
        if (answer is Answer.Told told) return await step.TakeAsync(told, ct);
        if (answer is not Answer.Refused refused || !step.IsUnknown(refused)) return answer;
        if (step.HasCursor && session.Restarts++ >= MostRestarts) return answer;
        await step.UnknownAsync!(ct);
        return null;
    }

    string? KeyOf(WorkOsLink link)
    {
        try
        {
            return _secrets.Open(link.ApiKey!);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    async Task FailAsync(WorkOsPull pull, Answer answer, CancellationToken ct)
    {
        var error = answer switch
        {
            Answer.Refused { Status: 401 } r => $"WorkOS does not accept the API key ({r.Message}).",
            Answer.Refused { Status: 403 } r => $"The API key may not read this directory ({r.Message}).",
            Answer.Refused { Status: 404 } r =>
                $"WorkOS does not know what was asked for ({r.Message}). Is the directory's id right, and the API key one of its environment?",
            Answer.Refused r => $"WorkOS refused: {r.Message}",
            Answer.Useless u => u.Why,
            Answer.Later l => l.Why,
            _ => throw new ArgumentException("It did not fail.", nameof(answer)),
        };
        _log.PullFailed(pull.DirectoryKey, pull.Phase.ToString(), error);
        await _pulls.FailAsync(pull, error, attempts =>
            answer is Answer.Later { Asked: var asked } ? PullSchedule.Backoff(attempts, asked) : PullSchedule.Seldom, ct);
    }
}
