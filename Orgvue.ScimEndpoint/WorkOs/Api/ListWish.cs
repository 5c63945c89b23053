using System.Globalization;
using Microsoft.AspNetCore.Mvc;

namespace Orgvue.ScimEndpoint.WorkOs.Api;

/// <summary>The paging parameters that all lists but the events' share. Text, so that what is none of the values is refused in WorkOS's shape.</summary>
public sealed class ListWish
{
    public const int MaxLimit = 100;
    public const int DefaultLimit = 10;

    /// <summary>The id of an object: the page before it.</summary>
    [FromQuery(Name = "before")]
    public string? Before { get; set; }

    /// <summary>The id of an object: the page after it.</summary>
    [FromQuery(Name = "after")]
    public string? After { get; set; }

    /// <summary>How many to show, 1 to 100; 10 otherwise.</summary>
    [FromQuery(Name = "limit")]
    public string? Limit { get; set; }

    /// <summary>By creation: <c>desc</c> (otherwise), <c>asc</c>, or <c>normal</c>, which is <c>desc</c> with the two cursors changed over.</summary>
    [FromQuery(Name = "order")]
    public string? Order { get; set; }

    internal Window Read(ParameterChecks checks)
    {
        var limit = ReadLimit(Limit, checks);
        if (Order is not (null or "asc" or "desc" or "normal")) checks.Add("order", "invalid_order", "Expected asc, desc or normal.");
        if (Before is not null && After is not null) checks.Add("before", "before_and_after", "before and after exclude each other.");
        var normal = Order == "normal";
        return new(limit, Order != "asc", Backwards: Before is not null != normal && (Before ?? After) is not null, normal, Before is null ? "after" : "before", Before ?? After);
    }

    internal static int ReadLimit(string? limit, ParameterChecks checks)
    {
        if (limit is null) return DefaultLimit;
        if (int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MaxLimit) return number;
        checks.Add("limit", "invalid_limit", $"Expected a number from 1 to {MaxLimit}.");
        return DefaultLimit;
    }
}

/// <summary>What part of a list is asked for: how many, in which order, and on which side of which object.</summary>
/// <param name="Backwards">Whether what stands before the cursor in the list's order is asked for, not what stands after it.</param>
/// <param name="ChangedOver">Whether <c>before</c> leads on and <c>after</c> leads back.</param>
/// <param name="Field">The parameter that the cursor came in.</param>
sealed record Window(int Limit, bool Descending, bool Backwards, bool ChangedOver, string Field, string? Cursor);
