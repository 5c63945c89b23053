using System.Text.RegularExpressions;

namespace Orgvue.ScimEndpoint.Conformance.Reports;

/// <summary>What a clause of an RFC is about, in the RFC's own heading, and where it can be read.</summary>
public static partial class ClauseText
{
    /// <summary>Headings of the sections that cases name; a deeper section without one has its parent's.</summary>
    static readonly Dictionary<string, string> Headings = new(StringComparer.Ordinal)
    {
        ["7643 2.1"] = "Attributes", ["7643 2.2"] = "Attribute characteristics", ["7643 2.3"] = "Attribute data types",
        ["7643 2.3.1"] = "String", ["7643 2.3.2"] = "Boolean", ["7643 2.3.5"] = "DateTime", ["7643 2.3.6"] = "Binary",
        ["7643 2.3.7"] = "Reference", ["7643 2.4"] = "Multi-valued attributes", ["7643 2.5"] = "Unassigned and null values",
        ["7643 3"] = "SCIM resources", ["7643 3.1"] = "Common attributes", ["7643 4.1"] = "User resource schema",
        ["7643 4.1.1"] = "User: singular attributes", ["7643 4.1.2"] = "User: multi-valued attributes",
        ["7643 4.2"] = "Group resource schema", ["7643 4.3"] = "Enterprise User extension",
        ["7643 5"] = "Service provider configuration schema", ["7643 6"] = "ResourceType schema", ["7643 7"] = "Schema definition",
        ["7643 8"] = "JSON representation", ["7643 8.1"] = "Minimal User representation", ["7643 8.7"] = "Schema representation",
        ["7644 2"] = "Authentication and authorization", ["7644 3.1"] = "Background", ["7644 3.2"] = "Endpoints and HTTP methods",
        ["7644 3.3"] = "Creating resources", ["7644 3.3.1"] = "Resource types", ["7644 3.4"] = "Retrieving resources",
        ["7644 3.4.1"] = "Retrieving a known resource", ["7644 3.4.2"] = "Query resources", ["7644 3.4.2.1"] = "Query endpoints",
        ["7644 3.4.2.2"] = "Filtering", ["7644 3.4.2.3"] = "Sorting", ["7644 3.4.2.4"] = "Pagination",
        ["7644 3.4.3"] = "Querying with POST", ["7644 3.5"] = "Modifying resources", ["7644 3.5.1"] = "Replacing with PUT",
        ["7644 3.5.2"] = "Modifying with PATCH", ["7644 3.5.2.1"] = "Add operation", ["7644 3.5.2.2"] = "Remove operation",
        ["7644 3.5.2.3"] = "Replace operation", ["7644 3.6"] = "Deleting resources", ["7644 3.7"] = "Bulk operations",
        ["7644 3.7.1"] = "Circular references", ["7644 3.7.2"] = "bulkId temporary identifiers",
        ["7644 3.7.3"] = "Response and error handling", ["7644 3.7.4"] = "Maximum operations",
        ["7644 3.8"] = "Data input and output formats", ["7644 3.9"] = "attributes and excludedAttributes",
        ["7644 3.10"] = "Attribute notation", ["7644 3.11"] = "/Me", ["7644 3.12"] = "HTTP status and error response handling",
        ["7644 3.13"] = "Protocol versioning", ["7644 3.14"] = "Versioning resources (ETags)",
        ["7644 4"] = "Service provider configuration endpoints", ["7644 5"] = "Internationalized strings",
        ["7644 7"] = "Security considerations", ["7644 7.8"] = "Case-insensitive comparison and international languages",
        ["9865 2"] = "Cursor pagination", ["9865 2.1"] = "Pagination errors", ["9865 2.2"] = "Sorting",
        ["9865 2.4"] = "Both cursors and index pagination", ["9865 3"] = "Cursors with POST", ["9865 4"] = "Cursors in the configuration",
        ["7231 3.1"] = "Media types", ["7232 3.1"] = "If-Match", ["7232 3.2"] = "If-None-Match", ["8259 7"] = "JSON strings",
    };

    /// <summary>The heading, or null for what is no section of an RFC.</summary>
    public static string? Heading(string clause)
    {
        if (Section().Match(clause) is not { Success: true } match) return null;
        for (var section = match.Groups[2].Value; section.Length > 0; section = Parent(section))
            if (Headings.TryGetValue($"{match.Groups[1].Value} {section}", out var heading)) return heading;
        return null;
    }

    /// <summary>Where the clause stands, or null.</summary>
    public static string? Address(string clause) => Section().Match(clause) is { Success: true } match
        ? $"https://www.rfc-editor.org/rfc/rfc{match.Groups[1].Value}#section-{match.Groups[2].Value}"
        : null;

    static string Parent(string section) => section.LastIndexOf('.') is var dot and > 0 ? section[..dot] : "";

    [GeneratedRegex(@"^RFC ([0-9]{4}) §([0-9]+(?:\.[0-9]+)*)", RegexOptions.CultureInvariant)]
    private static partial Regex Section();
}
