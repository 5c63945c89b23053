using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orgvue.ScimEndpoint.Conformance.Format;

/// <summary>Reads dialogue files strictly: a slip of the pen is an error, never a check that silently does not happen.</summary>
public static class Dialogues
{
    static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
    };

    static readonly string[] Order = ["roles", "rfc7644", "idp"];

    /// <summary>The dialogues that come with the console.</summary>
    public static string Shipped => Path.Combine(AppContext.BaseDirectory, "dialogues");

    /// <summary>Every case below a folder: roles first (it asks for an empty directory), then the RFC, then the identity providers.</summary>
    public static IReadOnlyList<DialogueCase> LoadAll(string folder)
    {
        if (!Directory.Exists(folder)) throw new DialogueException($"There is no folder {folder}.");
        var files =
            from path in Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories)
            let name = Path.GetRelativePath(folder, path).Replace('\\', '/')
            orderby Rank(name.Split('/')[0]), name.Split('/')[0], name
            select (name, path);
        var cases = files.SelectMany(f => Load(f.name, File.ReadAllText(f.path))).ToList();
        var twice = cases.GroupBy(c => c.Id).FirstOrDefault(g => g.Count() > 1);
        if (twice is null) return cases;
        throw new DialogueException($"The case id \"{twice.Key}\" is used twice: {string.Join(" and ", twice.Select(c => c.File))}.");
    }

    /// <summary>The cases of one file; its name relative to the dialogues' folder gives the suite.</summary>
    public static IReadOnlyList<DialogueCase> Load(string name, string json)
    {
        var cases = Read(name, json).CasesOf(name).ToList();
        if (cases.Count == 0) throw new DialogueException($"{name}: there is no case in it.");
        foreach (var @case in cases)
            if (DialogueReview.FaultOf(@case) is { } fault) throw new DialogueException($"{name}: case \"{@case.Id}\", {fault}");
        return cases;
    }

    static int Rank(string suite) => Array.IndexOf(Order, suite) is var at and >= 0 ? at : Order.Length;

    static DialogueFile Read(string name, string json)
    {
        try
        {
            return JsonSerializer.Deserialize<DialogueFile>(json, Strict) ?? throw new DialogueException($"{name}: null is not a dialogue.");
        }
        catch (JsonException e)
        {
            throw new DialogueException($"{name}: {e.Message}", e);
        }
    }
}
