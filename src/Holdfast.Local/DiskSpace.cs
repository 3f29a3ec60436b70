namespace Holdfast.Local;

/// <summary>The room on the file system that holds the root.</summary>
/// <param name="UsedBytes">Bytes in use, by anybody.</param>
/// <param name="FreeBytes">Bytes that this process may still use.</param>
public readonly record struct DiskSpace(long UsedBytes, long FreeBytes);
