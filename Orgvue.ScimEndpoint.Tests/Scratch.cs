using System.Runtime.CompilerServices;

namespace Orgvue.ScimEndpoint.Tests;

/// <summary>
/// Where temporary folders are made: in memory on Linux, where there is enough of it. The tests flush thousands of small databases, which takes
/// minutes on a slow disk; what is lost when the power fails is no test's subject. Whoever sets TMPDIR has chosen already.
/// </summary>
static class Scratch
{
    const string Memory = "/dev/shm";
    const long Enough = 4L << 30;

    [ModuleInitializer]
    internal static void Choose()
    {
        if (Environment.GetEnvironmentVariable("TMPDIR") is null && IsThere()) Environment.SetEnvironmentVariable("TMPDIR", Memory);
    }

    static bool IsThere()
    {
        try
        {
            return OperatingSystem.IsLinux() && new System.IO.DriveInfo(Memory).AvailableFreeSpace >= Enough;
        }
        catch (Exception e) when (e is System.IO.IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
