using System.Text.Json;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>Instants are stored in UTC: SQLite cannot order offsets and PostgreSQL refuses them.</summary>
public sealed class UtcInstant() : ValueConverter<DateTimeOffset, DateTime>(
    instant => instant.UtcDateTime,
    stored => new DateTimeOffset(DateTime.SpecifyKind(stored, DateTimeKind.Utc)));

/// <summary>A UUID as its sixteen bytes, most significant first, so that comparing bytes compares ids.</summary>
public sealed class GuidBytes() : ValueConverter<Guid, byte[]>(
    id => id.ToByteArray(true),
    stored => new Guid(stored, true));

/// <summary>A run's warnings are shown with the run and never queried: one JSON column.</summary>
sealed class WarningsJson() : ValueConverter<List<SyncWarning>, string>(
    warnings => JsonSerializer.Serialize(warnings, JsonSerializerOptions.Default),
    stored => JsonSerializer.Deserialize<List<SyncWarning>>(stored, JsonSerializerOptions.Default)!);

sealed class WarningsComparer() : ValueComparer<List<SyncWarning>>(
    (left, right) => left == right || left != null && right != null && left.SequenceEqual(right),
    warnings => warnings.Count,
    warnings => warnings.ToList());
