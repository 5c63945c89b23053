using System.ComponentModel;
using System.Diagnostics;

namespace Orgvue.ScimEndpoint.Tests.WorkOs;

/// <summary>What node says, where there is one.</summary>
static class JavaScript
{
    /// <summary>What <c>JSON.stringify(JSON.parse(line))</c> gives for each line; skips the test, with a word, where there is no node.</summary>
    public static async Task<string[]> StringifiedAsync(IEnumerable<string> lines)
    {
        const string script = """
            const lines = require('fs').readFileSync(0, 'utf8').split('\n');
            process.stdout.write(lines.map(l => JSON.stringify(JSON.parse(l))).join('\n'));
            """;
        using var node = Started(script);
        Skip.If(node is null, "There is no node here to compare with.");
        var output = node!.StandardOutput.ReadToEndAsync();
        await node.StandardInput.WriteAsync(string.Join('\n', lines));
        node.StandardInput.Close();
        var text = await output;
        await node.WaitForExitAsync();
        Assert.Equal(0, node.ExitCode);
        return text.Split('\n');
    }

    static Process? Started(string script)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("node", ["-e", script])
            {
                RedirectStandardInput = true, RedirectStandardOutput = true,
                StandardInputEncoding = new System.Text.UTF8Encoding(false), StandardOutputEncoding = new System.Text.UTF8Encoding(false),
            });
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
