using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Orgvue.ScimEndpoint.Tests;

/// <summary>
/// Looks at every command that EF sends while a SCIM request is served, in whatever test: each names its directory, and none reads a table
/// without a bound. The host that served the request fails when it is disposed. (Statements that are written by hand have a test of their own.)
/// </summary>
sealed partial class ScimQueries : IStartupFilter
{
    const string Named = "\"(Id|Key|UserId|GroupId|MemberId|ResourceId|IdKey|UserNameKey|DisplayNameKey|ExternalId|LoginEmailKey|ValueKey|Hash)\" (= |IN )";

    static readonly AsyncLocal<ScimQueries?> Serving = new();
    readonly ConcurrentDictionary<string, string> _wrong = new(StringComparer.Ordinal);

    [ModuleInitializer]
    internal static void Listen() => DiagnosticListener.AllListeners.Subscribe(new Listeners());

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (context, following) =>
        {
            if (context.Request.Path.StartsWithSegments("/scim", StringComparison.OrdinalIgnoreCase)) Serving.Value = this;
            await following(context);
        });
        next(app);
    };

    public void Check() => Assert.True(_wrong.IsEmpty, string.Join("\n\n", _wrong.Select(w => $"{w.Value}: {w.Key}").Take(5)));

    /// <summary>What is wrong with a command, or null.</summary>
    public static string? Fault(string sql)
    {
        if (!ReadsOrChanges().IsMatch(sql) || !OfDirectories().IsMatch(sql)) return null;
        if (!NamesDirectory().IsMatch(sql)) return "names no directory";
        return Bound().IsMatch(sql) ? null : "has no bound";
    }

    [GeneratedRegex(@"^\s*(SELECT|UPDATE|DELETE|WITH)\b", RegexOptions.IgnoreCase)]
    private static partial Regex ReadsOrChanges();

    /// <summary>The tables of which a directory has rows of its own that clients make.</summary>
    [GeneratedRegex("(FROM|JOIN|UPDATE) \"(Users|Groups|Members|UserEmails|UniqueValues|Changes|Schemas|Tokens|Sizes)\"")]
    private static partial Regex OfDirectories();

    // A token is found by its hash: it is what says whose request it is. A filter that nothing can meet leaves nothing of the condition.
    [GeneratedRegex("\"DirectoryKey\" (= @|IN )|\"Hash\" = @|WHERE (0|FALSE)$", RegexOptions.Multiline)]
    private static partial Regex NamesDirectory();

    // A limit; a number or a yes as the answer; a named row, or rows named one by one; or rows in the order of their ids, which are read as they
    // stream by and let go of (filters that no column answers).
    [GeneratedRegex("LIMIT |COUNT\\(|count\\(|EXISTS \\(|" + Named + "|ORDER BY \"?\\w*\"?\\.?\"(Id|IdKey)\"")]
    private static partial Regex Bound();

    sealed class Listeners : IObserver<DiagnosticListener>
    {
        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == DbLoggerCategory.Name)
                value.Subscribe(new Commands(), (name, _, _) => name == RelationalEventId.CommandExecuting.Name);
        }

        public void OnCompleted() { }

        public void OnError(Exception error) { }
    }

    sealed class Commands : IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (Serving.Value is { } serving && value.Value is CommandEventData { Command.CommandText: var sql } && Fault(sql) is { } fault)
                serving._wrong[sql] = fault;
        }

        public void OnCompleted() { }

        public void OnError(Exception error) { }
    }
}
