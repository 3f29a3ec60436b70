namespace Holdfast.Cli;

/// <summary>The version that <c>--version</c> prints.</summary>
internal static class ProductVersion
{
    /// <summary>Three numbers.</summary>
    public static string Text => typeof(ProductVersion).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
}
