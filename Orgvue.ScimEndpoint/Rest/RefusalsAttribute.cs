using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Orgvue.ScimEndpoint.Rest;

/// <summary>
/// Turns what could not be bound, and what was refused, into one shape. Done here and not by <c>[ApiController]</c>, whose one error factory
/// is shared by all surfaces of the server.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class RefusalsAttribute : ExceptionFilterAttribute, IActionFilter
{
    /// <summary>The refusal in this surface's shape.</summary>
    public abstract IActionResult Answer(RefusalException refusal);

    public override void OnException(ExceptionContext context)
    {
        if (context.Exception is not RefusalException refusal) return;
        context.Result = Answer(refusal);
        context.ExceptionHandled = true;
    }

    public void OnActionExecuting(ActionExecutingContext context)
    {
        if (context.ModelState.IsValid) return;
        var errors = context.ModelState.Where(f => f.Value!.Errors.Count > 0).Select(f => Error(f.Key, f.Value!.Errors[0])).ToList();
        // A body that could not be read is also reported as a missing parameter.
        if (errors.Exists(e => e.Rule == "json")) errors.RemoveAll(e => e.Rule != "json");
        context.Result = Answer(new RefusalException(StatusCodes.Status400BadRequest, "InvalidRequest",
            string.Join(" ", errors.Select(e => e.Field.Length == 0 ? e.Message : $"{e.Field}: {e.Message}")), errors));
    }

    public void OnActionExecuted(ActionExecutedContext context) { }

    static FieldError Error(string key, ModelError error)
    {
        if (key.Length == 0) return new("", "json", "Send a JSON object as the body.");
        if (key[0] != '$') return new(key, "format", error.ErrorMessage);
        return new(key.TrimStart('$').TrimStart('.'), "json", Message(error.ErrorMessage));
    }

    // The reader's sentence, without the name of a .NET type: what is left names the path, the line and the byte.
    static string Message(string error)
    {
        const string unconvertible = "The JSON value could not be converted to ";
        if (!error.StartsWith(unconvertible, StringComparison.Ordinal)) return error;
        var rest = error.IndexOf(" Path:", StringComparison.Ordinal);
        return "The value is not of the expected type." + (rest < 0 ? "" : error[rest..]);
    }
}
