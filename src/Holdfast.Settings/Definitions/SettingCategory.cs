namespace Holdfast.Settings;

/// <summary>What a setting is about; documents, forms and listings are ordered by it.</summary>
public enum SettingCategory
{
    /// <summary>Where objects belong and how they are written.</summary>
    Storage,

    /// <summary>The S3 backend.</summary>
    S3,

    /// <summary>The Azure Blob Storage backend.</summary>
    Azure,

    /// <summary>The Supabase Storage backend.</summary>
    Supabase,

    /// <summary>Further backends by name, and how every backend is called.</summary>
    Backends,

    /// <summary>Links, presigning and content delivery.</summary>
    Links,

    /// <summary>Images and thumbnails.</summary>
    Images,

    /// <summary>The catalog.</summary>
    Data,

    /// <summary>Accounts, sessions and quotas of people.</summary>
    People,

    /// <summary>MindsDB and chat.</summary>
    Chat,

    /// <summary>Backup, verification, alerts, cost.</summary>
    Operations,

    /// <summary>Listening, logging, telemetry.</summary>
    Server,

    /// <summary>What the command line needs to talk to a running server.</summary>
    CommandLine,
}
