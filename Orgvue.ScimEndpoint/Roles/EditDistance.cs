namespace Orgvue.ScimEndpoint.Roles;

/// <summary>How far the beginning of a name is from a prefix, two swapped letters counting once (M8).</summary>
static class EditDistance
{
    const int Far = 1000;
    const int LongestPrefix = 300;

    /// <summary>Two edits in eight characters are a slip, in four they are another word.</summary>
    public static int Allowed(int length) => length >= 8 ? 2 : length >= 4 ? 1 : 0;

    /// <summary>The beginning of the name nearest to the prefix, or null when none is within the allowed distance.</summary>
    public static (int Distance, int Length)? Nearest(ReadOnlySpan<char> prefix, string name, int allowed)
    {
        if (allowed == 0 || prefix.Length > LongestPrefix || name.Length < prefix.Length - allowed) return null;
        var width = Math.Min(name.Length, prefix.Length + allowed) + 1;
        Span<int> rows = stackalloc int[3 * width];
        rows.Fill(Far);
        var (before, above, row) = (0, width, 2 * width);
        for (var j = 0; j <= allowed && j < width; j++) rows[above + j] = j;

        for (var i = 1; i <= prefix.Length; i++)
        {
            // Only a band of 2 * allowed + 1 cells can still be within reach; most names leave it after a few letters.
            var best = Far;
            rows.Slice(row, width).Fill(Far);
            for (var j = Math.Max(0, i - allowed); j < width && j <= i + allowed; j++)
            {
                var cell = j == 0 ? i : Math.Min(rows[above + j], rows[row + j - 1]) + 1;
                if (j > 0) cell = Math.Min(cell, rows[above + j - 1] + (Same(prefix[i - 1], name[j - 1]) ? 0 : 1));
                if (i > 1 && j > 1 && Same(prefix[i - 1], name[j - 2]) && Same(prefix[i - 2], name[j - 1]))
                    cell = Math.Min(cell, rows[before + j - 2] + 1);
                rows[row + j] = cell;
                best = Math.Min(best, cell);
            }
            if (best > allowed) return null;
            (before, above, row) = (above, row, before);
        }
        return Shortest(rows.Slice(above, width), prefix, name, allowed);
    }

    // Of equally near beginnings the one that ends as the prefix does ("IMAPP_" for "IAMAPP_"), else the shortest: it leaves most role.
    static (int Distance, int Length)? Shortest(ReadOnlySpan<int> distances, ReadOnlySpan<char> prefix, string name, int allowed)
    {
        var (distance, length, endsAlike) = (allowed + 1, 0, false);
        for (var j = 1; j < distances.Length; j++)
        {
            var alike = Same(name[j - 1], prefix[^1]);
            if (distances[j] > distance || (distances[j] == distance && (endsAlike || !alike))) continue;
            (distance, length, endsAlike) = (distances[j], j, alike);
        }
        return distance > allowed ? null : (distance, length);
    }

    static bool Same(char a, char b) => a == b || LookAlikes.Fold(a) == LookAlikes.Fold(b);
}
