using System.Security.Cryptography;
using System.Text;

namespace Orgvue.ScimEndpoint.Unicode;

/// <summary>
/// A text as it is looked up by an index: folded, and where it is longer than any honest one its hash, since a database's index has no room
/// for whatever a client may send. It is compared for equality and nothing else.
/// </summary>
public static class IndexKey
{
    const int Longest = 600;

    public static string Of(string text)
    {
        var key = Fold.Key(text);
        return key.Length <= Longest ? key : "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
    }
}
