using Dapper;
using Holdfast.Engine.Catalog;

namespace Holdfast.Platform.People;

/// <summary>Puts transactions in a row that decide by what all accounts are together: whether there is one, which superuser is the last.</summary>
internal static class PeopleGate
{
    public static Task EnterAsync(CatalogSession session) => session.Connection.ExecuteAsync("UPDATE people_gate SET turn = turn + 1 WHERE id = 1");
}
