namespace Orgvue.ScimEndpoint.Scim;

/// <summary>One way in which a real client leaves the RFC and is served nevertheless; every one we tolerate is named here.</summary>
public sealed record Deviation(string Name, string RfcSection, string Who, string Why)
{
    public static readonly Deviation OpCase = new("OpCase", "RFC 7644 3.5.2", "Entra",
        "Sends \"Add\", \"Replace\", \"Remove\"; the RFC's words are lower case.");

    public static readonly Deviation StringBoolean = new("StringBoolean", "RFC 7643 2.3.2", "Entra, mitodl Keycloak",
        "Sends \"True\" or \"false\" in quotes for a boolean attribute, in values and in filters.");

    public static readonly Deviation MemberValueOnRemove = new("MemberValueOnRemove", "RFC 7644 3.5.2.2",
        "Entra, authentik, Rauthy, JumpCloud",
        "Names the values to remove in \"value\"; by the RFC a path without a filter removes all of them.");

    public static readonly Deviation DottedKeys = new("DottedKeys", "RFC 7644 3.5.2.1", "Entra",
        "Uses attribute paths (\"name.givenName\", \"urn:…:User:department\") as keys of a value.");

    public static readonly Deviation BuildMissingElement = new("BuildMissingElement", "RFC 7644 3.5.2.3", "Entra",
        "Sets emails[type eq \"work\"].value though there is no such e-mail; it is built from the filter's eq terms instead of noTarget.");

    public static readonly Deviation BareManager = new("BareManager", "RFC 7643 4.3", "Entra",
        "Sends the manager's id, or \"\" for none, where a complex value belongs.");

    public static readonly Deviation BareMember = new("BareMember", "RFC 7643 4.2", "in-house scripts",
        "Sends a member's id where a complex value belongs.");

    public static readonly Deviation SubAttributeAfterFilter = new("SubAttributeAfterFilter", "RFC 7644 3.4.2.2", "Entra",
        "Filters by emails[type eq \"work\"].value eq \"x\", or without \".value\"; the grammar ends at the bracket.");

    public static readonly Deviation BareExtensionName = new("BareExtensionName", "RFC 7644 3.10", "Entra",
        "Names an extension's attribute (manager, department) without the extension's URI.");

    public static readonly Deviation EchoedReadOnly = new("EchoedReadOnly", "RFC 7644 3.5.2", "Okta, authentik",
        "Repeats id, meta or groups, as it read them, in the value of a PATCH.");

    public static readonly Deviation SingleForMultiValued = new("SingleForMultiValued", "RFC 7643 2.4", "OneLogin",
        "Sends one object where an array of them belongs.");

    public static readonly Deviation MissingSchemas = new("MissingSchemas", "RFC 7643 3", "authentik, Rauthy, in-house scripts",
        "Leaves out \"schemas\"; the endpoint tells the schema.");

    public static readonly Deviation SingleOperation = new("SingleOperation", "RFC 7644 3.5.2", "in-house scripts",
        "Sends one operation object where an array of operations belongs.");

    public static readonly Deviation MethodCase = new("MethodCase", "RFC 7644 3.7", "in-house scripts",
        "Sends the method of a bulk operation in lower case; the RFC's words are upper case.");

    public static readonly Deviation SchemaUris = new("SchemaUris", "RFC 7643 3", "Entra, authentik",
        "Lists in \"schemas\" a URI that is no schema of the resource, or one twice.");

    public static readonly Deviation UnlistedExtension = new("UnlistedExtension", "RFC 7643 3.3", "in-house scripts",
        "Sends an extension's attributes without listing the extension in \"schemas\".");

    public static readonly Deviation ComplexByValue = new("ComplexByValue", "RFC 7644 3.4.2.2", "Entra",
        "Compares a complex attribute as a whole (manager eq \"id\"); what is meant is its \"value\".");

    public static readonly Deviation EmailForEmails = new("EmailForEmails", "RFC 7643 4.1.2", "PingOne",
        "Filters by \"email\", which is no attribute; what is meant is emails.");

    public static readonly Deviation ArrayForSingle = new("ArrayForSingle", "RFC 7643 2.4", "Entra",
        "Sends a reference that can only be one, such as manager, as an array of one.");

    // MicrosoftDocs/azure-docs #42220: {"op":"Replace","path":"displayName","value":[{"$ref":null,"value":"User x"}]}.
    public static readonly Deviation WrappedValue = new("WrappedValue", "RFC 7643 2.3", "Entra, clients built on Microsoft's SCIM library",
        "Sends a value that can only be one, such as active or displayName, as [{\"value\": \"x\"}].");

    public static readonly Deviation ReferenceText = new("ReferenceText", "RFC 7643 2.3.7", "Entra",
        "Sends text that is no URI as a reference, such as profileUrl; it is kept as sent.");

    public static IReadOnlyList<Deviation> All { get; } =
    [
        OpCase, StringBoolean, MemberValueOnRemove, DottedKeys, BuildMissingElement, BareManager, BareMember,
        SubAttributeAfterFilter, BareExtensionName, EchoedReadOnly, SingleForMultiValued, MissingSchemas, SingleOperation, MethodCase,
        SchemaUris, UnlistedExtension, ComplexByValue, EmailForEmails, ArrayForSingle, WrappedValue, ReferenceText,
    ];
}
