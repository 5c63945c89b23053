using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Admin.Explaining;
using Orgvue.ScimEndpoint.Admin.Failures;
using Orgvue.ScimEndpoint.Admin.Supposing;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>Registers what the admin API and the command line do.</summary>
public static class AdminSetup
{
    public static IServiceCollection AddAdmin(this IServiceCollection services) => services
        .AddRest()
        .AddRefusalShape("/admin/api", new ProblemsAttribute())
        .AddSingleton<DirectorySetup>()
        .AddSingleton<FirstStart>()
        .AddSingleton<Onboarded>()
        .AddSingleton<TokenDesk>()
        .AddSingleton<ApiKeyDesk>()
        .AddSingleton<AdministratorDesk>()
        .AddSingleton<Extensions>()
        .AddSingleton<SchemaDesk>()
        .AddSingleton<SyncNow>()
        .AddSingleton<SyncHistory>()
        .AddSingleton<HoldDesk>()
        .AddSingleton<ConfigurationDesk>()
        .AddSingleton<ExplainDesk>()
        .AddSingleton<WhatIfDesk>()
        .AddSingleton<ReplayDesk>()
        .AddSingleton<FailureDesk>()
        .AddSingleton<AuditDesk>()
        .AddSingleton<RolesAtDesk>()
        .AddSingleton<DriftDesk>()
        .AddSingleton<OverrodeDesk>()
        .AddSingleton<PromotionDesk>()
        .AddSingleton<TrafficDesk>()
        .AddSingleton<WorkOsDesk>()
        .AddSingleton<WebhookDesk>()
        .AddSingleton<DeliveryDesk>()
        .AddSingleton<FaultDesk>()
        .AddSingleton<DevelopmentOnly>()
        .AddSingleton<IConfigureOptions<MvcOptions>>(s => new ConfigureOptions<MvcOptions>(mvc => mvc.Conventions.Add(s.GetRequiredService<DevelopmentOnly>())));
}
