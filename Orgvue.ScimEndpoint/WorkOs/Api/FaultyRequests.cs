using System.Globalization;
using Orgvue.ScimEndpoint.WorkOs.Faults;

namespace Orgvue.ScimEndpoint.WorkOs.Api;

/// <summary>Answers a request of the emulated API with the error that was asked for. In Development alone; other surfaces are never met.</summary>
public static class FaultyRequests
{
    /// <summary>Says that the answer is nobody's fault but the plan's.</summary>
    public const string Header = "Orgvue-Injected-Fault";

    const string Usual = """{"message":"This error was injected; see /admin/api/workos/faults.","code":"injected_fault"}""";

    public static void UseWorkOsFaults(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment()) return;
        var injector = app.Services.GetRequiredService<Injector>();
        app.Use((context, next) =>
            WorkOsApiSetup.IsWorkOs(context) && injector.Meet(context.Request.Method, context.Request.Path.Value!) is { } fault
                ? AnswerAsync(context.Response, fault)
                : next(context));
    }

    static Task AnswerAsync(HttpResponse response, RequestFault fault)
    {
        response.StatusCode = fault.Status;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers[Header] = "request";
        if (fault.RetryAfter is { } seconds) response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return response.WriteAsync(fault.Body ?? Usual);
    }
}
