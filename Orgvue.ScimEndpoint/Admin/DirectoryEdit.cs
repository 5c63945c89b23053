using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>What may be changed of a directory; what is not given stays. An e-mail or delay of null is taken away.</summary>
public sealed class DirectoryEdit
{
    bool _emailGiven, _delayGiven;

    public string? Name { get; set; }
    public IdentityProvider? Provider { get; set; }
    public DirectoryState? State { get; set; }
    public DirectoryProfile? Profile { get; set; }

    public string? IamAdministratorEmail
    {
        get;
        set { field = value; _emailGiven = true; }
    }

    public string? SyncDelay
    {
        get;
        set { field = value; _delayGiven = true; }
    }

    /// <summary>How its clients may sign in.</summary>
    public AuthenticationEdit? Authentication { get; set; }

    internal void Check(bool privateToo) => Apply(new Directory { Id = "", ExternalKey = "", Name = "" }, privateToo, whole: false);

    /// <param name="whole">Whether the directory is the one that is changed, or one to try it on.</param>
    internal void Apply(Directory directory, bool privateToo = false, bool whole = true)
    {
        var checks = new Checks();
        if (Name is not null) directory.Name = checks.Text("name", Name, NewDirectory.MaxName);
        if (_emailGiven)
            directory.IamAdministratorEmail = IamAdministratorEmail is null ? null : checks.Email("iamAdministratorEmail", IamAdministratorEmail);
        if (_delayGiven) directory.SyncDelay = checks.Delay("syncDelay", SyncDelay);
        directory.Provider = Provider ?? directory.Provider;
        directory.State = State ?? directory.State;
        directory.Profile = Profile ?? directory.Profile;
        Authentication?.Apply(directory, checks, privateToo, whole);
        checks.Refuse();
    }
}
