using ArchUnitNET.Domain;
using ArchUnitNET.Fluent;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnit;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Orgvue.ScimEndpoint.Tests.Architecture;

/// <summary>The layers are folders of one project (docs/adr/0001): their direction is held here, not by project references.</summary>
public sealed class Who_may_import_whom
{
    const string Root = "Orgvue.ScimEndpoint";

    static readonly ArchUnitNET.Domain.Architecture Server = new ArchLoader().LoadAssemblies(typeof(Program).Assembly).Build();

    /// <summary>Every folder and the folders that it may import. Whatever is not written here is refused.</summary>
    static readonly Dictionary<string, string[]> Table = new()
    {
        // How texts are compared; everybody must do it alike.
        ["Unicode"] = [],
        ["Scim"] = ["Unicode"],
        ["Roles"] = [],
        ["Model"] = [],
        ["Telemetry"] = [],
        ["Storage"] = ["Model"],
        // What happens is put where it waits to be told, in the transaction in which it happens; sending knows nothing of runs.
        ["Notifications"] = ["Model", "Storage", "Telemetry"],
        ["Sync"] = ["Unicode", "Roles", "Model", "Storage", "Telemetry", "Notifications"],
        // Of Sync the change log alone: see Directories_only_append_to_the_change_log.
        // Roles is here for the list of roles that a directory's groups give: data and pure functions.
        ["Directories"] = ["Unicode", "Scim", "Roles", "Model", "Storage", "Sync", "Telemetry"],
        // Of Directories the shapes alone: see Http_knows_the_shapes_of_a_directory_and_not_its_work.
        ["Http"] = ["Scim", "Directories", "Telemetry"],
        // Of Notifications the guarded way out, by which issuers' keys are read.
        ["Security"] = ["Model", "Storage", "Notifications"],
        ["Controllers"] = ["Http", "Scim", "Directories", "Security"],
        // Looks at what the others did with a request, when it is done, and sends one again to itself; it serves nothing of its own.
        ["Traffic"] = ["Scim", "Model", "Storage", "Directories", "Http", "Security", "Telemetry"],
        // What WorkOS says and is told. Of the directory it uses what every transport uses; its own surfaces are WorkOs.Api.
        ["WorkOs"] = ["Unicode", "Scim", "Directories", "Model", "Storage", "Notifications", "Telemetry"],
        ["Rest"] = [],
        // Roles is here for the two platform roles' names and for the rules on prefixes: data and pure functions, no transport.
        ["OrgvueSide"] = ["Unicode", "Rest", "Roles", "Directories", "Sync", "Model", "Storage", "Security"],
        ["Feeds"] = ["Rest", "Roles", "Directories", "Sync", "Model", "Storage", "Security"],
        // Of Scim the list of deviations, to say what a name in the log means.
        ["Admin"] = ["Unicode", "Rest", "Roles", "Scim", "Directories", "Sync", "Model", "Storage", "Security", "Traffic", "Notifications", "WorkOs"],
        // The emulated API at the root, and where WorkOS's webhooks come in: a transport within the folder of what it transports.
        ["WorkOs.Api"] = ["Unicode", "WorkOs", "Rest", "Directories", "Model", "Storage", "Security", "Notifications", "Telemetry"],
        // Two folders within folders see more than their neighbours, and nobody sees them but Program: see Composers.
        ["Http.OpenApi"] = ["Controllers", "OrgvueSide", "Feeds", "Admin", "Http", "Scim", "Directories", "Model", "Security", "Rest", "Roles", "Traffic", "Notifications", "WorkOs", "WorkOs.Api"],
        ["Admin.Cli"] = ["Unicode", "Admin", "OrgvueSide", "Feeds", "Http", "Http.OpenApi", "Rest", "Roles", "Directories", "Sync", "Model", "Storage", "Security", "Traffic", "Notifications", "WorkOs", "WorkOs.Api"],
    };

    /// <summary>The description of every surface, and the command line, which puts the server's parts together as Program does.</summary>
    static readonly string[] Composers = ["Http.OpenApi", "Admin.Cli"];

