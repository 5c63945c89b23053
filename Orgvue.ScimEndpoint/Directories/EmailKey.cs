using System.Security.Cryptography;
using System.Text;
using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.Directories;

/// <summary>
/// An e-mail as it is looked up: folded, and where it is longer than any e-mail its hash, since a database's index has no room for what a
/// client may send. It is compared for equality and nothing else.
/// </summary>
static class EmailKey
{
    const int Longest = 600;

    public static string Of(string email)
    {
        var key = Fold.Key(email);
        return key.Length <= Longest ? key : "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
    }
}
