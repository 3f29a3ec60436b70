using System.Data.Common;

namespace Holdfast.Engine.Catalog;

/// <summary>
/// A connection inside a transaction. For Dapper by <see cref="Connection"/>; statements of hot paths go through
/// <see cref="Prepare"/>, which keeps them prepared for the connection's life.
/// </summary>
public sealed class CatalogSession
{
    private readonly Dictionary<string, DbCommand> _prepared;

    internal CatalogSession(DbConnection connection, Dictionary<string, DbCommand> prepared, DateTimeOffset now)
    {
        Connection = connection;
        _prepared = prepared;
        Now = now;
    }

    /// <summary>The connection; its transaction is already begun and is committed by the catalog.</summary>
    public DbConnection Connection { get; }

    /// <summary>The time of the work, UTC.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>The same as Unix milliseconds, as times are stored.</summary>
    public long NowMs => Now.ToUnixTimeMilliseconds();

    /// <summary>
    /// A prepared command with its parameters set, for use at once and not after the next call with the same text. Parameters are named
    /// <c>@p0</c>, <c>@p1</c>, ... in the order given.
    /// </summary>
    public DbCommand Prepare(string sql, params ReadOnlySpan<object?> values)
    {
        if (_prepared.TryGetValue(sql, out var command) && command.Parameters.Count != values.Length)
        {
            // A value left over from another call, or one too few, would be a wrong answer.
            _prepared.Remove(sql);
            command.Dispose();
            command = null;
        }

        if (command is null)
        {
            command = Connection.CreateCommand();
#pragma warning disable CA2100 // Statements are constants of this assembly; values are parameters.
            command.CommandText = sql;
#pragma warning restore CA2100
            for (var i = 0; i < values.Length; i++)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = ParameterName(i);
                command.Parameters.Add(parameter);
            }

            _prepared.Add(sql, command);
        }

        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command;
    }

    /// <summary>Runs a prepared statement and answers the number of rows it changed.</summary>
    public Task<int> ExecuteAsync(string sql, params ReadOnlySpan<object?> values) => Prepare(sql, values).ExecuteNonQueryAsync();

    private static string ParameterName(int index) => index switch
    {
        0 => "@p0",
        1 => "@p1",
        2 => "@p2",
        3 => "@p3",
        4 => "@p4",
        5 => "@p5",
        6 => "@p6",
        7 => "@p7",
        _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"@p{index}"),
    };
}
