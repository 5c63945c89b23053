using CsCheck;
using Orgvue.ScimEndpoint.Admin.Failures;

namespace Orgvue.ScimEndpoint.Tests.Explaining;

/// <summary>RFC 4180, and nothing that a spreadsheet would calculate.</summary>
public sealed class A_csv_line
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("a\r\nb", "\"a\r\nb\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@sum", "'@sum")]
    [InlineData("\ttab", "'\ttab")]
    [InlineData("\rcr", "\"'\rcr\"")]
    [InlineData("\uFF1Dfull", "'\uFF1Dfull")]
    [InlineData("=a,\"b\"", "\"'=a,\"\"b\"\"\"")]
    public void Holds_a_cell_as_it_is_or_quoted_or_made_text(string cell, string written) => Assert.Equal(written, Csv.Line([cell]));

    [Fact]
    public void Read_back_is_the_cells_that_were_written() => Gen.String[Gen.Char["a,\"\r\n=+-@\t '"], 0, 8].List[1, 5].Sample(cells =>
    {
        var read = Read(Csv.Line(cells));

        Assert.Equal(cells.Select(c => c.Length > 0 && "=+-@\t\r\n".Contains(c[0], StringComparison.Ordinal) ? "'" + c : c), read);
    }, iter: 20_000);

    // The grammar of RFC 4180 §2, and no more.
    static List<string> Read(string line)
    {
        var cells = new List<string>();
        for (var i = 0; ; i++)
        {
            var cell = new System.Text.StringBuilder();
            if (i < line.Length && line[i] == '"')
            {
                for (i++; ; i++)
                {
                    if (line[i] == '"' && (i + 1 == line.Length || line[i + 1] != '"')) break;
                    if (line[i] == '"') i++;
                    cell.Append(line[i]);
                }
                i++;
            }
            else
                for (; i < line.Length && line[i] != ','; i++) cell.Append(line[i]);
            cells.Add(cell.ToString());
            if (i >= line.Length) return cells;
        }
    }
}
