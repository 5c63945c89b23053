using System.Reflection;
using Microsoft.AspNetCore.OData;
using Microsoft.AspNetCore.OData.Routing.Conventions;
using Microsoft.OData.Edm;
using Microsoft.OData.ModelBuilder;
using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.Feeds;

/// <summary>Registers the feeds under <c>/odata</c>.</summary>
public static class FeedsSetup
{
    public static IServiceCollection AddFeeds(this IServiceCollection services)
    {
        services.AddControllers().AddOData(odata =>
        {
            odata.Filter().Select().OrderBy().Count().SkipToken().SetMaxTop(null);
            odata.TimeZone = TimeZoneInfo.Utc;
            odata.RouteOptions.EnableQualifiedOperationCall = false;
            // Only routes written out are feeds: by convention any controller named like a feed would become one.
            foreach (var convention in odata.Conventions.Where(c => c is not (AttributeRoutingConvention or MetadataRoutingConvention)).ToList())
                odata.Conventions.Remove(convention);
            odata.AddRouteComponents("odata", Model());
        });
        return services.AddRefusalShape("/odata", new FeedErrorsAttribute());
    }

    static IEdmModel Model()
    {
        var model = new ODataConventionModelBuilder(NoOtherTypes.Instance) { Namespace = "Orgvue" };
        Named(model.EntitySet<AccountRow>("Accounts").EntityType.HasKey(a => a.AccountId), "Account");
        Named(model.EntitySet<SyncFailureRow>("SyncFailures").EntityType.HasKey(f => f.FailureId), "SyncFailure");
        Named(model.EntitySet<AccountRoleRow>("AccountRoles").EntityType.HasKey(r => new { r.AccountId, r.RoleKey }), "AccountRole");
        Named(model.EntitySet<SyncRunRow>("SyncRuns").EntityType.HasKey(r => r.RunId), "SyncRun");
        Named(model.EntitySet<ChangeRow>("Changes").EntityType.HasKey(c => c.ChangeId), "Change");
        return model.GetEdmModel();
    }

    // No row is derived from another, and the builder need not look for such in every type of every loaded assembly: a third of a second.
    sealed class NoOtherTypes : IAssemblyResolver
    {
        public static readonly NoOtherTypes Instance = new();

        public IEnumerable<Assembly> Assemblies => [];
    }

    static void Named<T>(EntityTypeConfiguration<T> type, string name) where T : class => (type.Name, type.Namespace) = (name, "Orgvue");
}
