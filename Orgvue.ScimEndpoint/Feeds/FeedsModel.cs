using Microsoft.OData.Edm;
using Microsoft.OData.ModelBuilder;

namespace Orgvue.ScimEndpoint.Feeds;

/// <summary>
/// The feeds as OData wants them described. Written here in place of OData's own builder, which for a model of flat rows reads its vocabularies
/// from XML and looks for derived types in every loaded assembly: a fifth of the start.
/// </summary>
static class FeedsModel
{
    const string Namespace = "Orgvue";

    public static IEdmModel Make()
    {
        var model = new EdmModel(includeDefaultVocabularies: false);
        var feeds = new EdmEntityContainer(Namespace, "Container");
        model.AddElement(feeds);
        feeds.AddEntitySet("Accounts", Of<AccountRow>(model, "Account", nameof(AccountRow.AccountId)));
        feeds.AddEntitySet("SyncFailures", Of<SyncFailureRow>(model, "SyncFailure", nameof(SyncFailureRow.FailureId)));
        feeds.AddEntitySet("AccountRoles", Of<AccountRoleRow>(model, "AccountRole", nameof(AccountRoleRow.AccountId), nameof(AccountRoleRow.RoleKey)));
        feeds.AddEntitySet("SyncRuns", Of<SyncRunRow>(model, "SyncRun", nameof(SyncRunRow.RunId)));
        feeds.AddEntitySet("Changes", Of<ChangeRow>(model, "Change", nameof(ChangeRow.ChangeId)));
        return model;
    }

    static EdmEntityType Of<T>(EdmModel model, string name, params string[] keys)
    {
        var type = new EdmEntityType(Namespace, name);
        foreach (var property in typeof(T).GetProperties())
        {
            var bare = Nullable.GetUnderlyingType(property.PropertyType);
            var key = keys.Contains(property.Name);
            var known = type.AddStructuralProperty(property.Name, Kind(bare ?? property.PropertyType), isNullable: !key && (bare is not null || !property.PropertyType.IsValueType));
            if (key) type.AddKeys(known);
        }
        model.AddElement(type);
        model.SetAnnotationValue(type, new ClrTypeAnnotation(typeof(T)));
        return type;
    }

    static EdmPrimitiveTypeKind Kind(Type type) =>
        type == typeof(string) ? EdmPrimitiveTypeKind.String
        : type == typeof(Guid) ? EdmPrimitiveTypeKind.Guid
        : type == typeof(bool) ? EdmPrimitiveTypeKind.Boolean
        : type == typeof(int) ? EdmPrimitiveTypeKind.Int32
        : type == typeof(DateTimeOffset) ? EdmPrimitiveTypeKind.DateTimeOffset
        : throw new NotSupportedException($"A feed with a column of {type}.");
}
