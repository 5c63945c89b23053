using System.Buffers;

namespace Orgvue.ScimEndpoint.Admin.Failures;

/// <summary>Rows of a table as RFC 4180 writes them, safe to open in a spreadsheet. Pure.</summary>
public static class Csv
{
    /// <summary>RFC 4180 §2.1: lines end with CR LF.</summary>
    public const string LineEnd = "\r\n";

    static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    // A spreadsheet takes a cell that begins so for a formula, full-width signs included; what it calculates may send data away.
    static readonly SearchValues<char> Formula = SearchValues.Create("=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20");

    public static string Line(IEnumerable<string?> cells) => string.Join(',', cells.Select(Cell));

    static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        // The apostrophe says that what follows is text.
        if (Formula.Contains(text[0])) text = "'" + text;
        return text.AsSpan().ContainsAny(Quoted) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
