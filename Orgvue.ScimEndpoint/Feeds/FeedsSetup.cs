using Microsoft.AspNetCore.OData;
using Microsoft.AspNetCore.OData.Routing.Conventions;
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
            odata.AddRouteComponents("odata", FeedsModel.Make());
        });
        return services.AddRefusalShape("/odata", new FeedErrorsAttribute());
    }
}
