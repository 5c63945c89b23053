using Microsoft.EntityFrameworkCore;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>For a throw-away emulator and fast tests: nothing survives the process, and nothing but our own checks keeps a key unique.</summary>
public sealed class InMemoryDb(DbContextOptions<InMemoryDb> options) : ScimDb(options);
