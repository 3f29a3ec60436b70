namespace Holdfast.Settings;

/// <summary>One rule of <see cref="PrefixRules"/>.</summary>
/// <param name="Prefix">What a key must begin with, compared ordinally; empty for every key.</param>
/// <param name="Value">What counts for these keys.</param>
public sealed record PrefixRule(string Prefix, string Value);
