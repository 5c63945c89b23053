using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Orgvue.ScimEndpoint.Fuzz;

/// <summary>Inputs in a file, one a line, so that a difference can be read: text as a JSON string, what is no text in base 64.</summary>
static class Corpus
{
    const string NoText = "base64:";
    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static List<byte[]> Read(string folder, Target target) => File.Exists(Of(folder, target))
        ? [.. File.ReadLines(Of(folder, target)).Where(line => line.Length > 0).Select(Input)]
        : [];

    public static void Write(string folder, Target target, IEnumerable<byte[]> inputs) =>
        File.WriteAllLines(Of(folder, target), inputs.Select(Line).Order(StringComparer.Ordinal));

    public static byte[] Input(string line) => line.StartsWith(NoText, StringComparison.Ordinal)
        ? Convert.FromBase64String(line[NoText.Length..])
        : Encoding.UTF8.GetBytes(JsonSerializer.Deserialize<string>(line)!);

    public static string Line(byte[] input) => Utf8.IsValid(input)
        ? JsonSerializer.Serialize(Encoding.UTF8.GetString(input), Plain)
        : NoText + Convert.ToBase64String(input);

    static string Of(string folder, Target target) => Path.Combine(folder, $"{target.Name}.txt");
}
