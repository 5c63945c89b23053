using Orgvue.ScimEndpoint.Conformance.Format;
using Orgvue.ScimEndpoint.Conformance.Reports;

namespace Orgvue.ScimEndpoint.Tests.Conformance;

public sealed class The_shipped_dialogues
{
    static readonly IReadOnlyList<DialogueCase> All = Dialogues.LoadAll(Dialogues.Shipped);

    [Fact]
    public void All_load_and_begin_with_the_guides_table()
    {
        Assert.Equal("roles-guide-table", All[0].Id);
        Assert.Equal(["roles", "rfc7644", "idp"], All.Select(c => c.Suite).Distinct());
        Assert.True(All.Count >= 400, $"There are only {All.Count} cases.");
    }

    [Fact]
    public void Say_where_each_case_comes_from() =>
        Assert.All(All, c => Assert.True(c is { Clause.Length: > 0, Source.Length: > 0, Title.Length: > 0 }, c.Id));

    [Fact]
    public void Name_clauses_whose_heading_the_report_knows() =>
        Assert.All(
            All.Select(c => c.Clause).Where(clause => clause.StartsWith("RFC ", StringComparison.Ordinal)).Distinct(),
            clause => Assert.True(ClauseText.Heading(clause) is not null && ClauseText.Address(clause) is not null, clause));

    [Fact]
    public void Need_no_admin_api_outside_roles() =>
        Assert.All(All, c => Assert.Equal(c.Suite == "roles", c.Needs.Contains(Need.Admin)));

    // Two runs, or two cases at once, must not meet: whatever a case names, it names with a unique part.
    [Fact]
    public void Create_users_under_unique_names() =>
        Assert.All(
            from c in All
            from s in c.Steps
            where s is { Method: "POST", Path: "/Users", Body: not null } && s.Expect.Status.Contains(201)
            select s.Body!.ToJsonString(),
            body => Assert.Contains("{{u", body, StringComparison.Ordinal));
}
