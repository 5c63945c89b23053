using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Orgvue.ScimEndpoint.Benchmarks.Micro;

/// <summary>Runs them in this process: a project that the library generates would be held to this repository's rules for code.</summary>
static class MicroBenchmarks
{
    public static void Run(string[] args)
    {
        var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(new InProcessEmitToolchain(TimeSpan.FromMinutes(5), logOutput: false)))
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "orgvue-benchmarks"));
        BenchmarkSwitcher.FromTypes([typeof(PureFunctions)]).Run(args.Length == 0 ? ["--filter", "*"] : args, config);
    }
}
