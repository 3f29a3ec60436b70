using Microsoft.AspNetCore.Cors.Infrastructure;

namespace Holdfast.Server.Composition;

/// <summary>What pages of other origins may do: only those named, and without cookies when it is every origin.</summary>
internal static class CorsRules
{
    public static void Apply(CorsPolicyBuilder policy, IReadOnlyList<string> origins)
    {
        if (origins.Contains("*"))
        {
            policy.AllowAnyOrigin();
        }
        else
        {
            policy.WithOrigins([.. origins]).AllowCredentials();
        }

        policy.AllowAnyMethod().AllowAnyHeader()
            .WithExposedHeaders("ETag", "Location", "Content-Range", "Accept-Ranges", "Content-Disposition", "Retry-After", "Idempotent-Replayed")
            .SetPreflightMaxAge(TimeSpan.FromHours(1));
    }
}
