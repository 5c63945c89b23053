using Microsoft.Extensions.FileProviders;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>The console's files, for anybody: what they show they ask of the admin API, as whoever has signed in.</summary>
public static class ConsolePages
{
    const string Path = "/admin";

    /// <summary>Nothing but this server's own files runs, is shown or is asked; no other site frames it.</summary>
    const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Before routing, as the OpenAPI page: what is no file is looked for there.</summary>
    public static void UseConsolePages(this WebApplication app)
    {
        var folder = System.IO.Path.Combine(app.Environment.WebRootPath ?? System.IO.Path.Combine(app.Environment.ContentRootPath, "wwwroot"), "admin");
        // Started elsewhere than where its files are: they are beside the program, too.
        if (!System.IO.Directory.Exists(folder)) folder = System.IO.Path.Combine(AppContext.BaseDirectory, "wwwroot", "admin");
        if (!System.IO.Directory.Exists(folder)) return;
        var files = new PhysicalFileProvider(folder);
        app.UseWhen(http => http.Request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase), console =>
        {
            console.Use((http, next) =>
            {
                var headers = http.Response.Headers;
                (headers.ContentSecurityPolicy, headers.XContentTypeOptions, headers["Referrer-Policy"], headers.XFrameOptions) = (Policy, "nosniff", "no-referrer", "DENY");
                return next(http);
            });
            console.UseDefaultFiles(new DefaultFilesOptions { RequestPath = Path, FileProvider = files });
            console.UseStaticFiles(new StaticFileOptions
            {
                RequestPath = Path, FileProvider = files,
                // Asked for again, and sent again only when it changed.
                OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache",
            });
        });
    }
}
