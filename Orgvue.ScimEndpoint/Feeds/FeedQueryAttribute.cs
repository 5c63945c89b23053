using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.OData.Query;

namespace Orgvue.ScimEndpoint.Feeds;

/// <summary>
/// <c>EnableQuery</c> with bounds, whose refusals carry a message and nothing else: the original shows its stack trace even in Production
/// (AspNetCoreOData #473), and fails with a 500 where a function has no translation on a database.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed partial class FeedQueryAttribute : EnableQueryAttribute
{
    const string NotAnswerable = "The query cannot be answered from this database; try it without functions or arithmetic on columns.";

    public FeedQueryAttribute()
    {
        PageSize = 1000;
        MaxNodeCount = 100;
        MaxOrderByNodeCount = 5;
        AllowedQueryOptions = AllowedQueryOptions.Filter | AllowedQueryOptions.Select | AllowedQueryOptions.OrderBy | AllowedQueryOptions.Top
            | AllowedQueryOptions.Skip | AllowedQueryOptions.Count | AllowedQueryOptions.SkipToken | AllowedQueryOptions.Format;
        HandleNullPropagation = HandleNullPropagationOption.False;
    }

    public override void OnActionExecuting(ActionExecutingContext actionExecutingContext)
    {
        base.OnActionExecuting(actionExecutingContext);
        if (Bare(actionExecutingContext.Result) is { } bare) actionExecutingContext.Result = bare;
    }

    public override void OnActionExecuted(ActionExecutedContext actionExecutedContext)
    {
        try
        {
            base.OnActionExecuted(actionExecutedContext);
        }
        // What EF cannot translate, or the in-memory store cannot compute, is the query's doing; a database's own failure is not.
        catch (Exception e) when (IsOfQuery(e is TargetInvocationException { InnerException: { } cause } ? cause : e))
        {
            actionExecutedContext.Result = FeedErrorsAttribute.Answer(StatusCodes.Status400BadRequest, NotAnswerable);
        }
        if (Bare(actionExecutedContext.Result) is { } bare) actionExecutedContext.Result = bare;
    }

    static bool IsOfQuery(Exception e) =>
        e is InvalidOperationException or ArithmeticException or ArgumentException or FormatException or NullReferenceException;

    static IActionResult? Bare(IActionResult? result)
    {
        if (result is not ObjectResult { StatusCode: >= 400 and var status, Value: var error }) return null;
        var message = error is SerializableError told && told.TryGetValue("Message", out var text) ? text as string : null;
        return FeedErrorsAttribute.Answer(status, message is null ? "The query is not valid." : Advice().Replace(message, ""));
    }

    // The last sentence tells a programmer which property of which type to set.
    [GeneratedRegex(@" To [^.']*'\w+' property on [^.]*\.")]
    private static partial Regex Advice();
}
