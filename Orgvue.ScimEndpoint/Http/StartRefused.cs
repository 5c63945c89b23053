using Microsoft.Extensions.Options;

namespace Orgvue.ScimEndpoint.Http;

/// <summary>A start that cannot be is told in one line, which says what to change; a stack trace would hide it.</summary>
public static class StartRefused
{
    const int Failed = 1;

    /// <summary>Concerns what nobody catches: whoever hosts the server in his own process, as a test, gets the exception itself.</summary>
    public static void SayPlainly() => AppDomain.CurrentDomain.UnhandledException += (_, unhandled) =>
    {
        if (Told(unhandled.ExceptionObject as Exception) is not { } why) return;
        Console.Error.WriteLine($"Not started: {why}");
        Environment.Exit(Failed);
    };

    static string? Told(Exception? e) => e switch
    {
        OptionsValidationException settings => string.Join(" ", settings.Failures),
        AggregateException { InnerExceptions: [var one] } => Told(one),
        // Kestrel says which address is taken, or not ours to listen on.
        System.IO.IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } taken => $"{taken.Message} --urls http://localhost:<port> chooses another.",
        _ => null,
    };
}
