using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Notifications;

/// <summary>
/// The keys that encrypt secrets, where all nodes of a database find them. Whoever has the database has them too: a folder that the nodes
/// share (<c>Notifications:Keys</c>) keeps them apart.
/// </summary>
sealed class KeysInDatabase(Store store) : IXmlRepository, IConfigureOptions<KeyManagementOptions>
{
    const string Prefix = "DataProtectionKey:";

    public void Configure(KeyManagementOptions options) => options.XmlRepository = this;

    // The framework asks for keys seldom, and in no other way than this.
    public IReadOnlyCollection<XElement> GetAllElements() => store.ReadAsync(async db =>
            await db.Settings.AsNoTracking().Where(s => s.Name.StartsWith(Prefix)).Select(s => s.Value).ToListAsync())
        .GetAwaiter().GetResult().ConvertAll(XElement.Parse);

    public void StoreElement(XElement element, string friendlyName) => store.WriteAsync(db =>
    {
        db.Add(new Setting { Name = Prefix + friendlyName, Value = element.ToString(SaveOptions.DisableFormatting) });
        return Task.CompletedTask;
    }, CancellationToken.None).GetAwaiter().GetResult();
}
