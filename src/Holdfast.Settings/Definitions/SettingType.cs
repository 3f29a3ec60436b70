namespace Holdfast.Settings;

/// <summary>How the text of a setting is read and checked.</summary>
public enum SettingType
{
    /// <summary>Any text on one line; of several lines only where the setting is a secret.</summary>
    Text,

    /// <summary>One of the allowed names, whatever the case; <c>-</c> and <c>_</c> are the same.</summary>
    Name,

    /// <summary><c>true</c>/<c>false</c>, <c>yes</c>/<c>no</c>, <c>on</c>/<c>off</c> or <c>1</c>/<c>0</c>.</summary>
    Boolean,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number that may have a fraction, with a point.</summary>
    Decimal,

    /// <summary>A number of bytes; units up to <c>PB</c> are powers of 1024, with or without the <c>i</c>.</summary>
    Size,

    /// <summary>As <see cref="Size"/>, but a number without a unit means MB (1,048,576 bytes).</summary>
    SizeMb,

    /// <summary>A time such as <c>500ms</c>, <c>15m</c>, <c>1h30m</c> or <c>7d</c>.</summary>
    Duration,

    /// <summary>An absolute URL, of one of the allowed schemes (http and https unless said otherwise).</summary>
    Url,

    /// <summary>An address to listen on, such as <c>http://127.0.0.1:8080</c> or <c>https://*:8443</c>.</summary>
    ListenUrl,

    /// <summary>A web origin: scheme, host and port without a path, or <c>*</c>.</summary>
    Origin,

    /// <summary>An IP address or a network such as <c>10.0.0.0/8</c>.</summary>
    Address,

    /// <summary>A file or folder; a relative one starts at the working directory.</summary>
    Path,

    /// <summary>A media type such as <c>text/csv</c>, or a family such as <c>image/*</c>.</summary>
    MediaType,

    /// <summary>Items separated by commas; each is checked as the definition's item type.</summary>
    List,

    /// <summary>A value for everything and values for key prefixes: <c>off,projects/=on</c>.</summary>
    ByPrefix,

    /// <summary>A schedule: five cron fields, or <c>@hourly</c>, <c>@daily</c>, <c>@weekly</c>, <c>@monthly</c>, <c>@yearly</c>.</summary>
    Cron,
}
