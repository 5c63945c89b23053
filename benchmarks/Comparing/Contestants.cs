using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Orgvue.ScimEndpoint.Benchmarks.Comparing;

/// <summary>Makes the contestants ready to be started, each in a folder that is thrown away after.</summary>
sealed class Contestants : IDisposable
{
    const string Key = "benchmark-admin-key", Token = "benchmark-token";
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orgvue-compare-");
    readonly ComparisonOptions _options;
    Postgres? _postgres;
    string? _server;

    public Contestants(ComparisonOptions options) => (_options, _server) = (options, options.Server is null ? null : Path.GetFullPath(options.Server));

    /// <summary>The contestant of that name; null where this machine has not what it needs, which is said.</summary>
    public Contestant? Of(string name) => name switch
    {
        "floor" => Floor(),
        "sqlite" => Ours(name, "Sqlite", $"Data Source={Path.Combine(_folder.FullName, "server.db")}"),
        "memory" => Ours(name, "InMemory", "benchmark") with { Durable = false },
        "postgres" => OnPostgres(name),
        _ => Peer(name),
    };

    Contestant Floor()
    {
        var address = Address();
        return new("floor", ["dotnet", Environment.ProcessPath is { } path && !path.EndsWith("dotnet", StringComparison.Ordinal) ? Path.ChangeExtension(path, ".dll") : typeof(Contestants).Assembly.Location,
            "floor", address, Path.Combine(_folder.FullName, "floor.db")]) { Base = new($"{address}/scim/v2") };
    }

    Contestant Ours(string name, string provider, string connection)
    {
        var (server, address) = (_server ??= Published(), Address());
        return new(name, ["dotnet", Path.Combine(server, "Orgvue.ScimEndpoint.dll"), "--contentRoot", server, "--urls", address])
        {
            Base = new(address), AdminKey = Key,
            Environment =
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Production", ["Admin__Key"] = Key, ["Storage__Provider"] = provider, ["Storage__ConnectionString"] = connection,
                ["Notifications__Keys"] = Path.Combine(_folder.FullName, "keys"), ["Limits__RequestsPerSecond"] = "0",
            },
        };
    }

    Contestant? OnPostgres(string name)
    {
        _postgres ??= Postgres.Of(_options.Postgres, Root);
        if (_postgres is not null) return Ours(name, "PostgreSql", _postgres.NewDatabase()) with { Besides = _postgres.Processes };
        Console.WriteLine("postgres: left out, as none is named (--postgres) and none is installed");
        return null;
    }

    Contestant? Peer(string name)
    {
        var (folder, port) = (_folder.CreateSubdirectory("peer").FullName, FreePort());
        foreach (var file in new[] { "package.json", "package-lock.json", "server.mjs" })
            File.Copy(Path.Combine(Root, "conformance/peers/scimmy", file), Path.Combine(folder, file), overwrite: true);
        try
        {
            Done("npm", folder, "ci", "--no-audit", "--no-fund");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Console.WriteLine("peer: left out, as there is no npm");
            return null;
        }
        return new(name, ["node", Path.Combine(folder, "server.mjs")])
        {
            Base = new($"http://127.0.0.1:{port}/scim/v2"), Token = Token, Durable = false, LargeGroups = false,
            Environment = { ["PORT"] = $"{port}", ["TOKEN"] = Token },
        };
    }

    string Published()
    {
        var to = _folder.CreateSubdirectory("server").FullName;
        Console.WriteLine("Publishing the server.");
        Done("dotnet", Root, "publish", "Orgvue.ScimEndpoint", "-c", "Release", "-v", "quiet", "-o", to);
        return to;
    }

    static void Done(string program, string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder })!;
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }

    static string Address() => $"http://127.0.0.1:{FreePort()}";

    static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    /// <summary>The repository, where this was compiled.</summary>
    public static string Root { get; } = RootOf();

    static string RootOf([CallerFilePath] string thisFile = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));

    public void Dispose()
    {
        _postgres?.Dispose();
        _folder.Delete(recursive: true);
    }
}
