using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationModels;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>Outside Development there is no fault injection: no route, nothing in the description of the API, nothing to be called by mistake.</summary>
sealed class DevelopmentOnly(IHostEnvironment environment) : IApplicationModelConvention
{
    public void Apply(ApplicationModel application)
    {
        if (environment.IsDevelopment()) return;
        foreach (var controller in application.Controllers.Where(c => c.ControllerType == typeof(FaultsController)).ToList())
            application.Controllers.Remove(controller);
    }
}