    public static TheoryData<string> Folders => [.. Table.Keys];

    [Theory, MemberData(nameof(Folders))]
    public void A_folder_imports_what_the_table_allows_and_nothing_else(string folder)
    {
        var forbidden = Table.Keys.Except([folder, .. Table[folder]]).Select(NamespaceOf);

        Types().That().ResideInNamespaceMatching(NamespaceOf(folder))
            .Should().NotDependOnAny(Types().That().ResideInNamespaceMatching(string.Join('|', forbidden)))
            .WithoutRequiringPositiveResults().Check(Server);
    }

    [Fact]
    public void Every_folder_is_in_the_table()
    {
        var folders = Server.Types.Select(t => t.Namespace.FullName)
            .Where(n => n.StartsWith(Root + '.', StringComparison.Ordinal)).Select(n => n.Split('.')[2]).Distinct();

        Assert.Empty(folders.Except(Table.Keys));
    }

    [Fact]
    public void Nothing_imports_a_transport()
    {
        string[] transports = ["Controllers", "OrgvueSide", "Feeds", "Admin", "WorkOs.Api"];

        Assert.DoesNotContain(Table, row => !Composers.Contains(row.Key) && row.Value.Intersect(transports).Any());
        Assert.All(Composers, composer => Assert.DoesNotContain(Table, row => !Composers.Contains(row.Key) && row.Value.Contains(composer)));
    }

    [Fact]
    public void Rest_is_for_the_surfaces_that_are_not_scim() =>
        Assert.Equal(["OrgvueSide", "Feeds", "Admin", "WorkOs.Api"], Table.Where(row => !Composers.Contains(row.Key) && row.Value.Contains("Rest")).Select(row => row.Key));

    [Theory]
    [InlineData("Unicode")]
    [InlineData("Scim")]
    [InlineData("Roles")]
    [InlineData("Model")]
    public void The_pure_folders_know_the_base_class_library_alone(string folder)
    {
        var dependencies = Server.Types.Where(t => Is(t, folder))
            .SelectMany(t => t.Dependencies.Select(d => (Of: t.FullName, On: d.Target)))
            .Where(d => !Is(d.On, folder) && !(folder == "Scim" && Is(d.On, "Unicode")) && d.On.Namespace.FullName is { Length: > 0 } name && name != "System"
                && !name.StartsWith("System.", StringComparison.Ordinal)
                && !name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal))
            .Select(d => $"{d.Of} -> {d.On.FullName}").Distinct();

        Assert.Empty(dependencies);
    }

    [Fact]
    public void Directories_only_append_to_the_change_log() =>
        Assert.Equal(["ChangeLog"], Used("Directories", "Sync"));

    [Fact]
    public void Http_knows_the_shapes_of_a_directory_and_not_its_work()
    {
        string[] shapes = ["BulkOutcome", "Page", "PlainRepresentation", "Query", "Reference", "Representation", "Resource"];

        Assert.Empty(Used("Http", "Directories").Except(shapes));
    }

    // A folder within a folder that has a row of its own is not the outer one's.
    static string NamespaceOf(string folder)
    {
        var inner = Table.Keys.Where(k => k.StartsWith(folder + '.', StringComparison.Ordinal)).Select(k => k[(folder.Length + 1)..]).ToList();
        var but = inner.Count == 0 ? "" : $@"(?!({string.Join('|', inner)})($|\.))";
        return $@"^Orgvue\.ScimEndpoint\.{folder.Replace(".", @"\.", StringComparison.Ordinal)}($|\.{but})";
    }

    static bool Is(IType type, string folder) =>
        type.Namespace.FullName == $"{Root}.{folder}" || type.Namespace.FullName.StartsWith($"{Root}.{folder}.", StringComparison.Ordinal);

    static List<string> Used(string by, string of) =>
    [
        .. Server.Types.Where(t => Is(t, by)).SelectMany(t => t.Dependencies.Select(d => d.Target))
            .Where(t => Is(t, of)).Select(t => t.Name).Distinct().Order(),
    ];
}
