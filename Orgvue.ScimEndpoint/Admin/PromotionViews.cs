using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.ModelBinding.Validation;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>A document to be imported, and where to.</summary>
public sealed record ImportWish
{
    /// <summary>What an export answered.</summary>
    [ValidateNever]
    public JsonObject? Document { get; init; }

    /// <summary>Where it goes; production, unless said otherwise or the directory says so.</summary>
    public OrgvueEnvironment? Environment { get; init; }

    /// <summary>The directory that is to be like the document; without it the one of the same name, or a new one.</summary>
    public string? DirectoryId { get; init; }

    /// <summary>Whether to show the differences and change nothing; so, unless said otherwise.</summary>
    public bool? DryRun { get; init; }

    /// <summary>The hash of the diff that was looked at; needed to apply it.</summary>
    public string? DiffHash { get; init; }
}

/// <summary>What an import changes, or has changed.</summary>
/// <param name="DirectoryId">The directory; null for one that would be made.</param>
/// <param name="NewDirectory">Whether the directory is, or would be, new.</param>
/// <param name="Applied">Whether it was done; false for a dry run and where nothing differs.</param>
/// <param name="DiffHash">What applying has to name.</param>
/// <param name="Unchanged">The settings that are alike already.</param>
/// <param name="Conflicts">Why it cannot be applied; empty when it can.</param>
public sealed record ImportView(
    OrgvueEnvironment Environment, string? DirectoryId, string DirectoryName, bool NewDirectory, bool Applied, string DiffHash, string Summary,
    IReadOnlyList<PromotionChange> Changes, IReadOnlyList<string> Unchanged, IReadOnlyList<SyncWarning> Warnings,
    IReadOnlyList<PromotionConflict> Conflicts);

/// <summary>Something that stands against the import: the rule, and the setting it is about.</summary>
public sealed record PromotionConflict(string Code, string Setting, string Rule, string Message)
{
    internal FieldError ToError() => new(Setting, Rule, Message);
}
