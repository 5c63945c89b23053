using System.Globalization;

namespace Orgvue.ScimEndpoint.Conformance.Running;

/// <summary>
/// How far a run is. On a terminal one line that is written over; elsewhere a line at every tenth, without control characters,
/// so that it reads well in a build's log.
/// </summary>
public sealed class Progress(TextWriter? screen, bool isTerminal, int total)
{
    const int Bar = 24;
    const int Width = 100;

    readonly Lock _writing = new();
    int _done;
    int _failed;
    int _tenths;

    /// <summary>Says what is about to happen; only a terminal has the room.</summary>
    public void Begin(string what)
    {
        lock (_writing)
            if (isTerminal) Draw(what);
    }

    public void End(string what, bool failed)
    {
        lock (_writing)
        {
            (_done, _failed) = (_done + 1, failed ? _failed + 1 : _failed);
            if (isTerminal) Draw(what);
            else Tell();
        }
    }

    /// <summary>Leaves a terminal's line empty, for what comes next.</summary>
    public void Close()
    {
        lock (_writing)
            if (isTerminal) screen?.Write("\r\u001b[K");
    }

    void Draw(string what)
    {
        var full = total == 0 ? Bar : Math.Min(Bar, Bar * _done / total);
        var line = $"{new string('█', full)}{new string('░', Bar - full)} {Count} {what}";
        screen?.Write($"\r\u001b[K{(line.Length <= Width ? line : line[..Width])}");
    }

    void Tell()
    {
        if (total == 0 || _done * 10 / total == _tenths) return;
        _tenths = _done * 10 / total;
        screen?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_tenths * 10,3} %  {Count}"));
    }

    string Count => string.Create(CultureInfo.InvariantCulture, $"{_done}/{total}, {_failed} failed");
}
