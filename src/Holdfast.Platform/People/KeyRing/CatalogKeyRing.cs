using System.Xml.Linq;
using Dapper;
using Holdfast.Engine.Catalog;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Holdfast.Platform.People.KeyRing;

/// <summary>
/// Keeps the keys of the framework's data protection in the catalog, shared by all servers and backed up with it. Whoever can read the catalog
/// can read them, as the password hashes.
/// </summary>
internal sealed class CatalogKeyRing(ICatalog catalog, TimeProvider time) : IXmlRepository
{
    // The framework's interface is synchronous; it is called a few times in a process's life, on a thread of its own.
    public IReadOnlyCollection<XElement> GetAllElements() => Task.Run(ReadAsync).GetAwaiter().GetResult();

    public void StoreElement(XElement element, string friendlyName) => Task.Run(() => StoreAsync(element, friendlyName)).GetAwaiter().GetResult();

    private async Task<IReadOnlyCollection<XElement>> ReadAsync()
    {
        var rows = await catalog.ReadAsync(session => session.Connection.QueryAsync<string>("SELECT xml FROM key_ring ORDER BY created_at, name"), CancellationToken.None);
        return [.. rows.Select(xml => XElement.Parse(xml))];
    }

    private Task<int> StoreAsync(XElement element, string friendlyName) => catalog.WriteAsync(
        session => session.Connection.ExecuteAsync(
            "INSERT INTO key_ring (name, xml, created_at) VALUES (@name, @xml, @now) ON CONFLICT (name) DO UPDATE SET xml = excluded.xml",
            new { name = friendlyName, xml = element.ToString(SaveOptions.DisableFormatting), now = time.GetUtcNow().ToUnixTimeMilliseconds() }),
        CancellationToken.None);
}
